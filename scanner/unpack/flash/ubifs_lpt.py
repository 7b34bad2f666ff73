"""The tree of block properties of UBIFS (Linux ``fs/ubifs/lpt.c``): bit-packed nodes with a CRC-16, no magic."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from scanner.types import Span
from scanner.unpack.flash.ubifs_nodes import Layout
from scanner.unpack.regions import run_end

_BIG = 2
_FANOUT = 4
_MOST = 4 << 20
"""Bytes that are summed: the sum is made byte by byte, and real tables have some 10 kB."""


def table_parts(data: memoryview, shape: Layout, table: Span) -> Iterator[Span]:
    """The intact nodes between ``table``'s bounds in order, neighbours joined."""
    sizes = _sizes(shape)
    left = _MOST
    for start in range(table.offset, min(table.end, len(data)), shape.leb):
        stop = min(start + shape.leb, table.end, len(data))
        position = begin = start
        while position < stop and left > 0:
            size = _intact(data, position, stop, sizes)
            left -= max(sizes)
            if size:
                position += size
                continue
            if position > begin:
                yield Span(begin, position - begin)
            position = begin = _following(data, position, start, stop, shape.page)
        if position > begin:
            yield Span(begin, position - begin)


def _following(data: memoryview, position: int, start: int, stop: int, page: int) -> int:
    """Where the next node may be: every commit writes whole pages."""
    page = max(page, 8)
    behind = run_end(data, position, stop) if data[position] == 0xFF else position + 1
    return min(stop, start + -(-(behind - start) // page) * page) if behind < stop else stop


def _sizes(shape: Layout) -> tuple[int, int, int, int]:
    """Bytes of the four kinds of nodes: properties, inner node, the table of its own blocks, saved numbers."""
    fixed = 16 + 4 + ((-(-shape.most // _FANOUT) - 1).bit_length() if shape.flags & _BIG else 0)
    space = shape.leb.bit_length()
    properties = fixed + ((space - 3) * 2 + 1) * _FANOUT
    inner = fixed + (shape.lpt.bit_length() + (shape.leb - 1).bit_length()) * _FANOUT
    own = 20 + shape.lpt * space * 2
    saved = 20 + (shape.most - 1).bit_length() * shape.lsave
    return (properties + 7) // 8, (inner + 7) // 8, (own + 7) // 8, (saved + 7) // 8


def _intact(data: memoryview, position: int, stop: int, sizes: tuple[int, int, int, int]) -> int:
    """Size of the intact node at ``position``, 0 where there is none."""
    if position + 3 > stop:
        return 0
    kind = data[position + 2] & 15
    if kind >= len(sizes) or position + sizes[kind] > stop or sizes[kind] < 3:
        return 0
    expected = data[position] | data[position + 1] << 8
    return sizes[kind] if _crc16(data[position + 2 : position + sizes[kind]]) == expected else 0


@functools.cache
def _table() -> tuple[int, ...]:
    table = []
    for index in range(256):
        value = index
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
        table.append(value)
    return tuple(table)


def _crc16(data: memoryview) -> int:
    table, value = _table(), 0xFFFF
    for byte in data:
        value = value >> 8 ^ table[(value ^ byte) & 0xFF]
    return value
