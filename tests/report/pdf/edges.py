"""Where the text of a page begins and ends, from left to right, in points: to see that nothing leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs that are shown at once, in points from the lower left corner."""

    mark: int | None
    """Number of the marked content around it; None for an artifact."""
    left: float
    right: float
    base: float


def edges(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """(left, right) of every run of glyphs on ``page``, artifacts too; what is not turned only."""
    return ((run.left, run.right) for run in runs(page))


def runs(page: pikepdf.Page) -> Iterator[Run]:
    """Every run of glyphs on ``page`` in the order in which they are painted."""
    pen = _Pen({name: _widths(font) for name, font in page.Resources.get("/Font", {}).items()})
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in {"Tj", "TJ"}:
            at = _times(pen.text, pen.matrix)
            mark = next((each for each in reversed(pen.marks) if each is not None), None)
            yield Run(mark, at[4], at[4] + at[0] * pen.size * _length(operands[0], pen.known), at[5])
        else:
            pen.take(operator, operands)


@dataclass
class _Pen:
    """What the operators so far have set."""

    widths: dict[str, dict[int, float]]
    matrix: Matrix = _UNMOVED
    text: Matrix = _UNMOVED
    size: float = 1.0
    known: dict[int, float] = field(default_factory=dict)
    kept: list[Matrix] = field(default_factory=list)
    marks: list[int | None] = field(default_factory=list)

    def take(self, operator: str, operands: Any) -> None:
        if operator in {"q", "Q", "cm"}:
            self._move(operator, operands)
        elif operator == "Tm":
            self.text = _numbers(operands)
        elif operator == "Tf":
            self.known, self.size = self.widths[str(operands[0])], float(operands[1])
        elif operator in {"BDC", "BMC"}:
            self.marks.append(_mark(operands))
        elif operator == "EMC":
            self.marks.pop()

    def _move(self, operator: str, operands: Any) -> None:
        if operator == "q":
            self.kept.append(self.matrix)
        elif operator == "Q":
            self.matrix = self.kept.pop()
        else:
            self.matrix = _times(_numbers(operands), self.matrix)


def _mark(operands: Any) -> int | None:
    return int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None


def _numbers(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands)
    return (a, b, c, d, e, f)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _length(operand: Any, widths: dict[int, float]) -> float:
    """In sizes of the font."""
    total = 0.0
    for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            total += sum(widths.get(int.from_bytes(raw[at : at + 2], "big"), 1000.0) for at in range(0, len(raw), 2))
        else:
            total -= float(part)
    return total / 1000


def _widths(font: Any) -> dict[int, float]:
    """Glyph → width in thousandths, by the font's W table."""
    found: dict[int, float] = {}
    table = list(font.DescendantFonts[0].get("/W", []))
    while table:
        first = int(table.pop(0))
        following = table.pop(0)
        if isinstance(following, pikepdf.Array):
            found.update((first + number, float(width)) for number, width in enumerate(following))
        else:
            width = float(table.pop(0))
            found.update((code, width) for code in range(first, int(following) + 1))
    return found
