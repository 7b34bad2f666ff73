"""The coverage bar: one segment per byte state, in whole units of an SVG's width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scanner.types.delivery import READ, ByteState

UNITS = 1000
"""Width of the drawing."""
SMALLEST = 6
"""A state with few bytes is still drawn this wide: what was not read must not vanish."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the bar, in units from the left."""

    state: str
    kind: str
    """``read``, ``padding`` or ``unread``: how it is filled."""
    start: int
    width: int


def bar(ledger: dict[str, Any]) -> tuple[Segment, ...]:
    """The segments of the leaves' states, left to right; empty for an empty delivery."""
    counts = [(state, ledger["states"].get(state.value, 0)) for state in ByteState]
    shown = [(state, count) for state, count in counts if count]
    widths = _widths([count for _, count in shown])
    segments, start = [], 0
    for (state, _), width in zip(shown, widths, strict=True):
        segments.append(Segment(state.value, _kind(state), start, width))
        start += width
    return tuple(segments)


def _kind(state: ByteState) -> str:
    if state is ByteState.PADDING:
        return "padding"
    return "read" if state in READ else "unread"


def _widths(counts: list[int]) -> list[int]:
    total = sum(counts)
    widths = [max(SMALLEST, count * UNITS // total) for count in counts]
    if widths:
        widest = widths.index(max(widths))
        widths[widest] += UNITS - sum(widths)
    return widths
