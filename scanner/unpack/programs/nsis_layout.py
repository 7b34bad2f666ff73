"""What follows the program of a Nullsoft installer (NSIS ``Source/exehead/fileform.h``) and 7-Zip does not tell."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import LimitReached, ParseFailure, Span
from scanner.unpack.compressed.codecs import FEED, Decoded, Engine, Inflater, lzma_engine, lzma_header

SIGNATURE = b"\xef\xbe\xad\xdeNullsoftInst"
FIRST = 28
_NO_CRC, _FORCE_CRC = 4, 8
_PACKED = 0x80000000
_MOST_BLOCKS = 1 << 20
_LARGEST_HEADER = 64 << 20
_SKIPPED = 512
"""Bytes at the start of the program that the checksum leaves out."""


@dataclass(frozen=True, slots=True)
class First:
    """The first header: ``length`` counts everything from it to the checksum, which is the last four bytes."""

    checked: bool
    header: int
    length: int


def first_header(data: memoryview) -> First:
    """The header at the start of ``data``.

    :raises ParseFailure: where it is cut or contradicts itself.
    """
    if len(data) < FIRST + 4:
        raise ParseFailure("the installer's data is cut within its first header")
    flags, header, length = struct.unpack_from("<L16x2L", data)
    if length < FIRST:
        raise ParseFailure("the installer's first header contradicts itself")
    return First(bool(flags & _FORCE_CRC) or not flags & _NO_CRC, header, length)


def checksum_holds(program: memoryview, start: int, length: int) -> bool:
    """Whether the CRC-32 at the end agrees with the program's bytes, the first 512 left out, and the data."""
    end = start + length - 4
    value = 0
    for position in range(min(_SKIPPED, start), end, 1 << 20):
        value = zlib.crc32(program[position : min(position + (1 << 20), end)], value)
    stored: int = struct.unpack_from("<L", program, end)[0]
    return value == stored


def blocks(data: memoryview, end: int) -> list[Span] | None:
    """The packed blocks of an installer that packs every file by itself, header first; None for a solid one.

    :raises LimitReached: for more of them than any installer has.
    """
    found: list[Span] = []
    position = FIRST
    if position + 4 > end or _solid(data):
        return None
    while position + 4 <= end:
        if len(found) > _MOST_BLOCKS:
            raise LimitReached(f"more than {_MOST_BLOCKS:,} packed blocks in an installer")
        (size,) = struct.unpack_from("<L", data, position)
        span = Span(position + 4, size & ~_PACKED)
        found.append(span)
        position = span.end
    return found


def decoded(data: memoryview, span: Span, size: int | None) -> Iterator[bytes]:
    """A packed block, by LZMA or deflate.

    :raises ParseFailure: where it breaks, or is of NSIS's own bzip2.
    """
    head = bytes(data[span.offset : min(span.offset + 7, span.end)])
    start, engine = span.offset, _engine(head, size)
    if isinstance(engine, Inflater):
        return iter(Decoded(data, start, span.end, engine))
    return iter(Decoded(data, start + 5, span.end, engine))


def header_bytes(data: memoryview, first: First, end: int) -> bytes:
    """The script's tables and texts, unpacked; what came of them where the packed data breaks."""
    solid = _solid(data)
    at = FIRST if solid else FIRST + 4
    wanted = min(first.header + 4 * solid, _LARGEST_HEADER)
    result = b""
    try:
        engine = _engine(bytes(data[at : at + 7]), None if solid else first.header)
        at += 0 if isinstance(engine, Inflater) else 5
        while len(result) < wanted and not engine.eof and (at < end or not engine.needs_input):
            feed = bytes(data[at : min(at + FEED, end)]) if engine.needs_input else b""
            at += len(feed)
            result += engine.decompress(feed, wanted - len(result))
    except (ParseFailure, zlib.error, lzma.LZMAError):
        return result
    return result


def _solid(data: memoryview) -> bool:
    """Everything is one stream: it begins at once, where else the marked size of the header's block stands."""
    return _is_lzma(bytes(data[FIRST : FIRST + 7])) or data[FIRST + 3] != _PACKED >> 24


def _is_lzma(head: bytes) -> bool:
    """Usual properties, a dictionary of whole 64 KiB, and the zero with which the coder begins."""
    return len(head) > 6 and head[:3] == b"\x5d\0\0" and not head[5] and not head[6] & 0x80


def _engine(head: bytes, size: int | None) -> Engine:
    if not _is_lzma(head):
        return Inflater()
    engine = lzma_engine()
    try:
        engine.decompress(lzma_header(head[:5], size), 0)
    except lzma.LZMAError as error:
        raise ParseFailure(f"LZMA properties are broken: {error}") from error
    return engine
