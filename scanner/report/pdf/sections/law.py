"""What it means under each law that was chosen: verdict, reasons, clauses with outcome and mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import answer
from scanner.report.languages.phrasebook import is_known, said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.meaning import Meaning, meanings
from scanner.report.pdf.blocks import (
    NEW_LINE,
    Block,
    Cell,
    Run,
    bold,
    heading,
    paragraph,
    points,
    quoted,
    soft,
    table,
    text,
)
from scanner.report.pdf.caps import MOST_CLAUSES, MOST_GAPS
from scanner.report.words import word

Row = Mapping[str, Any]
_OPEN_WHEN = "inconclusive"


def section(report: Report) -> Iterator[Block]:
    """Every chosen law; a wording that was not read in the law is marked."""
    yield heading(_("What it means under the law"))
    laws = meanings(report)
    if not laws:
        yield paragraph(text(_("No law was chosen for this screening.")))
    else:
        yield paragraph(soft(unmarked()), look="legend")
    for law in laws:
        yield from _law(law)


def _law(law: Meaning) -> Iterator[Block]:
    policy = law.verdict["policy"]
    mark = answer(law.verdict)
    yield heading(said(policy["title"]), 2, english=not is_known(policy["title"]))
    yield paragraph(
        quoted(policy["citation"]),
        text(f" ({said(policy['jurisdiction'])}); "),
        quoted(policy["status"]),
        *_whom(policy),
        *checked(policy["status_verified"]),
    )
    meaning = (text(f" {sentence}") for sentence in law.sentences)
    yield paragraph(bold(f"{mark['shape']} {mark['word']}."), *meaning)
    yield from _gaps(law.verdict)
    yield from _clauses(law.verdict)
    if policy["disclaimer"]:
        yield paragraph(quoted(policy["disclaimer"], soft), look="note")


def _whom(policy: Row) -> Iterator[Run]:
    if policy.get("applies_to"):
        yield text(f". {_('Whom it binds:')} ")
        yield quoted(policy["applies_to"])


def checked(key: str) -> Cell:
    """The mark of a wording that was not read in the law's text; :func:`unmarked` says what none means."""
    return [] if key == "verified" else [bold(f" ({word('checked', key)})")]


def unmarked() -> str:
    """What it means that a wording has no mark."""
    return _("In this record, a wording without a mark was checked against the text of the law.")


def _gaps(verdict: Row) -> Iterator[Block]:
    """The reasons that are no findings: those stand in the document before and behind, and have rows of their own."""
    said_of = [row["outcome"] for row in verdict["outcomes"]]
    hits = said_of.count("violation_indicator")
    doubts = said_of.count("review") + said_of.count("exempt_if_attested")
    gaps = verdict["reasons"][hits : len(verdict["reasons"]) - doubts]
    told = [[quoted(reason)] for reason in gaps[:MOST_GAPS]]
    if (left := len(gaps) - MOST_GAPS) > 0:
        told.append(
            [text(ngettext("%(num)s more reason in report.json.", "%(num)s more reasons in report.json.", left))]
        )
    if told:
        yield points(told)


def _clauses(verdict: Row) -> Iterator[Block]:
    clauses = verdict["clauses"]
    if not clauses:
        return
    yield table(
        (1.9, 7.7, 2.4),
        (_("Clause"), _("What it says, in plain words"), _("Outcome")),
        [_clause(clause, verdict) for clause in clauses[:MOST_CLAUSES]],
    )
    left = len(clauses) - MOST_CLAUSES
    if left > 0:
        told = ngettext("%(num)s more clause in report.json.", "%(num)s more clauses in report.json.", left)
        yield paragraph(soft(told), look="note")


def _clause(clause: Row, verdict: Row) -> list[Cell]:
    unseen = clause["outcome"] == "not_reached"
    outcome = word("outcome", "open" if unseen and verdict["verdict"] == _OPEN_WHEN else clause["outcome"])
    says = [quoted(clause["says"]), *checked(clause["verified"])]
    if clause["human_fact"] and not unseen:
        says += [text(" "), quoted(clause["human_fact"], soft)]
    shown = [bold(f"{outcome['shape']} {outcome['word']}")]
    if count := _deciding(clause, verdict):
        shown += [NEW_LINE, soft(ngettext("%(num)s finding", "%(num)s findings", count))]
    return [[quoted(clause["number"], bold)], says, shown]


def _deciding(clause: Row, verdict: Row) -> int:
    """Findings that give the clause its outcome: others that it speaks of may be no more than noted."""
    said_of = {row["finding"]: row["outcome"] for row in verdict["outcomes"]}
    return sum(said_of.get(identifier) == clause["outcome"] for identifier in clause["findings"])
