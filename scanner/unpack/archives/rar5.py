"""Blocks of RAR 5 and later ("RAR 5.0 archive format", rarlab.com): CRC-32, then numbers of seven bits a byte."""

from __future__ import annotations

import struct
import zlib

from scanner.types import Span
from scanner.unpack.archives.rar_layout import Block, Broken, Kind

_KINDS = {1: Kind.MAIN, 2: Kind.FILE, 3: Kind.SERVICE, 4: Kind.LOCK, 5: Kind.END}
_LARGEST_HEADER = 2 << 20
_HAS_EXTRA, _HAS_DATA, _BEFORE, _AFTER = 0x01, 0x02, 0x08, 0x10
_HAS_TIME, _HAS_CRC = 0x02, 0x04
_ENCRYPTION, _REDIRECTION = 1, 5
_LONGEST_NUMBER = 10


def block(data: memoryview, at: int) -> Block:
    """The block at ``at``.

    :raises Broken: where none is there, its CRC is wrong or it is cut.
    """
    if at + 7 > len(data):
        raise Broken(at, "the archive is cut within a block header")
    window = bytes(data[at + 4 : at + 7])
    size, used = _number(window, 0, at)
    if not 2 <= size <= _LARGEST_HEADER:
        raise Broken(at, f"no RAR block begins at {at:#x}")
    end = at + 4 + used + size
    if end > len(data):
        raise Broken(at, "the archive is cut within a block header")
    head = bytes(data[at:end])
    if zlib.crc32(head[4:]) != struct.unpack_from("<L", head)[0]:
        raise Broken(at, f"the CRC of the block header at {at:#x} is wrong")
    return _fields(head, 4 + used, at)


def _fields(head: bytes, position: int, at: int) -> Block:
    kind, position = _number(head, position, at)
    flags, position = _number(head, position, at)
    extra = length = 0
    if flags & _HAS_EXTRA:
        extra, position = _number(head, position, at)
    if flags & _HAS_DATA:
        length, position = _number(head, position, at)
    if extra > len(head) - position:
        raise Broken(at, f"the extra area of the block at {at:#x} is longer than its header")
    span = Span(at, len(head))
    data, known = Span(span.end, length), _KINDS.get(kind, Kind.OTHER)
    own, _ = _number(head, position, at) if position < len(head) - extra else (0, position)
    if known in {Kind.FILE, Kind.SERVICE}:
        found = _records(head, len(head) - extra, at)
        name, stored, crc = _name(head, position, at)
        before, after, encrypted = bool(flags & _BEFORE), bool(flags & _AFTER), _ENCRYPTION in found
        return Block(known, span, data, name, encrypted, stored, before, after, _REDIRECTION in found, crc=crc)
    return Block(
        known, span, data, after=known is Kind.END and bool(own & 1), volume=known is Kind.MAIN and bool(own & 1)
    )


def _name(head: bytes, position: int, at: int) -> tuple[str, bool, int | None]:
    """(name, whether the data is stored, its CRC-32 if any) of a file or service block from its own fields on."""
    flags, position = _number(head, position, at)
    _, position = _number(head, position, at)
    _, position = _number(head, position, at)
    position += 4 * bool(flags & _HAS_TIME)
    crc = int.from_bytes(head[position : position + 4], "little") if flags & _HAS_CRC else None
    position += 4 * bool(flags & _HAS_CRC)
    compression, position = _number(head, position, at)
    _, position = _number(head, position, at)
    length, position = _number(head, position, at)
    return head[position : position + length].decode("utf-8", "replace"), not compression >> 7 & 7, crc


def _records(head: bytes, position: int, at: int) -> set[int]:
    """Types of the records in the extra area."""
    found = set()
    while position < len(head):
        size, position = _number(head, position, at)
        if not size:
            break
        found.add(_number(head, position, at)[0])
        position += size
    return found


def _number(data: bytes, position: int, at: int) -> tuple[int, int]:
    """(value, position behind it)."""
    value = shift = 0
    for index in range(position, min(position + _LONGEST_NUMBER, len(data))):
        value |= (data[index] & 0x7F) << shift
        shift += 7
        if not data[index] & 0x80:
            return value, index + 1
    raise Broken(at, f"a number in the block header at {at:#x} has no end")
