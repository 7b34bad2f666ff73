"""Number tables of a binary as features: windows of neighbouring numbers that look measured or trained.

A table stands in a file as its source has it, in the file's byte order, whatever compiled it. Windows begin at
multiples of the number's size from the file's start, as linkers lay data out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scanner.fingerprints.hashing import window_hashes

_BLOCK = 4 << 20
"""Bytes looked at in one go: the helper arrays take some twenty times as much."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a window of one type of number must be like; exponents as IEEE 754 stores them."""

    width: int
    """Bytes of a number."""
    length: int
    """Numbers in a window."""
    exponent_at: int
    """Bits below the exponent."""
    exponents: tuple[int, int]
    rough: int
    """Mask of the low half: a number with bits there is not round."""
    least_rough: int
    least_changes: int


FLOATS = Shape(4, 8, 23, (103, 143), 0xFFFF, 4, 5)
"""Eight binary32 between 2^-24 and 2^17, or zero; four of them not round, five changes from one to the next."""
DOUBLES = Shape(8, 4, 52, (983, 1053), 0xFFFFFFFF, 2, 3)
"""Four binary64 between 2^-40 and 2^31, or zero; two of them not round, three changes."""


def windows(data: memoryview, shape: Shape, *, big: bool) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """(byte offsets, hashes) of all windows, block by block; blocks overlap so that no window is lost."""
    overlap = shape.width * (shape.length - 1)
    kind = np.dtype(f"{'>' if big else '<'}u{shape.width}")
    for start in range(0, len(data), _BLOCK):
        size = min(_BLOCK + overlap, len(data) - start) // shape.width
        if size < shape.length:
            return
        words = np.frombuffer(data, kind, size, start).astype(kind.newbyteorder("="))
        at = _starts(words, shape)
        if len(at):
            yield at * shape.width + start, window_hashes(words, shape.length, at)


def _starts(words: NDArray[Any], shape: Shape) -> NDArray[np.int64]:
    number = words.dtype.type
    low, high = shape.exponents
    mask = number(0xFF if shape.width == 4 else 0x7FF)
    exponent = (words >> number(shape.exponent_at)) & mask
    plausible = ((exponent >= low) & (exponent <= high)) | (words == 0)
    starts = np.flatnonzero(_count(plausible, shape.length) == shape.length)
    starts = starts[_count((words & number(shape.rough)) != 0, shape.length)[starts] >= shape.least_rough]
    changes = _count(words[1:] != words[:-1], shape.length - 1)
    return starts[changes[starts] >= shape.least_changes]


def _count(flags: NDArray[np.bool_], length: int) -> NDArray[np.int8]:
    """How many of ``length`` flags are set, from each place on where that many are left."""
    counts = flags[: len(flags) - length + 1].astype(np.int8)
    for place in range(1, length):
        counts += flags[place : len(flags) - length + 1 + place]
    return counts
