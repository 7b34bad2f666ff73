"""What was read and what was not: the bar, the map, their tables, and every unread region."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.bars import bar
from scanner.report.charts.leaves import kind_of
from scanner.report.charts.treemap import Map, Tile, treemap
from scanner.report.languages.speaking import ngettext
from scanner.report.page.limits import MOST_ON_PAPER
from scanner.report.sentences import unread, unread_share
from scanner.report.words import table, word
from scanner.text import shorten
from scanner.types.delivery import READ, ByteState

MOST_REGIONS = 10_000
"""Unread regions; all but the first are folded."""
OPEN_REGIONS = 20
"""Unread regions that stand open; the others are folded."""
OPEN_TILES = 10
"""Rows of the map's table that stand open."""
_LONGEST_HINT = 160
"""Characters of a path that is shown where the mouse points."""


def section(report: Report) -> dict[str, Any]:
    """What ``bytes.html.j2`` names."""
    ledger = report.screening["ledger"]
    regions = unread(report, MOST_REGIONS)
    drawn = treemap(report.screening)
    return {
        "missing": unread_share(report),
        "segments": bar(ledger),
        "states": [_state_row(state, ledger) for state in ByteState if state.value in table("bytes")],
        "regions": regions,
        "region_blocks": [rows for rows in (regions.shown[:OPEN_REGIONS], regions.shown[OPEN_REGIONS:]) if rows],
        "most_on_paper": MOST_ON_PAPER,
        "map": drawn,
        "map_notes": list(_notes(drawn)) if drawn else [],
        "map_blocks": _blocks(drawn) if drawn else [],
        "hint": lambda path: shorten(path, _LONGEST_HINT),
        "folder_of": _folder,
    }


def _folder(path: str) -> str:
    """What ``path`` lies in, with the mark behind it."""
    return path[: path.rindex("/") + 1] if "/" in path else ""


def _state_row(state: ByteState, ledger: dict[str, Any]) -> dict[str, Any]:
    count = ledger["states"].get(state.value, 0)
    return {
        "state": state.value,
        "meaning": word("bytes", state.value),
        "read": state in READ,
        "kind": kind_of(state),
        "count": count,
        "share": _share(count, ledger),
    }


def _share(count: int, ledger: dict[str, Any]) -> str:
    """Two digits; neither none nor all where that is not so."""
    share = count * 100 / ledger["total"] if ledger["total"] else 0.0
    if 0 < share < 0.005:
        return "< 0.01 %"
    return "> 99.99 %" if share >= 99.995 and count < ledger["total"] else f"{share:.2f} %"


def _blocks(drawn: Map) -> list[tuple[Tile, ...]]:
    """The rows that stand open, and those that are folded."""
    return [rows for rows in (drawn.tiles[:OPEN_TILES], drawn.tiles[OPEN_TILES:]) if rows]


def _notes(drawn: Map) -> list[str]:
    """What cannot be seen in the map."""
    notes = []
    if drawn.small_files:
        notes.append(
            ngettext(
                "%(num)s file is too small for the scale (%(size)s bytes); a dot or a diamond marks its place.",
                "%(num)s files are too small for the scale (%(size)s bytes); dots and diamonds mark their places.",
                drawn.small_files,
                size=f"{drawn.small.total:,}",
            )
        )
    if drawn.thin:
        notes.append(
            ngettext(
                "%(num)s byte that was not read is too small for the scale; a diamond marks its place.",
                "%(num)s bytes that were not read are too small for the scale; diamonds mark their places.",
                drawn.thin,
            )
        )
    return notes
