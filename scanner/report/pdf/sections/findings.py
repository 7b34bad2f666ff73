"""What was found: product, capability, how far the evidence goes, the strongest place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.groups import Product, outcomes, places, products
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.paths import at
from scanner.report.pdf.blocks import (
    FINDINGS,
    NEW_LINE,
    Block,
    Cell,
    beside,
    bold,
    heading,
    identifier,
    ladder,
    paragraph,
    soft,
    table,
    text,
    typed,
)
from scanner.report.pdf.caps import LONGEST_NAME, MOST_FINDINGS
from scanner.report.pdf.sections.places import within
from scanner.report.versions import version_phrase
from scanner.report.words import table as words
from scanner.report.words import word
from scanner.types import State

Row = dict[str, Any]
_MANY = 40
"""Findings that have a row each; of more, those that are alike share one."""


def section(report: Report) -> Iterator[Block]:
    """One row a finding, the weightiest first, up to a limit."""
    yield heading(_("What was found"), anchor=FINDINGS)
    if not report.findings:
        yield paragraph(text(_("No evidence of face functions was found in the bytes that were read.")))
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
    rows = _rows(shown, outcomes(report))
    if len(rows) < len(shown):
        told = _("Findings that differ only by their place share a row, with the strongest place and the id of each.")
        yield paragraph(text(told), look="legend")
    yield table(
        (2.5, 2.9, 2.3, 4.3),
        (_("Product"), _("Function"), _("How far"), _("Strongest place")),
        [_row(*row, report) for row in rows],
        breakable_rows=any(len(row[0]) > _MANY for row in rows),
    )
    left = len(found) - MOST_FINDINGS
    if left > 0:
        yield paragraph(bold(pointer_findings(left, report), 4096))


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


def _rows(shown: Sequence[tuple[Row, str]], law: dict[str, str]) -> list[tuple[list[Row], str, str]]:
    """Findings of one row, their function, and what the law says: one a row, unless there are many."""
    rows: dict[Any, tuple[list[Row], str, str]] = {}
    for finding, capability in shown:
        outcome = law.get(finding["id"], "not_reached")
        alike = (
            finding["product"]["id"],
            version_phrase(finding),
            finding["state"],
            tuple(finding["qualifiers"]),
            capability,
            outcome,
        )
        key = alike if len(shown) > _MANY else finding["id"]
        rows.setdefault(key, ([], capability, outcome))[0].append(finding)
    return list(rows.values())


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


def _row(same: list[Row], capability: str, outcome: str, report: Report) -> list[Cell]:
    finding = same[0]
    product = finding["product"]
    named: list[Any] = [bold(said(product["name"]))]
    if version := version_phrase(finding):
        named += [text(" " + version, LONGEST_NAME)]
    if said(product["vendor"]).lower() not in said(product["name"]).lower():
        named += [text(" "), soft(_("by %(vendor)s", vendor=said(product["vendor"])), LONGEST_NAME)]
    if product["nursery"]:
        named += [NEW_LINE, soft(_("trial signature"))]
    return [named, _function(finding, capability, outcome), _how_far(finding), _places(same, report)]


def _function(finding: Row, capability: str, outcome: str) -> Cell:
    marks = f" ({', '.join(map(said, finding['qualifiers']))})" if finding["qualifiers"] else ""
    mark = word("outcome", "no_clause" if outcome == "not_reached" else outcome)
    return [bold(said(capability) + marks), NEW_LINE, text(f"{mark['shape']} {mark['word']}")]


def _how_far(finding: Row) -> Cell:
    step, steps = State.of(finding["state"]).value, len(words("state"))
    return [
        bold(said(finding["state"])),
        NEW_LINE,
        ladder(step),
        text(" "),
        soft(_("step %(step)s of %(steps)s", step=step, steps=steps)),
    ]


def _places(same: list[Row], report: Report) -> Cell:
    shown = list(_place(same[0], report))
    for finding in same[1:]:
        shown += [beside(" · "), identifier(finding["id"])]
    return shown


def _place(finding: Row, report: Report) -> Cell:
    place = next((place for _fact, place in places(finding)), None)
    name = identifier(finding["id"])
    if place is None:
        return [name]
    where = at(place["offset"])
    return [typed(within(place["path"], report)), beside(f" {where}; " if where else " "), name]
