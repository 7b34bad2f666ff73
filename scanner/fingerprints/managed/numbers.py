"""Numbers that code brings along, method by method, and the tables in them as features.

Each method's numbers stand in one row whatever arrays they fill: compilers cut a table of five pairs into five arrays.
Rows are kept apart by a number that no window may hold.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scanner.fingerprints.gather import Windows
from scanner.fingerprints.hashing import window_hashes
from scanner.fingerprints.interface import Found, Wanted
from scanner.fingerprints.tables import DOUBLES, FLOATS, windows

F32, F64, INTS = "f32", "f64", "ints"
KINDS = (F32, F64, INTS)
LENGTH = 8
"""Integers in a window."""
_LEAST = {F32: FLOATS.length, F64: DOUBLES.length, INTS: LENGTH}
_TYPES = {F32: "I", F64: "Q", INTS: "q"}
_BARS = {F32: 0x7FC00000, F64: 0x7FF8 << 48, INTS: -(1 << 63)}
"""What stands between two rows: no number, or one that no table of integers has."""
_FORMS = {1: "b", 2: "h", 4: "i", 8: "q"}
WIDTHS = frozenset(_FORMS)
"""Bytes of a number in a table."""
FLOATING = {4: (F32, "I"), 8: (F64, "Q")}
"""Bytes of a number that may be a real one."""
_REAL = 0.9
"""Share of words with an exponent of everyday size from which they are taken for real numbers."""
_LEAST_DIFFERENT = 6
_BLOCK = 1 << 15
"""Windows of integers that are looked at in one go."""
MOST = 1 << 20
"""Numbers of one row that are looked at, and of one kind and file beyond which no further row is."""


class Numbers:
    """Gathers rows of numbers and gives the tables in them."""

    def __init__(self) -> None:
        self._values = {kind: array(code) for kind, code in _TYPES.items()}
        self._places = {kind: array("q") for kind in KINDS}

    def row(self, kind: str, values: Sequence[int], places: Sequence[int]) -> None:
        """One method's numbers (of floats their bits) with the offsets at which they stand; short rows are no table."""
        kept = self._values[kind]
        if len(values) < _LEAST[kind] or len(kept) >= MOST:
            return
        kept.append(_BARS[kind])
        self._places[kind].append(0)
        kept.extend(values)
        self._places[kind].extend(places)

    def table(self, raw: bytes, width: int, places: Sequence[int]) -> None:
        """A table of numbers of an unknown kind, ``width`` bytes wide and little-endian, that stand at ``places``."""
        count = min(len(raw) // width, len(places), MOST)
        kind, form = FLOATING[width] if width in FLOATING and real(raw, width) else (INTS, _FORMS[width])
        self.row(kind, struct.unpack_from(f"<{count}{form}", raw), places[:count])

    def found(self, wanted: Wanted | None) -> Iterator[tuple[str, Found]]:
        """(type of feature, what was found of it)."""
        for kind, values in self._values.items():
            if wanted is None or len(wanted.get(kind, ())):
                shape = {F32: FLOATS, F64: DOUBLES}.get(kind)
                raw = memoryview(np.frombuffer(values, f"=u{values.itemsize}").astype(f"<u{values.itemsize}").tobytes())
                blocks = windows(raw, shape, big=False) if shape else _integers(values)
                gathered = Windows(raw, values.itemsize, _LEAST[kind], big=False)
                found = gathered.found(blocks, None if wanted is None else wanted[kind])
                places = np.frombuffer(self._places[kind], np.int64)
                offsets = places[found.offsets // values.itemsize] if len(places) else found.offsets
                yield kind, Found(found.hashes, offsets, found.raw)


def real(raw: bytes, width: int) -> bool:
    """Whether the words in ``raw`` are binary32 or binary64 numbers rather than integers."""
    shape = FLOATS if width == FLOATS.width else DOUBLES
    words = np.frombuffer(raw, f"<u{width}", min(len(raw) // width, MOST)).astype(np.uint64)
    exponents = words >> np.uint64(shape.exponent_at) & np.uint64(0xFF if width == FLOATS.width else 0x7FF)
    low, high = shape.exponents
    plausible = (exponents >= low) & (exponents <= high)
    return bool(len(words) and plausible.any() and (plausible | (words == 0)).mean() >= _REAL)


def _integers(values: array[int]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """Windows of eight integers, six of them different, that do not go up in equal steps."""
    words = np.frombuffer(values, np.int64)
    for start in range(0, len(words) - LENGTH + 1, _BLOCK):
        part = words[start : start + _BLOCK + LENGTH - 1]
        rows = np.lib.stride_tricks.sliding_window_view(part, LENGTH)
        ordered = np.sort(rows, axis=1)
        different = (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1) + 1
        steps = np.diff(rows, axis=1)
        uneven = (steps[:, 1:] != steps[:, :-1]).any(axis=1)
        whole = ordered[:, 0] != _BARS[INTS]
        at = np.flatnonzero((different >= _LEAST_DIFFERENT) & uneven & whole)
        if len(at):
            yield (at + start) * 8, window_hashes(part.view(np.uint64), LENGTH, at)


def spell(kind: str, raw: bytes) -> str:
    """The numbers of one window for people."""
    if kind == INTS:
        return ", ".join(map(str, np.frombuffer(raw, "<i8")))
    return ", ".join(f"{number:.6g}" for number in np.frombuffer(raw, "<f4" if kind == F32 else "<f8"))
