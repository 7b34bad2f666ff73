"""The evidence of one finding: file by file, with offset, text, bytes and source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scanner.report.groups import places
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.standins import stand_ins
from scanner.report.page.limits import MOST_UNFOLDED
from scanner.report.words import word

Row = dict[str, Any]
Pair = tuple[Row, Row]
"""A fact and one of its places."""
_CHECKED = ("true", "verified", "made", "src")
"""Marks of a fact's source that stand for: somebody looked."""
_NO_PLACE = "not recorded"
"""Stands in the signatures' sources of which nobody wrote down where they were seen."""


class Sources:
    """Where the facts are known from, each by a number, counted from 1."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}

    def number(self, fact: Row) -> int:
        """The number of the source of ``fact``."""
        key = (fact["source"], fact["verified"] in _CHECKED)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def rows(self) -> list[Row]:
        """The sources in the order of their numbers, with whether they were checked."""
        return [{"text": text, "mark": _mark(text, checked)} for text, checked in self._numbers]


def opened(finding: Row, most: int) -> Row:
    """The finding with at most ``most`` rows of its evidence: files by what they prove, then its sources."""
    rows = list(places(finding))
    sources = Sources()
    return {
        "finding": finding,
        "files": [_file(path, lines) for path, lines in by_file(rows[:most], sources).items()],
        "sources": sources.rows(),
        "hidden": max(0, len(rows) - most),
    }


def by_file(rows: Sequence[Pair], sources: Sources) -> dict[str, list[Row]]:
    """Path → the rows of its evidence, in the order of ``rows``."""
    found: dict[str, list[Row]] = {}
    for fact, place in rows:
        found.setdefault(place["path"], []).append(_row(fact, place, sources))
    return found


def _file(path: str, lines: list[Row]) -> Row:
    return {"path": path, "rows": lines[:MOST_UNFOLDED], "more": lines[MOST_UNFOLDED:], "count": len(lines)}


def _mark(source: str, checked: bool) -> str:
    """Whether the source was checked; one whose place nobody wrote down cannot be checked again."""
    if checked and _NO_PLACE in source:
        return _("seen, and where was not recorded")
    return _("checked") if checked else _("not checked")


def _detail(fact: Row, place: Row) -> str:
    """What stands there beside the value: of a gallery the program's own count, of all else the vendor's words."""
    if place["detail"] == fact["value"]:
        return ""
    return said(place["detail"]) if fact["kind"] == "folder" else stand_ins(str(place["detail"]))


def _label(fact: Row, place: Row) -> str:
    """What :func:`_detail` is: words of the file, or what this program made of them, which stands nowhere in it."""
    return _("Noted:") if fact["kind"] in _OUR_WORDS or place["offset"] is None else _("Text there:")


_OUR_WORDS = frozenset({"yara", "constant", "fingerprint", "package"})
"""Kinds of facts whose detail names a rule, a record or an identity."""


def _row(fact: Row, place: Row, sources: Sources) -> Row:
    return {
        "label": _label(fact, place),
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
        "source": sources.number(fact),
    }


def _pairs(digits: str) -> str:
    """``41 53 46`` of ``415346``: so that a line can break between two bytes."""
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
