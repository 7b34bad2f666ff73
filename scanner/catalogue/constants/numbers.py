"""What a set of numbers is worth: which of them have digits enough, and how many digits there are in all."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

LEAST = 5
"""Different numbers that must stand together where a fact says nothing else (docs/accuracy.md: of ten template values
at most one stood in 1 KiB of an unrelated file)."""
STRONG_DIGITS = 15
"""Digits in all from which on numbers prove a product alone: about as many as one number of binary64 holds."""
_PER_NUMBER = 7
"""Decimal digits that a number of binary32 holds."""
_FEWEST = 3
"""Digits below which a number is everybody's."""
_FREE_BITS = 12
"""Lowest bits of the 23 in a binary32's fraction. Where all are zero it is a half, an integer or the like."""


def digits(numbers: Sequence[float], forms: Iterable[str], least: int) -> int:
    """Decimal digits that must be met by chance for another program to have these numbers.

    In a sequence every number counts, else only ``least`` of them, the plainest.
    """
    counts = sorted(_significant(number) for number in telling(numbers))
    return sum(counts[:least]) if {*forms} - {"sequence"} else sum(map(_significant, numbers))


def _significant(number: float) -> int:
    text = f"{abs(number):.9e}".partition("e")[0].replace(".", "").strip("0")
    return min(len(text), _PER_NUMBER)


def telling(numbers: Iterable[float]) -> tuple[float, ...]:
    """The numbers, each size once and without sign, that no program has for plain reasons, in their order."""
    found: dict[int, float] = {}
    for number in map(abs, numbers):
        bits = bits_of(number)
        if bits & ((1 << _FREE_BITS) - 1) and _significant(number) >= _FEWEST:
            found.setdefault(bits, number)
    return tuple(found.values())


def is_computed(number: float) -> bool:
    """Whether ``number`` is the exact value of a binary32 with more digits than people write: the result of a
    calculation, which another compiler or library may round to the binary32 beside it."""
    rounded: float = struct.unpack("<f", struct.pack("<f", number))[0]
    return _significant(number) >= _PER_NUMBER and abs(rounded - number) <= abs(number) * 1e-13


def bits_of(number: float) -> int:
    """``number`` as the 32 bits of IEEE 754 binary32."""
    bits: int = struct.unpack("<I", struct.pack("<f", number))[0]
    return bits


def top_of(number: float) -> int:
    """The upper 32 bits of ``number`` as IEEE 754 binary64: sign, exponent and 20 bits of the fraction."""
    bits: int = struct.unpack("<Q", struct.pack("<d", number))[0]
    return bits >> 32
