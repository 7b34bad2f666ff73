"""Numbers that are written out in decimal digits: programs in source, scripts, JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_NUMBER = re.compile(rb"(?<![\w.])[0-9]{0,9}\.[0-9]{1,20}(?:[eE][-+]?[0-9]{1,3})?")
_AROUND = 24
_ALIKE = 2e-6
"""Part of a number by which two spellings of it may differ: as binary32 and cut behind the seventh digit."""


def reads(data: memoryview, numbers: Sequence[float]) -> Callable[[int, int], bool]:
    """Whether the digits at an offset of ``data`` are those of a number of ``numbers``."""

    def check(offset: int, number: int) -> bool:
        start = max(0, offset - _AROUND)
        for match in _NUMBER.finditer(bytes(data[start : offset + 2 * _AROUND])):
            if match.start() <= offset - start < match.end():
                return abs(float(match[0]) - numbers[number]) <= _ALIKE * numbers[number]
        return False

    return check
