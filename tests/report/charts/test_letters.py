"""Names in a drawing are never wider than their place, and never cut to nothing that could mislead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.charts.letters import FEWEST, fitted, fitting, wide


@given(st.text(max_size=60), st.integers(min_value=0, max_value=40))
def test_what_is_shown_fits(text: str, letters: int) -> None:
    shown = fitted(text, letters)
    assert wide(shown) <= letters
    assert shown in ("", text) or (shown.count("…") >= 1 and letters >= FEWEST)


@pytest.mark.parametrize(
    ("text", "letters", "shown"),
    [
        ("libarcsoft_face.so", 18, "libarcsoft_face.so"),
        ("libarcsoft_face.so", 11, "libar…ce.so"),
        ("libarcsoft_face.so", 5, ""),
        ("名前名前名前", 12, "名前名前名前"),
        ("名前名前名前", 7, "名…名前"),
        ("a", 1, "a"),
    ],
)
def test_the_middle_gives_way(text: str, letters: int, shown: str) -> None:
    assert fitted(text, letters) == shown


def test_a_narrow_place_has_room_for_no_letter() -> None:
    assert fitting(-3) == fitting(7) == 0
    assert fitting(73) == 10
