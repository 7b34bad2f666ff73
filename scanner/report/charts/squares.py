"""Boxes whose areas are in proportion to numbers, as near to squares as can be.

The method is that of Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000): boxes are set in a row along the
shorter side of what is left, for as long as the next one makes the worst of the row no longer and thinner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Square units."""
        return self.width * self.height

    def cut(self, share: float, across: bool) -> tuple[Box, Box]:
        """Two parts, the first with ``share`` (0 to 1) of the area; side by side when ``across``."""
        if across:
            first = self.width * share
            return Box(self.x, self.y, first, self.height), Box(self.x + first, self.y, self.width - first, self.height)
        first = self.height * share
        return Box(self.x, self.y, self.width, first), Box(self.x, self.y + first, self.width, self.height - first)


def squarify(weights: Sequence[int], box: Box) -> list[Box]:
    """A box for each of ``weights`` (all above 0, the largest first), which fill ``box`` without gap or overlap."""
    boxes: list[Box] = []
    start, left = 0, sum(weights)
    while start < len(weights):
        end, whole = _row(weights, start, box, box.area / left)
        across = box.width >= box.height
        row, box = box.cut(whole / left, across)
        boxes += _along(weights[start:end], row, across)
        start, left = end, left - whole
    return boxes


def _row(weights: Sequence[int], start: int, box: Box, scale: float) -> tuple[int, int]:
    """(end, sum) of the weights from ``start`` that make the best row; ``scale`` is area for each unit of weight."""
    side = min(box.width, box.height)
    end, whole = start + 1, weights[start]
    best = _worst(weights[start], weights[start], whole, side, scale)
    while end < len(weights):
        longer = whole + weights[end]
        worst = _worst(weights[start], weights[end], longer, side, scale)
        if worst > best:
            break
        end, whole, best = end + 1, longer, worst
    return end, whole


def _worst(largest: int, smallest: int, whole: int, side: float, scale: float) -> float:
    """The worst ratio of the sides of any box in a row."""
    thick = (whole * scale) ** 2
    length = side**2 * scale
    return max(length * largest / thick, thick / (length * smallest)) if thick and length else 0.0


def _along(weights: Sequence[int], row: Box, across: bool) -> Iterator[Box]:
    """A row that was cut off ``across`` is filled from top to bottom, another one from left to right."""
    left = sum(weights)
    for weight in weights:
        one, row = row.cut(weight / left, not across)
        left -= weight
        yield one
