"""The coverage bar is complete and hides no unread byte."""

from __future__ import annotations

import pytest

from scanner.report.bars import SMALLEST, UNITS, bar


@pytest.mark.parametrize(
    "states",
    [
        {"raw": 1},
        {"raw": 10**12, "encrypted": 1},
        {"parsed": 3, "raw": 5, "padding": 2, "opaque": 7, "limit": 1, "failed": 1, "no-tool": 1, "not-unpacked": 1},
    ],
)
def test_segments_fill_the_bar_and_none_vanishes(states: dict[str, int]) -> None:
    segments = bar({"states": states})
    assert [segment.state for segment in segments] == list(states)
    assert all(segment.width >= SMALLEST for segment in segments)
    assert sum(segment.width for segment in segments) == UNITS
    ends = [segment.start + segment.width for segment in segments]
    assert [segment.start for segment in segments] == [0, *ends[:-1]]


def test_read_and_unread_are_drawn_differently() -> None:
    assert [s.kind for s in bar({"states": {"raw": 1, "padding": 1, "failed": 1}})] == ["read", "padding", "unread"]
    assert bar({"states": {}}) == ()
