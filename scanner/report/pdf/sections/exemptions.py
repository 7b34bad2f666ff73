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
    NEW_LINE,
    Block,
    Run,
    bold,
    heading,
    paragraph,
    quoted,
    soft,
    statement,
    text,
)
from scanner.report.pdf.caps import MOST_EXEMPTIONS, MOST_FACTS
from scanner.report.pdf.sections.law import checked
from scanner.report.words import word

Row = dict[str, Any]
_LONGEST_FACT = 120
_WHOLE = 2_500
"""Characters of an exemption that surely fits on a page."""
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
            yield from map(_exemption, mine)
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


def _exemption(exemption: Row) -> Block:
    what: list[Any] = [quoted(exemption["number"], bold), text(". "), quoted(exemption["summary"])]
    what += checked(exemption["verified"])
    if exemption["note"]:
        what += [text(" – "), quoted(exemption["note"], soft)]
    what += _statements(exemption)
    return statement(
        what,
        [_("%(signer)s: name, date, signature", signer=said(signer)) for signer in exemption["signers"]],
        breakable=sum(len(run[1]) for run in what) > _WHOLE,
    )


def _statements(exemption: Row) -> Iterator[Run]:
    for each in exemption["statements"]:
        yield NEW_LINE
        yield quoted(each, _in_quotes)
    if checks := "; ".join(said(check).rstrip(".") for check in exemption["checks"]):
        yield soft(" " + _("To be confirmed: %(checks)s.", checks=checks))
    facts = [fact for fact in exemption.get("facts", ()) if fact["speaks"] != "note"][:MOST_FACTS]
    for number, fact in enumerate(facts):
        speaks = word("speaks", fact["speaks"])
        sentence = shorten(said(fact["sentence"]), _LONGEST_FACT, placeholder=" …")
        yield text(" ") if number else NEW_LINE
        yield soft(f"{speaks['shape']} {speaks['word']}: {sentence}")


def _in_quotes(statement: object) -> Run:
    return text(_("“%(statement)s”", statement=statement))
