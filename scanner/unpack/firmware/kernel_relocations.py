"""The table that the build of an x86 kernel appends to it (kernel ``arch/x86/tools/relocs.c``)."""

from __future__ import annotations

import sys
from array import array
from itertools import pairwise

LISTS = 3
"""Addresses of 64-bit, of inverse 32-bit and of 32-bit places; a zero stands before each."""
MOST = 1 << 22
"""Addresses in a table; a kernel with all drivers built in has some 220,000."""
REACH = 1 << 30
"""Bytes of address space that a kernel may take (``KERNEL_IMAGE_SIZE``)."""


def relocations_end(data: memoryview, start: int) -> int:
    """Offset behind the table at ``start``, which reaches to the end of ``data``; ``start`` itself where none is there.

    Every list rises strictly, within the size of a kernel: the table holds nothing but addresses.
    """
    size = len(data) - start
    if size % 4 or not 8 <= size <= 4 * MOST:
        return start
    words = array("I", bytes(data[start:]))
    if sys.byteorder == "big":
        words.byteswap()
    zeros = [index for index, word in enumerate(words) if not word]
    if not zeros or zeros[0] != 0 or len(zeros) > LISTS:
        return start
    lists = (words[first + 1 : second] for first, second in pairwise([*zeros, len(words)]))
    return len(data) if all(_rises(addresses) for addresses in lists) else start


def _rises(addresses: array[int]) -> bool:
    rising = all(low < high for low, high in pairwise(addresses))
    return rising and (not addresses or addresses[-1] - addresses[0] < REACH)
