"""Blocks of RAR 1.5 to 4 (``technote.txt`` of RAR 4): two bytes of CRC-32, type, flags, size."""

from __future__ import annotations

import struct
import zlib

from scanner.types import Span
from scanner.unpack.archives.rar_layout import Block, Broken, Kind

_HEAD = struct.Struct("<HBHH")
_FILE = struct.Struct("<LLBLLBBHL")
_LONG, _LARGE = 0x8000, 0x0100
_KINDS = {0x72: Kind.OTHER, 0x73: Kind.MAIN, 0x74: Kind.FILE, 0x7A: Kind.SERVICE, 0x7B: Kind.END}
_MAIN_COMMENT, _MAIN_LOCK, _MAIN_VOLUME, _MAIN_NEW_NAMES = 0x02, 0x80, 0x01, 0x10
_BEFORE, _AFTER, _ENCRYPTED, _FILE_COMMENT, _SALT = 0x01, 0x02, 0x04, 0x08, 0x0400
_STORED, _FIRST_WITH_END = 0x30, 29
_UNIX, _LINK = 3, 0o120000
_MAIN_SIZE = 13
_CRC_WITH_DATA = {0x75, 0x77}
"""Old comments and sub-blocks, some of which count their data into the header's CRC."""


def block(data: memoryview, at: int) -> Block:
    """The block at ``at``.

    :raises Broken: where none is there, its CRC is wrong or it is cut.
    """
    if at + _HEAD.size > len(data):
        raise Broken(at, "the archive is cut within a block header")
    crc, kind, flags, size = _HEAD.unpack_from(data, at)
    more = flags & _LONG or kind in (0x74, 0x7A)
    if kind not in range(0x72, 0x7C) or size < _HEAD.size + (4 if more else 0):
        raise Broken(at, f"no RAR block begins at {at:#x}")
    if at + size > len(data):
        raise Broken(at, "the archive is cut within a block header")
    head = bytes(data[at : at + size])
    if kind in (0x74, 0x7A) and size < _HEAD.size + _FILE.size:
        raise Broken(at, f"the header of a member at {at:#x} is too short")
    if kind not in _CRC_WITH_DATA and zlib.crc32(head[2 : _crc_end(head, kind, flags)]) & 0xFFFF != crc:
        raise Broken(at, f"the CRC of the block header at {at:#x} is wrong")
    span = Span(at, size)
    if kind in (0x74, 0x7A):
        return _member(head, span, kind, flags)
    length = struct.unpack_from("<L", head, 7)[0] if flags & _LONG else 0
    volume, old = bool(flags & _MAIN_VOLUME), not flags & _MAIN_NEW_NAMES
    if kind == 0x73 and flags & _MAIN_LOCK:
        return Block(Kind.LOCK, span, Span(span.end, 0), volume=volume, old_names=old)
    end_of_part = kind == 0x7B and bool(flags & 1)
    return Block(
        _KINDS.get(kind, Kind.OTHER), span, Span(span.end, length), after=end_of_part, volume=volume, old_names=old
    )


def _crc_end(head: bytes, kind: int, flags: int) -> int:
    """The CRC of a header does not cover a comment inside it."""
    if kind == 0x73 and flags & _MAIN_COMMENT:
        return _MAIN_SIZE
    if kind == 0x74 and flags & _FILE_COMMENT:
        names: int = struct.unpack_from("<H", head, 26)[0]
        return _fixed(head, flags) + names + (8 if flags & _SALT else 0)
    if kind == 0x79:
        return 15
    return 14 if kind == 0x76 else len(head)


def _fixed(head: bytes, flags: int) -> int:
    return 40 if flags & _LARGE and len(head) >= 40 else 32


def _member(head: bytes, span: Span, kind: int, flags: int) -> Block:
    packed, _, system, crc, _, version, method, names, mode = _FILE.unpack_from(head, _HEAD.size)
    start = _fixed(head, flags)
    if start == 40:
        packed |= struct.unpack_from("<L", head, 32)[0] << 32
    name = head[start : start + names].split(b"\0", 1)[0].decode("utf-8", "replace")
    return Block(
        _KINDS[kind],
        span,
        Span(span.end, packed),
        name,
        bool(flags & _ENCRYPTED),
        method == _STORED,
        bool(flags & _BEFORE),
        bool(flags & _AFTER),
        system == _UNIX and mode & 0o170000 == _LINK,
        crc=crc,
        end_expected=version >= _FIRST_WITH_END,
    )
