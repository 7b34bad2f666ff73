"""Headers of the cpio formats (cpio(5), Linux Documentation/driver-api/early-userspace/buffer-format.rst)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import Span

TRAILER = b"TRAILER!!!"
_NEWC, _CRC, _OCTAL = b"070701", b"070702", b"070707"
_OCTAL_FIELDS = (6, 6, 6, 6, 6, 6, 6, 11, 6, 11)


@dataclass(frozen=True, slots=True)
class Header:
    """One member. ``data`` is the offset of its content, ``next`` that of the next header."""

    mode: int
    links: int
    inode: int
    size: int
    name: Span
    data: int
    next: int
    check: int | None = None
    """Sum of the content's bytes, where the format states it."""


def header(source: Source, at: int) -> Header | None:
    """The header at ``at``, or None where there is none or its name passes the end."""
    magic = source.read(at, 6)
    if magic in {_NEWC, _CRC}:
        found = _hexadecimal(source.read(at, 110), at)
    elif magic == _OCTAL:
        found = _octal(source.read(at, 76), at)
    elif magic[:2] in {b"\xc7\x71", b"\x71\xc7"}:
        found = _binary(source.read(at, 26), at)
    else:
        return None
    if found is None or not found.name.length or max(found.name.end, found.data) > source.size:
        return None
    return found


def _up(value: int, unit: int) -> int:
    return -(-value // unit) * unit


def _hexadecimal(raw: bytes, at: int) -> Header | None:
    try:
        numbers = [int(raw[start : start + 8], 16) for start in range(6, 110, 8)]
    except ValueError:
        return None
    if len(raw) < 110 or min(numbers) < 0:
        return None
    inode, mode, _, _, links, _, size, _, _, _, _, name, check = numbers
    # Everything is aligned to four bytes, counted from the archive's start: headers themselves stand aligned.
    data = at + _up(110 + name, 4)
    end = data + _up(size, 4)
    return Header(mode, links, inode, size, Span(at + 110, name), data, end, check if raw[:6] == _CRC else None)


def _octal(raw: bytes, at: int) -> Header | None:
    numbers, position = [], 6
    try:
        for width in _OCTAL_FIELDS:
            numbers.append(int(raw[position : position + width], 8))
            position += width
    except ValueError:
        return None
    if len(raw) < 76 or min(numbers) < 0:
        return None
    _, inode, mode, _, _, links, _, _, name, size = numbers
    data = at + 76 + name
    return Header(mode, links, inode, size, Span(at + 76, name), data, data + size)


def _binary(raw: bytes, at: int) -> Header | None:
    if len(raw) < 26:
        return None
    words = struct.unpack("<13H" if raw[:2] == b"\xc7\x71" else ">13H", raw)
    _, _, inode, mode, _, _, links, _, _, _, name, high, low = words
    size = high << 16 | low
    data = at + 26 + _up(name, 2)
    return Header(mode, links, inode, size, Span(at + 26, name), data, data + _up(size, 2))
