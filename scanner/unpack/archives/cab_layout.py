"""Which bytes of a Windows cabinet belong to a member ([MS-CAB], sections 2.1 to 2.4); members come from 7-Zip."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import ParseFailure, Span
from scanner.unpack.regions import left_of

_HEAD, _FOLDER, _FILE, _DATA = 36, 8, 16, 8
_BEFORE, _AFTER, _RESERVED = 1, 2, 4
_LONGEST = 256
"""Bytes of a text, and of an area reserved for applications that counts as structure."""
_SHORT = 16
"""The same for the area that each block of data has."""
_EXPANDS = 128
"""Bytes by which a packed block may be larger than what it holds."""
_SLACK = 4096
"""Bytes of a folder that no member has and that may be there."""


@dataclass(frozen=True, slots=True)
class Cabinet:
    """``gaps`` are ranges that nothing refers to; ``surplus`` ranges that hold more than their members, and why."""

    gaps: tuple[Span, ...]
    surplus: tuple[tuple[Span, str], ...]


@dataclass(slots=True)
class _Folder:
    data: Span
    blocks: tuple[tuple[Span, int], ...]
    """Place and unpacked size of each block of data."""


def cabinet(data: memoryview, end: int) -> Cabinet:
    """What the headers of the cabinet ``data[:end]`` account for.

    :raises ParseFailure: where they cannot be followed.
    """
    try:
        return _read(data[:end])
    except (struct.error, ValueError) as error:
        raise ParseFailure("the headers of the cabinet cannot be followed") from error


def _read(data: memoryview) -> Cabinet:
    files_at, folders, files, flags = struct.unpack_from("<16xI6x3H", data)
    at, taken = _HEAD, [Span(0, _HEAD)]
    reserved = struct.unpack_from("<HBB", data, at) if flags & _RESERVED else (0, 0, 0)
    if flags & _RESERVED:
        taken.append(Span(at, 4 + (reserved[0] if reserved[0] <= _LONGEST else 0)))
        at += 4 + reserved[0]
    for _ in range(2 * bool(flags & _BEFORE) + 2 * bool(flags & _AFTER)):
        end = _text_end(data, at)
        taken.append(Span(at, end - at))
        at = end
    found = []
    for _ in range(folders):
        start, count = struct.unpack_from("<IH", data, at)
        blocks = tuple(_blocks(data, start, count, reserved[2]))
        found.append(_Folder(Span(at, _FOLDER + reserved[1]), blocks))
        at += _FOLDER + reserved[1]
    members, files_end = _members(data, files_at, files)
    taken += [Span(files_at, files_end - files_at), *(folder.data for folder in found)]
    taken += [block for folder in found for block, _ in folder.blocks]
    gaps = left_of(Span(0, len(data)), sorted(taken, key=lambda span: span.offset))
    surplus = [fault for number, folder in enumerate(found) for fault in _surplus(folder, members[number])]
    return Cabinet(tuple(gaps), tuple(surplus))


def _text_end(data: memoryview, at: int) -> int:
    return at + bytes(data[at : at + _LONGEST]).index(0) + 1


def _blocks(data: memoryview, at: int, count: int, reserved: int) -> Iterator[tuple[Span, int]]:
    for _ in range(count):
        packed, size = struct.unpack_from("<4xHH", data, at)
        if reserved > _SHORT:
            yield Span(at, _DATA), 0
            yield Span(at + _DATA + reserved, packed), size
        else:
            yield Span(at, _DATA + reserved + packed), size
        at += _DATA + reserved + packed


def _members(data: memoryview, at: int, count: int) -> tuple[dict[int, list[Span]], int]:
    """(folder → the range in it of each member, first byte behind the list)."""
    found: dict[int, list[Span]] = defaultdict(list)
    for _ in range(count):
        size, start, folder = struct.unpack_from("<IIH", data, at)
        found[folder].append(Span(start, size))
        at = _text_end(data, at + _FILE)
    return found, at


def _surplus(folder: _Folder, members: list[Span]) -> Iterator[tuple[Span, str]]:
    for block, size in folder.blocks:
        if size and block.length > size + _DATA + _SHORT + _EXPANDS:
            yield block, f"a block of {block.length:,} bytes for {size:,}"
    total = sum(size for _, size in folder.blocks)
    unused = sum(span.length for span in left_of(Span(0, total), sorted(members, key=lambda span: span.offset)))
    if unused > _SLACK:
        for block, _ in folder.blocks:
            yield block, f"{unused:,} bytes of a folder belong to no member"
