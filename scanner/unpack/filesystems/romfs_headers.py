"""Headers of romfs (Linux ``Documentation/filesystems/romfs.rst``): big-endian, at multiples of 16, words sum to 0."""

from __future__ import annotations

import array
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import Span

ALIGN = 16
HARDLINK, FOLDER, FILE, SYMLINK, BLOCK, CHARACTER, SOCKET, FIFO = range(8)
_NAME = 4096
"""Longest name that is looked for; Linux reads up to 128 bytes."""
_USUAL_NAME = 128
"""Longest name of a header that is only guessed to be one."""
_KIND = 7
SCANNED = 16 << 20
"""Bytes of one image in which headers are searched that damage has cut off."""


@dataclass(frozen=True, slots=True)
class Header:
    """One entry of a folder."""

    start: int
    following: int
    """Offset of the next entry, 0 for the last one."""
    kind: int
    info: int
    """First entry of a folder, or the entry that a hard link means."""
    size: int
    name: bytes
    data: int
    """Offset of the content, behind the header."""
    valid: bool
    """The checksum holds."""


def header(data: memoryview, start: int, end: int) -> Header | None:
    """The header at ``start``; None where none can be: no room, or no end of the name."""
    if start % ALIGN or start < ALIGN or start + 2 * ALIGN > end:
        return None
    name = name_at(data, start + ALIGN, end)
    if name is None:
        return None
    following, info, size = struct.unpack_from(">3I", data, start)
    content = start + ALIGN + (len(name) // ALIGN + 1) * ALIGN
    valid = word_sum(data, start, content) == 0
    return Header(start, following & ~15, following & _KIND, info, size, name, content, valid)


def name_at(data: memoryview, start: int, end: int) -> bytes | None:
    """The bytes up to the next NUL, or None where it is not found."""
    name, ending, _ = bytes(data[start : min(start + _NAME, end)]).partition(b"\0")
    return name if ending else None


def word_sum(data: memoryview, start: int, end: int) -> int:
    """Sum of the 32-bit words of ``[start, end)``; 0 is right."""
    words = array.array("I", bytes(data[start : start + (end - start) // 4 * 4]))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def stray_headers(data: memoryview, gap: Span) -> Iterator[Header]:
    """Intact headers with content in a gap between what the folders lead to."""
    for start in range(-(-gap.offset // ALIGN) * ALIGN, gap.end, ALIGN):
        if start + 2 * ALIGN > gap.end or not data[start + ALIGN]:
            continue
        if b"\0" not in bytes(data[start + ALIGN : start + ALIGN + _USUAL_NAME]):
            continue
        if struct.unpack_from(">I", data, start)[0] & ~15 >= len(data):
            continue
        found = header(data, start, gap.end)
        if found is not None and found.valid and found.name.isascii() and found.data + found.size <= gap.end:
            yield found
