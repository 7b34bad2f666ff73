"""A small view of ELF headers (System V ABI, chapter 4): only to tell where the file's own content ends."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.formats.checks import number
from scanner.formats.extent import Extent

NOBITS = 8
"""Section type that takes no bytes of the file."""


def extent(data: memoryview) -> Extent | None:
    """End of the last header table, segment or section; None where the headers make no sense."""
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    word = order + ("Q" if wide else "I")
    phoff, shoff = number(data, 32 if wide else 28, word), number(data, 40 if wide else 32, word)
    counts = 54 if wide else 42
    phentsize, phnum, shentsize, shnum = (number(data, counts + 2 * i, order + "H") for i in range(4))
    if min(phoff, shoff, phentsize, phnum, shentsize, shnum) < 0 or not (phoff or shoff):
        return None
    if (phnum and phentsize != (56 if wide else 32)) or (shnum and shentsize != (64 if wide else 40)):
        return None
    if shoff and not shnum:
        # More than 65,279 sections: the true number is the size field of section 0.
        shnum = max(0, number(data, shoff + (32 if wide else 20), word))
    end = max(64 if wide else 52, phoff + phentsize * phnum, shoff + shentsize * shnum)
    ends = [end, *_segments(data, phoff, phnum, wide, order), *_sections(data, shoff, shnum, wide, order)]
    return Extent(max(ends))


def _rows(data: memoryview, start: int, count: int, layout: str) -> Iterator[tuple[int, ...]]:
    """Rows of a header table as far as the data reach."""
    size = struct.calcsize(layout)
    count = min(count, max(0, len(data) - start) // size)
    return struct.iter_unpack(layout, data[start : start + size * count]) if count else iter(())


def _segments(data: memoryview, start: int, count: int, wide: bool, order: str) -> Iterator[int]:
    layout = order + ("II6Q" if wide else "8I")
    offset, size = (2, 5) if wide else (1, 4)
    return (row[offset] + row[size] for row in _rows(data, start, count, layout) if row[size])


def _sections(data: memoryview, start: int, count: int, wide: bool, order: str) -> Iterator[int]:
    layout = order + ("II4QII2Q" if wide else "10I")
    return (row[4] + row[5] for row in _rows(data, start, count, layout) if row[1] not in (0, NOBITS))
