"""Boxes have the areas they should, fill their place, and do not overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.charts.squares import Box, squarify
from tests.report.charts.drawn import apart

PLACE = Box(3, 5, 96, 44)


@given(st.lists(st.integers(min_value=1, max_value=10**13), min_size=1, max_size=40))
def test_areas_are_in_proportion_and_nothing_overlaps(weights: list[int]) -> None:
    weights.sort(reverse=True)
    boxes = squarify(weights, PLACE)
    whole = sum(weights)
    for weight, box in zip(weights, boxes, strict=True):
        assert box.area == pytest.approx(PLACE.area * weight / whole, rel=1e-6)
        assert PLACE.x - 1e-9 <= box.x <= box.x + box.width <= PLACE.x + PLACE.width + 1e-9
        assert PLACE.y - 1e-9 <= box.y <= box.y + box.height <= PLACE.y + PLACE.height + 1e-9
    assert apart(boxes)


def test_equal_weights_make_near_squares() -> None:
    for box in squarify([7] * 50, Box(0, 0, 960, 440)):
        assert max(box.width / box.height, box.height / box.width) < 2


def test_the_example_of_the_paper() -> None:
    """Bruls, Huizing, van Wijk, section 3: 6, 6, 4, 3, 2, 2, 1 in a place of 6 by 4 begins with two of 3 by 2."""
    boxes = squarify([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))
    assert [(box.width, box.height) for box in boxes[:2]] == [(3, 2), (3, 2)]
    assert boxes[2].height == pytest.approx(7 / 3)


def test_no_weight_is_no_box() -> None:
    assert squarify([], PLACE) == []
