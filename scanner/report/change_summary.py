"""What ``facescreen compare`` shows on a terminal: the answer first, then what changed, then the two versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.compare.change import exit_code
from scanner.compare.lines import details
from scanner.report.change_advice import STYLES, next_step
from scanner.report.fitting import Line, columns, fit, wrapped
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import draft_notice, untranslated_notice
from scanner.report.languages.speaking import gettext as _
from scanner.report.words import word

Change = Mapping[str, Any]


def change_summary(change: Change, width: int, most: int) -> Iterator[Line]:
    """The lines, at most ``most`` of each kind of change; the rest of each kind is counted."""
    mark = word("change", change["outcome"])
    badge = f" {mark['shape']} {mark['word'].upper()} "
    yield Line(f"{badge} {fit(change['new']['name'], max(1, width - columns(badge) - 2))} ", STYLES[change["outcome"]])
    if draft := draft_notice():
        yield from wrapped(draft, width)
    for line in wrapped(said(change["headline"]), width):
        yield Line(line.text, "sentence")
    yield from wrapped(_("Next: %(step)s", step=next_step(change)), width, indent="  ")
    for sentence in change["caveats"]:
        yield from wrapped(said(sentence), width, "  ", "    ")
    yield Line(_("What changed"), "heading")
    for sentence in details(change, most):
        yield from wrapped(said(sentence), width, "  ", "    ")
    for name, side in ((_("In use"), change["old"]), (_("Update"), change["new"])):
        yield from _side(name, side, width)
    if notice := untranslated_notice():
        yield from wrapped(notice, width, indent="  ")
    yield from wrapped(_("Exit code: %(code)s", code=exit_code(change)), width)


def _side(name: str, side: Mapping[str, Any], width: int) -> Iterator[Line]:
    told = _(
        "%(version)s: %(name)s, %(verdict)s, read %(percent)s %%, signatures %(pack)s",
        version=name,
        name=fit(side["name"], width // 3),
        verdict=word("verdict", side["verdict"])["word"].lower(),
        percent=side["percent"],
        pack=side["pack"]["version"],
    )
    yield from wrapped(told, width, indent="  ")
    yield from wrapped(_("Report digest %(digest)s", digest=side["report"]), width)
