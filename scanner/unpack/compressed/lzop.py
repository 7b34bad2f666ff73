"""Files of the program lzop: a header with a checksum, then blocks of LZO1X with checksums (lzop 1.04, lzop.c)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.checks import number
from scanner.formats.source import Source
from scanner.types import LimitReached, ParseFailure
from scanner.unpack.compressed.codecs import ENDS_EARLY
from scanner.unpack.compressed.streams import Carver
from scanner.unpack.outlet import Outlet

MAGIC = b"\x89LZO\x00\r\n\x1a\n"
ADLER_D, ADLER_C, EXTRA, CRC_D, CRC_C, FILTER, HEADER_CRC = 1, 2, 0x40, 0x100, 0x200, 0x800, 0x1000
METHODS = (1, 2, 3)
"""LZO1X in three strengths; all decode alike."""
BLOCK_LIMIT = 64 << 20
"""Decoded bytes that lzop itself allows in a block."""
PACKED_LIMIT = 1 << 20
"""Packed bytes of a block that are decoded: LZO grows at most 255-fold, and the library decodes a block at once."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the header says about the blocks, and where they begin."""

    flags: int
    blocks: int


class Lzop:
    """lzop; files one behind the other make one."""

    NAME: ClassVar[str] = "lzop"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"lzop"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Blocks of more than 1 MiB packed bytes (lzop writes 256 KiB) are not unpacked.",
        "Files packed with a filter or with a method other than LZO1X are not unpacked.",
        "Checksums are optional in the format: without one a changed bit can go unnoticed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(_files(carver))


def _files(carver: Carver) -> Iterator[bytes]:
    while True:
        stream = LzopFile(carver.source.data, carver.at, carver.source.size)
        yield from stream
        carver.at = stream.end
        if carver.source.read(carver.at, len(MAGIC)) != MAGIC:
            return


class LzopFile:
    """The decoded blocks of the lzop file at ``data[start:limit]``; iterate once, then ``end`` is behind it."""

    def __init__(self, data: memoryview, start: int, limit: int) -> None:
        self.end = start
        self._data = data[:limit]

    def __iter__(self) -> Iterator[bytes]:
        head = read_head(self._data, self.end)
        self.end = head.blocks
        while size := self._word():
            yield self._block(size, head.flags)

    def _word(self) -> int:
        value = number(self._data, self.end, ">I")
        if value < 0:
            raise ParseFailure(ENDS_EARLY)
        self.end += 4
        return value

    def _block(self, size: int, flags: int) -> bytes:
        packed = self._word()
        if packed > size or size > BLOCK_LIMIT:
            raise ParseFailure(f"a block of {packed:,} bytes that become {size:,}")
        if packed < size and packed > PACKED_LIMIT:
            raise LimitReached(f"a block of {packed:,} packed bytes is larger than {PACKED_LIMIT:,}")
        plain = self._sums(flags, ADLER_D, CRC_D)
        coded = self._sums(flags, ADLER_C, CRC_C) if packed < size else ()
        raw = bytes(self._data[self.end : self.end + packed])
        if len(raw) < packed:
            raise ParseFailure(ENDS_EARLY)
        self.end += packed
        _compare(raw, coded)
        block = _decoded(raw, size) if packed < size else raw
        _compare(block, plain)
        return block

    def _sums(self, flags: int, adler: int, crc: int) -> tuple[tuple[bool, int], ...]:
        """(is a CRC-32, value) of the checksums that ``flags`` announces."""
        return tuple((flag == crc, self._word()) for flag in (adler, crc) if flags & flag)


def read_head(data: memoryview, start: int) -> Head:
    """The header at ``start``.

    :raises ParseFailure: where it is cut, its checksum is wrong or it asks for what is not supported.
    """
    version = number(data, start + 9, ">H")
    new = version >= 0x0940
    method, at = number(data, start + (15 if new else 13), "B"), start + (17 if new else 14)
    flags = number(data, at, ">I")
    at += (8 if flags & FILTER else 4) + (12 if new else 8)
    at += 1 + max(0, number(data, at, "B"))
    _check(data, start + len(MAGIC), at, flags)
    at += 4
    if flags & EXTRA:
        end = at + 4 + number(data, at, ">I")
        _check(data, at, end, flags)
        at = end + 4
    if method not in METHODS or flags & FILTER:
        raise ParseFailure(f"method {method} of lzop, or a filter, is not supported")
    return Head(flags, at)


def _check(data: memoryview, start: int, end: int, flags: int) -> None:
    expected = number(data, end, ">I")
    if expected < 0 or end < start:
        raise ParseFailure(ENDS_EARLY)
    measure = zlib.crc32 if flags & HEADER_CRC else zlib.adler32
    if measure(data[start:end]) != expected:
        raise ParseFailure("the checksum of the lzop header is wrong")


def _compare(block: bytes, sums: tuple[tuple[bool, int], ...]) -> None:
    for is_crc, expected in sums:
        value = zlib.crc32(block) if is_crc else zlib.adler32(block)
        if value != expected:
            raise ParseFailure(f"a block's checksum is {value:08x} where {expected:08x} was announced")


def _decoded(raw: bytes, size: int) -> bytes:
    import lzallright

    try:
        block = bytes(lzallright.LZOCompressor.decompress(raw, size))
    except lzallright.LZOError as error:
        # The exception's text repeats the data: only its type is told.
        raise ParseFailure(f"the compressed data is broken: {type(error).__name__}") from error
    if len(block) != size:
        raise ParseFailure(f"{len(block):,} bytes came out of a block where {size:,} were announced")
    return block
