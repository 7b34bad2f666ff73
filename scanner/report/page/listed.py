"""Findings of one product and capability with all their evidence in few elements; what several say stands once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from scanner.report.groups import places
from scanner.report.languages.speaking import gettext as _
from scanner.report.page.evidence import Sources, by_file
from scanner.report.page.limits import MOST_ON_PAPER
from scanner.report.words import word

Row = dict[str, Any]


def listed(findings: Sequence[Row], most: int) -> Row | None:
    """The findings by the file with the strongest evidence, in blocks; None without findings.

    ``most``: rows of evidence of each.
    """
    if not findings:
        return None
    sources, notes = Sources(), _Notes(findings)
    rows = sorted((_finding(each, most, sources, notes) for each in findings), key=lambda row: row["order"])
    return {
        "count": len(rows),
        "long": sum(row["count"] for row in rows) > MOST_ON_PAPER,
        "findings": rows,
        "sources": sources.rows(),
        "notes": notes.shared,
        "basis": notes.basis,
    }


class _Notes:
    """Sentences that several findings share, each by a number, counted from 1."""

    def __init__(self, findings: Sequence[Row]) -> None:
        counted = Counter(sentence for finding in findings for sentence in _sentences(finding))
        self.shared = [sentence for sentence, count in counted.items() if count > 1]
        self._numbers = {sentence: number for number, sentence in enumerate(self.shared, 1)}
        bases = {finding["basis"] for finding in findings}
        self.basis = bases.pop() if len(bases) == 1 else ""
        """What they all rest on; empty where they differ."""

    def of(self, finding: Row) -> tuple[list[int], list[str]]:
        """The numbers of what ``finding`` shares with others, and its own sentences."""
        numbers, own = [], []
        for sentence in _sentences(finding):
            if sentence in self._numbers:
                numbers.append(self._numbers[sentence])
            else:
                own.append(sentence)
        return numbers, own


def _sentences(finding: Row) -> list[str]:
    return [*finding["lifted_by"], *finding.get("remarks", ())]


def _finding(finding: Row, most: int, sources: Sources, notes: _Notes) -> Row:
    rows = list(places(finding))
    numbers, own = notes.of(finding)
    files = by_file(rows[:most], sources)
    return {
        "id": finding["id"],
        "state": word("state_title", finding["state"]),
        "marks": ", ".join(word("qualifier", mark) for mark in finding["qualifiers"]),
        "basis": "" if notes.basis else finding["basis"],
        "notes": [_("note %(number)s", number=number) for number in numbers],
        "own": own,
        "files": list(files.items()),
        "count": len(rows),
        "hidden": max(0, len(rows) - most),
        "left_out": finding["left_out"],
        "order": (next(iter(files), ""), finding["id"]),
    }
