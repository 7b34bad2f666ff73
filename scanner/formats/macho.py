"""A small view of Mach-O headers (mach-o/loader.h, fat.h): only to tell where the file's own content ends."""

from __future__ import annotations

from scanner.formats.checks import number
from scanner.formats.extent import Extent

SEGMENT, SEGMENT_64, SYMTAB = 1, 0x19, 2
LINKEDIT_DATA = frozenset({0x1D, 0x1E, 0x26, 0x29, 0x2B, 0x2E, 0x80000033, 0x80000034})
"""Commands with (offset, size) of link-edit data: signature, split info, function starts, data in code …"""
MOST_COMMANDS = 100_000


def extent(data: memoryview) -> Extent | None:
    """End of the last segment, table or architecture; None where the headers make no sense."""
    if bytes(data[:3]) == b"\xca\xfe\xba":
        return _fat(data)
    end = _thin(data)
    return Extent(end) if end else None


def _fat(data: memoryview) -> Extent | None:
    wide, count = data[3] == 0xBF, number(data, 4, ">I")
    row, word = (32, ">Q") if wide else (20, ">I")
    ends = []
    for index in range(count):
        at = 8 + row * index + 8
        start, size = number(data, at, word), number(data, at + (8 if wide else 4), word)
        if start <= 0 or size <= 0:
            return None
        ends.append(start + size)
    return Extent(max(ends)) if ends else None


def _thin(data: memoryview) -> int:
    """End of a file of one architecture, 0 for broken load commands."""
    order = "<" if data[0] in (0xCE, 0xCF) else ">"
    wide = 0xCF in (data[0], data[3])
    position = 32 if wide else 28
    count, total = number(data, 16, order + "I"), number(data, 20, order + "I")
    if not 0 < count <= MOST_COMMANDS or total < 0:
        return 0
    end = position + total
    for _ in range(count):
        command, length = number(data, position, order + "I"), number(data, position + 4, order + "I")
        if command < 0:
            break  # cut off: what is known so far stands, and the end of the commands lies behind the data
        if length < 8:
            return 0
        end = max(end, _command_end(data, position, command, order, wide))
        position += length
    return end


def _command_end(data: memoryview, at: int, command: int, order: str, wide: bool) -> int:
    if command in (SEGMENT, SEGMENT_64):
        word = order + ("Q" if command == SEGMENT_64 else "I")
        start, size = (40, 48) if command == SEGMENT_64 else (32, 36)
        return number(data, at + start, word) + number(data, at + size, word)
    if command == SYMTAB:
        symbols = number(data, at + 8, order + "I") + number(data, at + 12, order + "I") * (16 if wide else 12)
        return max(symbols, number(data, at + 16, order + "I") + number(data, at + 20, order + "I"))
    if command in LINKEDIT_DATA:
        return number(data, at + 8, order + "I") + number(data, at + 12, order + "I")
    return 0
