"""The evidence of one finding: file by file, with offset, text, bytes and source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scanner.report.groups import places
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.page.limits import MOST_PLACES, MOST_UNFOLDED
from scanner.report.words import word

Row = dict[str, Any]
_CHECKED = ("true", "verified", "made", "src")
"""Marks of a fact's source that stand for: somebody looked."""
_NO_PLACE = "not recorded"
"""Stands in the signatures' sources of which nobody wrote down where they were seen."""


class Budget:
    """What the page still has room for."""

    def __init__(self, findings: int, evidence: int) -> None:
        """Room for so many findings, and for so many rows of evidence."""
        self._findings = findings
        self._evidence = evidence
        self.left_out = 0
        """Findings for which there was no room."""

    def findings(self, findings: Sequence[Row]) -> Sequence[Row]:
        """Those of ``findings`` that there is room for; the others are counted."""
        shown = findings[: self._findings]
        self._findings -= len(shown)
        self.left_out += len(findings) - len(shown)
        return shown

    def has_room_for(self, finding: Row) -> bool:
        """Whether all its evidence can be shown; if so the room is taken."""
        rows = min(MOST_PLACES, sum(len(fact["places"]) for fact in finding["evidence"]))
        if rows > self._evidence:
            return False
        self._evidence -= rows
        return True


def opened(finding: Row) -> Row:
    """The finding with all its evidence: files in the order of what they prove, and the sources by number."""
    rows = list(places(finding))
    shown = rows[:MOST_PLACES]
    sources = _sources(shown)
    by_file: dict[str, list[Row]] = {}
    for fact, place in shown:
        by_file.setdefault(place["path"], []).append(_row(fact, place, sources))
    return {
        "finding": finding,
        "files": [_file(path, lines) for path, lines in by_file.items()],
        "places": len(shown),
        "sources": [{"text": text, "mark": _mark(text, checked)} for text, checked in sources],
        "hidden": len(rows) - len(shown) + finding["left_out"],
    }


def compact(finding: Row) -> Row:
    """The finding in one row: its strongest evidence and the number of places."""
    fact, place = next(places(finding), (None, None))
    return {
        "finding": finding,
        "path": place["path"] if place else "",
        "offset": place["offset"] if place else None,
        "value": fact["value"] if fact else "",
        "count": sum(len(each["places"]) for each in finding["evidence"]) + finding["left_out"],
    }


def _file(path: str, lines: list[Row]) -> Row:
    return {"path": path, "rows": lines[:MOST_UNFOLDED], "more": lines[MOST_UNFOLDED:], "count": len(lines)}


def _sources(rows: Sequence[tuple[Row, Row]]) -> dict[tuple[str, bool], int]:
    """(source of a fact, whether it was checked) → its number, counted from 1."""
    numbers: dict[tuple[str, bool], int] = {}
    for fact, _place in rows:
        numbers.setdefault(_source(fact), len(numbers) + 1)
    return numbers


def _source(fact: Row) -> tuple[str, bool]:
    return (fact["source"], fact["verified"] in _CHECKED)


def _mark(source: str, checked: bool) -> str:
    """Whether the source was checked; one whose place nobody wrote down cannot be checked again."""
    if checked and _NO_PLACE in source:
        return _("seen, and where was not recorded")
    return _("checked") if checked else _("not checked")


def _detail(fact: Row, place: Row) -> str:
    """What stands there beside the value: of a gallery the program's own count, of all else the vendor's words."""
    if place["detail"] == fact["value"]:
        return ""
    return said(place["detail"]) if fact["kind"] == "folder" else str(place["detail"])


def _row(fact: Row, place: Row, sources: dict[tuple[str, bool], int]) -> Row:
    return {
        "kind": word("seen_kind", fact["kind"]),
        "where": word("seen_place", place["place"]),
        "value": fact["value"],
        "text": _detail(fact, place),
        "plain": place.get("plain", ""),
        "hex": _pairs(place.get("hex", "")),
        "offset": place["offset"],
        "times": place["count"],
        "state": place["state"],
        "strength": word("strength", fact["strength"]),
        "source": sources[_source(fact)],
    }


def _pairs(digits: str) -> str:
    """``41 53 46`` of ``415346``: so that a line can break between two bytes."""
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
