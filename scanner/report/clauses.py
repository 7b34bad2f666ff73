"""Clauses of laws as reports name them: one that was not read in the law itself never stands without its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.words import table, word
from scanner.text import shorten

Row = Mapping[str, Any]
_LEAST_CITATION = 12
"""Characters of a citation that has to make room."""
_REMARK = re.compile(r" \([^()]*\)\Z")
"""What stands in brackets behind a citation."""


def clause_name(clause: Row, marks: str = "checked") -> str:
    """``(B)(1)(a)1``, or ``6001(2) (not checked against the text)``; also of an exemption."""
    number = said(clause["number"])
    return number if clause["verified"] == "verified" else f"{number} ({word(marks, clause['verified'])})"


def clause_text(clause: Row) -> str:
    """What the clause says, with its mark at the end."""
    says = said(clause["says"])
    return says if clause["verified"] == "verified" else f"{says} ({word('checked', clause['verified'])})"


def status_text(policy: Row) -> str:
    """Whether the law is in force, with its mark at the end."""
    return f"{said(policy['status'])} ({word('checked', policy['status_verified'])})"


def law_name(verdict: Row) -> str:
    """The citation of a law, with the word for a law that did not hold on the day of the screening."""
    return f"{said(verdict['policy']['citation'])}{_not_holding(verdict)}"


def _not_holding(verdict: Row) -> str:
    against = verdict.get("standing")
    return f" ({said(against['word'])})" if against else ""


def law_line(verdict: Row, width: int | None = None) -> str:
    """One law in a line: its verdict, and the clauses that are reached, to be judged, or ask for a process first.

    In ``width`` columns as many clauses stand as fit with their marks; the others are counted. That a process comes
    first is said in any case.
    """
    citation = said(verdict["policy"]["citation"])
    short = citation if width is None else _REMARK.sub("", citation)
    only = _process_only(verdict)
    answer = _("no ban reached") if only else word("verdict", verdict["verdict"])["word"].lower()
    head = _("Law: %(law)s: %(answer)s", law=f"{short}{_not_holding(verdict)}", answer=answer)
    names = list(_names(verdict, "checked" if width is None else "checked_short"))
    for shown in range(len(names), 0, -1):
        left = len(names) - shown
        rest = [ngettext("%(num)s more", "%(num)s more", left)] if left else []
        line = f"{head}; {', '.join([*names[:shown], *rest])}"
        if width is None or len(line) <= width:
            return line
    line = f"{_('%(law)s; a process first', law=head)}{_mark(verdict)}" if _asks_first(verdict) else head
    if width is None or len(line) <= width:
        return line
    # The citation gives way, in the middle; what the law answers never does.
    return line.replace(short, shorten(short, max(_LEAST_CITATION, len(short) - (len(line) - width))), 1)


def _outcomes(verdict: Row) -> set[str]:
    """The outcomes of clauses that matter."""
    return {clause["outcome"] for clause in verdict["clauses"]} & set(table("clauses_that"))


def _asks_first(verdict: Row) -> bool:
    """All that the law asks for is a process that comes first."""
    return _outcomes(verdict) == {"process"}


def _mark(verdict: Row) -> str:
    """The short mark of the clauses that ask for a process, with a space before it, where one was not read."""
    states = {clause["verified"] for clause in verdict["clauses"] if clause["outcome"] == "process"}
    worst = next((state for state in ("unverified", "secondary") if state in states), "")
    return f" ({word('checked_short', worst)})" if worst else ""


def _process_only(verdict: Row) -> bool:
    """Evidence was found, and all that the law asks for is a process that comes first."""
    return verdict["verdict"] == "nothing-found" and _asks_first(verdict)


def answer(verdict: Row) -> Mapping[str, str]:
    """``word`` and ``shape`` of what one law says, the same in every output: its verdict, or that a process comes
    first where it bans nothing of what was found."""
    return dict(word("outcome", "process") if _process_only(verdict) else word("verdict", verdict["verdict"]))


def _names(verdict: Row, marks: str) -> Iterator[str]:
    """The clauses that matter, strongest outcome first; the first of each outcome says which it is."""
    for outcome, label in table("clauses_that").items():
        clauses = [clause for clause in verdict["clauses"] if clause["outcome"] == outcome]
        yield from (
            f"{'' if number else f'{label} '}{clause_name(clause, marks)}" for number, clause in enumerate(clauses)
        )
