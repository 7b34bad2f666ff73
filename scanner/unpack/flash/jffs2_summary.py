"""The summary node at the end of an erase block (Linux ``fs/jffs2/summary.h``): what the nodes before it are."""

from __future__ import annotations

import struct

from scanner.types import ParseFailure

_MARK = 8
"""Offset of the node in its block and a magic number, the last bytes of the node."""
_MAGIC = 0x02851885
_SIZES = {0xE001: 24, 0xE002: 18, 0xE008: 18, 0xE009: 6}
"""Node type to the size of its record; that of a directory entry goes on with the name."""
_NAME_SIZE = 22
"""Offset of the length of the name in the record of a directory entry."""


def records_end(data: memoryview, order: str, start: int, end: int, count: int) -> int:
    """First offset behind the ``count`` records that begin at ``start``; the mark ends at ``end``.

    :raises ParseFailure: where a record is of no known type or reaches into the mark.
    """
    stop = end - _MARK
    if stop < start or struct.unpack_from(order + "I", data, stop + 4)[0] != _MAGIC:
        raise ParseFailure("the mark at the end of a summary is missing")
    position = start
    for _ in range(count):
        if position + 2 > stop:
            raise ParseFailure("a summary ends within its records")
        kind = struct.unpack_from(order + "H", data, position)[0]
        size = _SIZES.get(kind, 0)
        if not size or position + size > stop:
            raise ParseFailure(f"a summary has a record of type {kind:#x} that cannot be")
        position += size + (data[position + _NAME_SIZE] if kind == 0xE001 else 0)
    if position > stop:
        raise ParseFailure("a summary ends within its records")
    return position
