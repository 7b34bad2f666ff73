"""Clauses of laws as reports name them: one that was not read in the law itself never stands without its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.report.words import table, word

Row = Mapping[str, Any]
_REMARK = re.compile(r" \([^()]*\)\Z")
"""What stands in brackets behind a citation."""


def clause_name(clause: Row, marks: str = "checked") -> str:
    """``(B)(1)(a)1``, or ``6001(2) (not checked against the text)``; also of an exemption."""
    number = str(clause["number"])
    return number if clause["verified"] == "verified" else f"{number} ({word(marks, clause['verified'])})"


def law_line(verdict: Row, width: int | None = None) -> str:
    """One law in a line: its verdict, and the clauses that are reached, to be judged, or ask for a process first.

    In ``width`` columns as many clauses stand as fit with their marks; the others are counted. That a process comes
    first is said in any case.
    """
    citation = verdict["policy"]["citation"]
    short = citation if width is None else _REMARK.sub("", citation)
    head = f"Law: {short}: {word('verdict', verdict['verdict'])['word'].lower()}"
    names = list(_names(verdict, "checked" if width is None else "checked_short"))
    for shown in range(len(names), 0, -1):
        rest = [f"{len(names) - shown} more"] if shown < len(names) else []
        line = f"{head}; {', '.join([*names[:shown], *rest])}"
        if width is None or len(line) <= width:
            return line
    only = {clause["outcome"] for clause in verdict["clauses"]} & set(table("clauses_that")) == {"process"}
    return f"{head}; a process first" if only else head


def _names(verdict: Row, marks: str) -> Iterator[str]:
    """The clauses that matter, strongest outcome first; the first of each outcome says which it is."""
    for outcome, label in table("clauses_that").items():
        clauses = [clause for clause in verdict["clauses"] if clause["outcome"] == outcome]
        yield from (
            f"{'' if number else f'{label} '}{clause_name(clause, marks)}" for number, clause in enumerate(clauses)
        )
