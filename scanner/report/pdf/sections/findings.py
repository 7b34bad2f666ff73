"""What was found: product, capability, how far the evidence goes, the strongest place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.document.report import Report
from scanner.report.groups import Group, Product, outcomes, places, products
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.paths import at
from scanner.report.pdf.blocks import (
    FINDINGS,
    NEW_LINE,
    Block,
    Cell,
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
from scanner.report.versions import version_phrase
from scanner.report.words import table as words
from scanner.report.words import word
from scanner.types import State

Row = dict[str, Any]


def section(report: Report) -> Iterator[Block]:
    """One row a finding, the weightiest first, up to a limit."""
    yield heading(_("What was found"), anchor=FINDINGS)
    if not report.findings:
        yield paragraph(text(_("No evidence of face functions was found in the bytes that were read.")))
        return
    yield paragraph(
        text(_("Each finding goes as far on six steps as the evidence shows; a later step means more.")),
        text(" " + _("Only the strongest place and the id of the finding stand here; report.html has all.")),
        look="lead",
    )
    law = outcomes(report)
    rows = [row for product in products(report) for row in _product(product, law)]
    yield table(
        (2.3, 3.1, 3.1, 3.5),
        (_("Product"), _("Function"), _("How far"), _("Strongest place")),
        rows[:MOST_FINDINGS],
    )
    left = len(rows) - MOST_FINDINGS
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


def _product(product: Product, law: dict[str, str]) -> Iterator[list[Cell]]:
    for group in product.groups:
        for finding in group.findings:
            yield _finding(finding, group, law.get(finding["id"], "not_reached"))


def _finding(finding: Row, group: Group, outcome: str) -> list[Cell]:
    product = finding["product"]
    named: list[Any] = [bold(said(product["name"]))]
    if version := version_phrase(finding):
        named += [text(" " + version, LONGEST_NAME)]
    named += [NEW_LINE, soft(_("by %(vendor)s", vendor=said(product["vendor"])), LONGEST_NAME)]
    if product["nursery"]:
        named += [NEW_LINE, soft(_("trial signature"))]
    return [named, _function(finding, group, outcome), _how_far(finding), _place(finding)]


def _function(finding: Row, group: Group, outcome: str) -> Cell:
    marks = f" ({', '.join(map(said, finding['qualifiers']))})" if finding["qualifiers"] else ""
    mark = word("outcome", "no_clause" if outcome == "not_reached" else outcome)
    return [
        bold(said(group.capability) + marks),
        text(f"  {mark['shape']} {mark['word']}"),
        NEW_LINE,
        soft(word("capability", group.capability)),
    ]


def _how_far(finding: Row) -> Cell:
    step, steps = State.of(finding["state"]).value, len(words("state"))
    return [
        bold(said(finding["state"])),
        text(" "),
        ladder(step),
        NEW_LINE,
        soft(
            _(
                "step %(step)s of %(steps)s: %(meaning)s",
                step=step,
                steps=steps,
                meaning=word("state", finding["state"]),
            )
        ),
    ]


def _place(finding: Row) -> Cell:
    place = next((place for _fact, place in places(finding)), None)
    name = identifier(finding["id"])
    if place is None:
        return [name]
    where = at(place["offset"])
    return [typed(place["path"]), soft(f" {where}; " if where else " "), name]
