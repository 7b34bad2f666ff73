"""How it was done: program, signatures, options, limits, error rates, digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.measured import measured
from scanner.report.packs import described, warnings
from scanner.report.pdf.blocks import (
    NEW_LINE,
    Block,
    Cell,
    bold,
    facts,
    heading,
    paragraph,
    points,
    quoted,
    soft,
    table,
    text,
    typed,
)
from scanner.report.pdf.caps import MOST_PACKS
from scanner.report.sentences import missing_tools
from scanner.report.words import table as words
from scanner.report.words import word

Row = dict[str, Any]
OF_OUR_OWN = (
    "These numbers are of this project's own test cases. They do not say how often it is right on your delivery."
)
UNSEEN = "The makers had not seen a case marked as unseen before that run."
EVERY_CASE = (
    "Program and signatures may have changed since then. Every case stands in docs/accuracy.md, which comes with the"
    " source of this program."
)
"""All three stand in the web page too."""


@dataclass(frozen=True, slots=True)
class Digests:
    """What names the report."""

    report: str
    """SHA-256 of the canonical form of what was screened and found."""
    file: str
    """SHA-256 of the file ``report.json``."""


def section(report: Report, digests: Digests) -> Iterator[Block]:
    """Everything that a second screening needs to come to the same result."""
    yield heading(_("How it was done"))
    told = _("facescreen unpacks a delivery and compares what is inside with signatures of known products.")
    yield paragraph(text(told))
    yield facts(_facts(report, digests))
    yield heading(_("What a screening cannot say"), 2)
    yield points(([text(sentence)] for sentence in words("limits_of_a_screening")), small=True)
    yield from _rates()


def _facts(report: Report, digests: Digests) -> Iterator[tuple[str, Cell]]:
    screening, run = report.screening, report.run
    tool, pack = screening["tool"], screening["pack"]
    yield _("Program"), [text(f"{tool['name']} {tool['version']}")]
    since = _("for facescreen %(version)s or later", version=pack["min_engine"])
    yield (
        _("Signature pack"),
        [quoted(described(pack)), text(f"; {since}"), NEW_LINE, soft("SHA-256 "), typed(pack["digest"])],
    )
    if len(pack["packs"]) > 1:
        yield _("Packs"), _packs(pack["packs"])
    if told := [said(warning) for warning in warnings(report)]:
        yield _("Mind this"), [bold(" ".join(told), 2000)]
    yield _("Run"), [text(_run(run))]
    yield _("Options"), [text(_options(report))]
    yield _("Limits"), [soft(_limits(screening["limits"]), 2000)]
    capabilities = screening["capabilities"]
    yield _("Parts"), [text(_parts(capabilities))]
    yield _("Not installed"), [text(missing_tools(report) or _("nothing is missing"))]
    yield _("Report digest"), [typed(digests.report), NEW_LINE, soft(_("SHA-256 of what was screened and found"))]
    yield _("report.json"), [typed(digests.file), NEW_LINE, soft(_("SHA-256 of the file, as sha256sum prints it"))]


def _packs(packs: list[Row]) -> Cell:
    shown: list[Any] = []
    for pack in packs[:MOST_PACKS]:
        since = _("for facescreen %(version)s or later", version=pack["min_engine"])
        shown += [text(f"{pack['id']} {said(described(pack))}; {since}"), NEW_LINE, typed(pack["digest"]), NEW_LINE]
    if (left := len(packs) - MOST_PACKS) > 0:
        return [*shown, soft(ngettext("%(num)s more in report.json.", "%(num)s more in report.json.", left))]
    return shown[:-1]


def _run(run: Row) -> str:
    """How the workers were fenced in stands in the web page and the document."""
    return ngettext(
        "%(started)s to %(finished)s on the computer %(host)s, %(num)s worker.",
        "%(started)s to %(finished)s on the computer %(host)s, %(num)s workers.",
        run["jobs"],
        started=run["started"] or "?",
        finished=run["finished"] or "?",
        host=run["host"] or "?",
    )


def _options(report: Report) -> str:
    screening = report.screening
    return _(
        "Laws: %(laws)s; fail on: %(fail_on)s; exit code %(code)s.",
        laws=", ".join(screening["policies"]) or _("none"),
        fail_on=screening["fail_on"],
        code=report.exit_code,
    )


def _limits(limits: Row) -> str:
    return "; ".join(f"{word('limit_name', name)}: {value:,}" for name, value in limits.items())


def _parts(capabilities: Row) -> str:
    readers = ngettext("%(num)s reader of formats", "%(num)s readers of formats", len(capabilities["readers"]))
    detectors = ngettext("%(num)s detector", "%(num)s detectors", len(capabilities["detectors"]))
    limits = ngettext("%(num)s known limit", "%(num)s known limits", len(capabilities["limitations"]))
    return _(
        "%(readers)s and %(detectors)s with %(limits)s; report.json has their names and versions.",
        readers=readers,
        detectors=detectors,
        limits=limits,
    )


def _rates() -> Iterator[Block]:
    rows = measured()
    if not rows:
        return
    yield heading(_("Measured error rates"), 2)
    yield paragraph(text(f"{_(OF_OUR_OWN)} {_(UNSEEN)} {_(EVERY_CASE)}"), look="lead")
    yield table(
        (8.2, 1.6, 1, 1.2),
        (_("What was tried"), _("Right"), _("Wrong"), _("Cases")),
        [
            [
                [text(row.what)],
                [text(_("%(right)s of %(cases)s", right=f"{row.right:,}", cases=f"{row.of:,}"))],
                [text(row.wrong)],
                [text(_("unseen") if row.blind else _("known"))],
            ]
            for row in rows
        ],
        dense=True,
    )
    when = sorted({f"{row.date} ({row.version})" for row in rows})
    told = _("Measured on %(days)s; report.html names the commands.", days=", ".join(when))
    yield paragraph(soft(told), look="note")
