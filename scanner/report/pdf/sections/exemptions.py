"""Exemptions that a person would have to sign, each with its statement and room to sign."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import is_known, said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.pdf.blocks import (
    LINE,
    NEW_LINE,
    Block,
    Cell,
    Run,
    bold,
    heading,
    paragraph,
    quoted,
    soft,
    table,
    text,
)
from scanner.report.pdf.caps import LONGEST_NAME, MOST_EXEMPTIONS, MOST_FACTS
from scanner.report.pdf.sections.law import checked
from scanner.report.words import word

Row = dict[str, Any]
_LONGEST_FACT = 90
_WHOLE = 2_500
"""Characters of a row that surely fits on a page."""
_MATTER = frozenset({"violation_indicator", "exempt_if_attested", "review", "process"})


def section(report: Report) -> Iterator[Block]:
    """Exemptions of the laws of which a clause is reached or to be judged; those of the others are counted."""
    verdicts = report.screening["verdicts"]
    touched = [v for v in verdicts if _MATTER & {clause["outcome"] for clause in v["clauses"]}]
    yield heading(_("Exemptions to sign"))
    left = sum(len(verdict["exemptions"]) for verdict in verdicts)
    rows: list[tuple[Row, Row]] = [(v, each) for v in touched for each in v["exemptions"]][:MOST_EXEMPTIONS]
    if rows:
        told = _(
            "No exemption is applied by this program. Each one needs a named person who knows the facts and signs."
        )
        yield paragraph(text(told), look="lead")
    for verdict in touched:
        if mine := [each for law, each in rows if law is verdict]:
            title = verdict["policy"]["title"]
            yield heading(said(title), 2, english=not is_known(title))
            yield _table(mine)
    if rows:
        yield paragraph(
            soft(_("What speaks for and against each is cut short here; report.html has it in full.")), look="note"
        )
    yield from _rest(left - len(rows), bool(rows))


def _rest(left: int, some: bool) -> Iterator[Block]:
    if not some:
        yield paragraph(text(_("No clause is reached or waits for a judgment, so there is nothing to sign here.")))
    if left > 0:
        told = ngettext(
            "%(num)s exemption that no clause here asks for is in report.json.",
            "%(num)s exemptions that no clause here asks for are in report.json.",
            left,
        )
        yield paragraph(soft(told), look="note")


def _table(exemptions: list[Row]) -> Block:
    rows = [_row(each) for each in exemptions]
    longest = max(sum(len(run[1]) for cell in row for run in cell) for row in rows)
    return table(
        (4.2, 5.3, 2.5),
        (_("Exemption"), _("Statement and checks"), _("Name, date, signature")),
        rows,
        breakable_rows=longest > _WHOLE,
    )


def _row(exemption: Row) -> list[Cell]:
    what: list[Any] = [quoted(exemption["number"], bold), NEW_LINE, quoted(exemption["summary"])]
    what += checked(exemption["verified"])
    if exemption["note"]:
        what += [NEW_LINE, quoted(exemption["note"], soft)]
    return [what, _statements(exemption), _signers(exemption)]


def _statements(exemption: Row) -> Cell:
    shown: list[Any] = []
    for statement in exemption["statements"]:
        shown += [quoted(statement, _in_quotes), NEW_LINE]
    if checks := "; ".join(said(check).rstrip(".") for check in exemption["checks"]):
        shown += [soft(_("To be confirmed: %(checks)s.", checks=checks)), NEW_LINE]
    for fact in [fact for fact in exemption.get("facts", ()) if fact["speaks"] != "note"][:MOST_FACTS]:
        speaks = word("speaks", fact["speaks"])
        sentence = shorten(said(fact["sentence"]), _LONGEST_FACT, placeholder=" …")
        shown += [soft(f"{speaks['shape']} {speaks['word']}: {sentence}"), NEW_LINE]
    return shown[:-1]


def _in_quotes(statement: object) -> Run:
    return text(_("“%(statement)s”", statement=statement))


def _signers(exemption: Row) -> Cell:
    shown: list[Any] = []
    for signer in exemption["signers"]:
        shown += [soft(said(signer), LONGEST_NAME), NEW_LINE, LINE, NEW_LINE, LINE, NEW_LINE]
    return shown[:-1]
