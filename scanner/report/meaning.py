"""What a screening means under each law, in one to three plain sentences: the same in every output for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import clause_name
from scanner.report.floors import too_old, unread_too_much
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext

Row = Mapping[str, Any]
MOST_CLAUSES = 4
"""Clauses that a sentence names; it counts the others."""
_WORST_FIRST = ("found", "inconclusive", "review", "nothing-found")
_TO_JUDGE = ("exempt_if_attested", "review")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One law."""

    verdict: Row
    """Its row in the document's ``verdicts``."""
    sentences: tuple[str, ...]
    clause: Row | None
    """The clause that the first sentence is about, to be shown with its mark; None where it is about none."""


def meanings(report: Report) -> tuple[Meaning, ...]:
    """Every chosen law, the one that weighs most first."""
    ordered = sorted(report.screening["verdicts"], key=lambda verdict: _WORST_FIRST.index(verdict["verdict"]))
    return tuple(Meaning(row, tuple(_sentences(report, row)), _clause(row)) for row in ordered)


def law_sentences(report: Report) -> list[str]:
    """The sentences of all laws, the weightiest first."""
    return [sentence for each in meanings(report) for sentence in each.sentences]


def _sentences(report: Report, verdict: Row) -> Iterator[str]:
    if against := verdict.get("standing"):
        yield said(against["sentence"])
    yield from _SAYS[verdict["verdict"]](report, verdict)
    if verdict["verdict"] in ("found", "review") and verdict["exemptions"]:
        yield _("An exemption counts only if a named person signs for it. This program applies none.")


def _found(_report: Report, verdict: Row) -> Iterator[str]:
    yield _covered(verdict) or _reason(verdict)
    if open_ones := _named(verdict, _TO_JUDGE):
        yield _judge(open_ones)


def _covered(verdict: Row) -> str:
    names = _named(verdict, ("violation_indicator",))
    if not names:
        return ""
    return ngettext(
        "The wording of clause %(clauses)s reaches what was found.",
        "The wording of %(num)s clauses reaches what was found: %(clauses)s.",
        len(names),
        clauses=_listed(names),
    )


def _judge(names: Sequence[str]) -> str:
    return ngettext(
        "A person must decide whether clause %(clauses)s reaches what was found.",
        "A person must decide whether these %(num)s clauses reach what was found: %(clauses)s.",
        len(names),
        clauses=_listed(names),
    )


def _review(_report: Report, verdict: Row) -> Iterator[str]:
    names = _named(verdict, _TO_JUDGE)
    yield _judge(names) if names else _reason(verdict)


def _inconclusive(report: Report, verdict: Row) -> Iterator[str]:
    ledger = report.screening["ledger"]
    if not ledger["total"]:
        yield _("There is no answer under this law, because the delivery does not hold a single byte.")
    elif unread_too_much(report, verdict["policy"]) and ledger["balanced"]:
        size = ngettext("%(num)s byte", "%(num)s bytes", ledger["unread"])
        yield _("There is no answer under this law, because too much could not be read: %(size)s.", size=size)
    elif too_old(report, verdict["policy"]):
        yield _("There is no answer under this law, because the signatures are too old.")
    else:
        yield _("There is no answer under this law.")
        yield _reason(verdict)
    if names := _named(verdict, _TO_JUDGE):
        yield _judge(names)


def _nothing(_report: Report, verdict: Row) -> Iterator[str]:
    if names := _named(verdict, ("process",)):
        yield ngettext(
            "No ban of this law is reached, but clause %(clauses)s asks for a step before such technology is used.",
            "No ban of this law is reached, but %(num)s clauses ask for a step before such technology is used:"
            " %(clauses)s.",
            len(names),
            clauses=_listed(names),
        )
    else:
        yield _("Nothing was found that the wording of this law covers. This is no proof that nothing is there.")


_SAYS = {"found": _found, "inconclusive": _inconclusive, "review": _review, "nothing-found": _nothing}


def _named(verdict: Row, outcomes: Sequence[str]) -> list[str]:
    return [clause_name(clause) for clause in verdict["clauses"] if clause["outcome"] in outcomes]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_CLAUSES
    shown = ", ".join(names[:MOST_CLAUSES])
    return (
        ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=shown) if more > 0 else shown
    )


def _reason(verdict: Row) -> str:
    return said(verdict["reasons"][0]) if verdict["reasons"] else _("The reason stands in report.json.")


def _clause(verdict: Row) -> Row | None:
    """The first clause with the outcome that the law's verdict rests on."""
    for outcomes in (("violation_indicator",), _TO_JUDGE, ("process",)):
        for clause in verdict["clauses"]:
            if clause["outcome"] in outcomes:
                return dict(clause)
    return None
