"""What was found: product, capability, how far the evidence goes, the strongest place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.groups import Product, outcomes, products
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.pdf.blocks import (
    FINDINGS,
    NEW_LINE,
    Block,
    Cell,
    bold,
    heading,
    ladder,
    paragraph,
    points,
    soft,
    table,
    text,
)
from scanner.report.pdf.caps import LONGEST_LISTED, MOST_FINDINGS
from scanner.report.pdf.sections.places import UNJUDGED, function, named, outcome_words, place
from scanner.report.versions import version_phrase
from scanner.report.words import table as words
from scanner.report.words import word
from scanner.types import State

Row = dict[str, Any]
Law = Mapping[str, str]
"""Finding id → the strongest outcome that a law has for it."""
_MANY = 40
"""Findings that have a row of a table each; more are listed in less room."""


def section(report: Report) -> Iterator[Block]:
    """One row a finding, the weightiest first, up to a limit."""
    yield heading(_("What was found"), anchor=FINDINGS)
    if not report.findings:
        read = _("No evidence of face functions was found in the bytes that were read.")
        yield paragraph(text(read if report.coverage else _("No byte was read, so nothing could be found.")))
        return
    yield paragraph(
        text(_("Each finding goes as far on six steps as the evidence shows; a later step means more.")),
        text(" " + _("Only the strongest place and the id of the finding stand here; report.html has all.")),
        text(" " + _("Paths begin in the delivery.")),
        look="lead",
    )
    found = [one for product in products(report) for one in _of(product)]
    shown = found[:MOST_FINDINGS]
    yield from _legend(shown)
    yield from (_listed if len(shown) > _MANY else _tabled)(shown, outcomes(report), report)
    left = len(found) - MOST_FINDINGS
    if left > 0:
        yield paragraph(bold(pointer_findings(left, report), 4096))


def _tabled(shown: Sequence[tuple[Row, str]], law: Law, report: Report) -> Iterator[Block]:
    yield table(
        (2.5, 2.9, 2.3, 4.3),
        (_("Product"), _("Function"), _("How far"), _("Strongest place")),
        [_row(finding, capability, law.get(finding["id"], UNJUDGED), report) for finding, capability in shown],
    )


def _listed(shown: Sequence[tuple[Row, str]], law: Law, report: Report) -> Iterator[Block]:
    """Many findings: a line each below their product; those that differ only by their place share a line."""
    by_product: dict[Any, dict[Any, list[Row]]] = {}
    for finding, capability in shown:
        outcome = law.get(finding["id"], UNJUDGED)
        product = by_product.setdefault((finding["product"]["id"], version_phrase(finding)), {})
        product.setdefault((function(finding, capability), finding["state"], outcome), []).append(finding)
    yield points([_product(product, report) for product in by_product.values()], small=True)


def _product(functions: Mapping[Any, Sequence[Row]], report: Report) -> Cell:
    runs: list[Any] = []
    for (what, state, outcome), findings in functions.items():
        runs += named(findings[0]) if not runs else []
        runs += [NEW_LINE, text(f"{what}, {said(state)}, {outcome_words(outcome)}: ")]
        for number, finding in enumerate(findings):
            runs += [text("; ")] if number else []
            runs += place(finding, report, LONGEST_LISTED)
    return runs


def pointer_findings(left: int, report: Report) -> str:
    """How many findings the table leaves out, and where they all are."""
    return ngettext(
        "%(num)s more finding is in report.json, report digest (SHA-256) %(digest)s.",
        "%(num)s more findings are in report.json, report digest (SHA-256) %(digest)s.",
        left,
        digest=report.digest,
    )


def _of(product: Product) -> Iterator[tuple[Row, str]]:
    for group in product.groups:
        for finding in group.findings:
            yield finding, group.capability


def _legend(shown: Sequence[tuple[Row, str]]) -> Iterator[Block]:
    """What the words of the table mean, once for each that is there."""
    functions = dict.fromkeys(capability for _finding, capability in shown)
    yield _meanings(_("Functions:"), [(said(each), str(word("capability", each))) for each in functions])
    used = {finding["state"] for finding, _capability in shown}
    steps = sorted(used, key=lambda state: State.of(state).value)
    yield _meanings(_("Steps:"), [(said(each), str(word("state", each))) for each in steps])


def _meanings(title: str, meanings: Sequence[tuple[str, str]]) -> Block:
    runs: list[Any] = [soft(title)]
    for name, meaning in meanings:
        runs += [text(" "), bold(name), soft(f": {meaning}" + (";" if (name, meaning) != meanings[-1] else "."))]
    return paragraph(*runs, look="legend")


def _row(finding: Row, capability: str, outcome: str, report: Report) -> list[Cell]:
    made = [*named(finding)]
    if finding["product"]["nursery"]:
        made += [NEW_LINE, soft(_("trial signature"))]
    what = [bold(function(finding, capability)), NEW_LINE, text(outcome_words(outcome))]
    return [made, what, _how_far(finding), place(finding, report)]


def _how_far(finding: Row) -> Cell:
    step, steps = State.of(finding["state"]).value, len(words("state"))
    return [
        bold(said(finding["state"])),
        NEW_LINE,
        soft(_("step %(step)s of %(steps)s", step=step, steps=steps)),
        text(" "),
        ladder(step),
    ]
