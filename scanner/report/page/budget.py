"""What the page still has room for: findings, folds, and rows of evidence, of which every finding gets its share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


class Budget:
    """Room that is taken, the weightiest findings first."""

    def __init__(self, findings: int, folds: int, rows: int) -> None:
        """Room for so many findings, for so many folds of evidence, and for so many rows of one finding."""
        self._findings = findings
        self._folds = folds
        self.rows = rows
        self.left_out = 0
        """Findings for which there was no room."""
        self.hidden = 0
        """Rows of evidence of the other findings for which there was none."""

    def findings(self, findings: Sequence[Row]) -> Sequence[Row]:
        """Those of ``findings`` that there is room for; the others are counted."""
        shown = findings[: self._findings]
        self._findings -= len(shown)
        self.left_out += len(findings) - len(shown)
        self.hidden += sum(max(0, places_of(finding) - self.rows) for finding in shown)
        return shown

    def has_folds_for(self, finding: Row) -> bool:
        """Whether every file of its evidence can have its own fold; if so the room is taken."""
        folds = len({place["path"] for fact in finding["evidence"] for place in fact["places"]})
        if folds > self._folds:
            return False
        self._folds -= folds
        return True


def places_of(finding: Row) -> int:
    """Rows of evidence that the document has of a finding."""
    return sum(len(fact["places"]) for fact in finding["evidence"])


def fair(wanted: Sequence[int], room: int) -> int:
    """The most that each may take, so that all of them together take at most ``room``; 1 at least.

    Who wants less gets all of it, and what is left is for the others.
    """
    least = 1
    for number, count in enumerate(sorted(wanted)):
        share = room // (len(wanted) - number)
        if count > share:
            return max(least, share)
        room -= count
        least = max(least, count)
    return least
