"""Where the text of a page begins and ends, from left to right, in points: to see that nothing leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


def edges(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """(left, right) of every run of glyphs on ``page``, artifacts too; what is not turned only."""
    widths = {name: _widths(font) for name, font in page.Resources.get("/Font", {}).items()}
    matrix, kept = _UNMOVED, []
    known: dict[int, float] = {}
    size, text = 1.0, _UNMOVED
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q":
            matrix = kept.pop()
        elif operator == "cm":
            matrix = _times(_numbers(operands), matrix)
        elif operator == "Tm":
            text = _numbers(operands)
        elif operator == "Tf":
            known, size = widths[str(operands[0])], float(operands[1])
        elif operator in {"Tj", "TJ"}:
            at = _times(text, matrix)
            yield at[4], at[4] + at[0] * size * _length(operands[0], known)


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
