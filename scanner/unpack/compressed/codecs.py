"""Decoders of compressed streams with bounded output and an exact end, for every reader that meets such a stream."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator
from typing import Protocol

from scanner.types import LimitReached, ParseFailure

FEED = 1 << 16
BLOCK = 1 << 20
DICTIONARY_LIMIT = 512 << 20
"""Bytes of memory that one decoder may ask for; a header can claim 4 GB."""
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ENDS_EARLY = "the compressed data ends early"


class Engine(Protocol):
    """What ``bz2`` and ``lzma`` decompressors offer; :class:`Inflater` gives zlib the same face."""

    @property
    def eof(self) -> bool:
        """The end mark of the stream was seen."""

    @property
    def needs_input(self) -> bool:
        """Nothing more can come out without more input."""

    @property
    def unused_data(self) -> bytes:
        """Input after the end of the stream."""

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """At most ``max_length`` decoded bytes."""


class Inflater:
    """Raw deflate (RFC 1951) as an :class:`Engine`; with positive ``window`` bits a zlib stream (RFC 1950)."""

    def __init__(self, window: int = -zlib.MAX_WBITS) -> None:
        self._zlib = zlib.decompressobj(window)
        self._full = False

    @property
    def eof(self) -> bool:
        """The last block of the stream was seen."""
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        """No input and, since the last block was not filled, no output is pending."""
        return not (self._zlib.unconsumed_tail or self._full or self._zlib.eof)

    @property
    def unused_data(self) -> bytes:
        """Input after the end of the stream."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """At most ``max_length`` decoded bytes."""
        tail = self._zlib.unconsumed_tail
        block = self._zlib.decompress(tail + data if tail else data, max(0, max_length))
        self._full = len(block) == max_length
        return block


class Decoded:
    """The decoded blocks of one stream that starts at ``data[start]`` and may not pass ``limit``; iterate once.

    Afterwards ``end`` is the first offset behind the stream, ``size`` and ``crc`` describe what came out. With
    ``expect`` = (size, CRC-32; either may be None) a difference is a :class:`ParseFailure` after the last block.
    """

    def __init__(
        self,
        data: memoryview,
        start: int,
        limit: int,
        engine: Engine,
        expect: tuple[int | None, int | None] = (None, None),
    ) -> None:
        self.end = start
        self.size = 0
        self.crc = 0
        self._data, self._limit, self._engine, self._expect = data, limit, engine, expect

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._blocks()
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            raise _meaning(error) from error
        verify(self.size, self.crc, self._expect)

    def _blocks(self) -> Iterator[bytes]:
        engine = self._engine
        while not engine.eof:
            feed = b""
            if engine.needs_input:
                feed = bytes(self._data[self.end : min(self.end + FEED, self._limit)])
                if not feed:
                    raise ParseFailure(ENDS_EARLY)
                self.end += len(feed)
            block = engine.decompress(feed, BLOCK)
            if block:
                self.size += len(block)
                self.crc = zlib.crc32(block, self.crc)
                yield block
        self.end -= len(engine.unused_data)


def verify(size: int, crc: int, expect: tuple[int | None, int | None]) -> None:
    """Compare what came out with what the container says.

    :raises ParseFailure: with both values in words.
    """
    if expect[0] is not None and expect[0] != size:
        raise ParseFailure(f"{size:,} bytes came out where {expect[0]:,} were announced")
    if expect[1] is not None and expect[1] != crc:
        raise ParseFailure(f"CRC-32 is {crc:08x} where {expect[1]:08x} was announced")


def _meaning(error: Exception) -> ParseFailure | LimitReached:
    if "emory usage limit" in str(error):
        return LimitReached(f"its decoder needs more than {DICTIONARY_LIMIT:,} bytes of memory")
    return ParseFailure(f"the compressed data is broken: {error}")


def zlib_engine() -> Engine:
    """One zlib stream with its own checksum."""
    return Inflater(zlib.MAX_WBITS)


def bzip2_engine() -> Engine:
    """One bzip2 stream."""
    return bz2.BZ2Decompressor()


def xz_engine() -> Engine:
    """One xz stream with its own integrity check."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=DICTIONARY_LIMIT)


def lzma_engine() -> Engine:
    """One stream of the old ``.lzma`` format: 13-byte header, no integrity data."""
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=DICTIONARY_LIMIT)


class Zstd:
    """The decoded blocks of the zstd frame at ``data[start:end]``, whose end :func:`zstd_frame_end` has told."""

    def __init__(
        self, data: memoryview, start: int, end: int, expect: tuple[int | None, int | None] = (None, None)
    ) -> None:
        self.end = end
        self.size = 0
        self.crc = 0
        self._data, self._start, self._expect = data, start, expect

    def __iter__(self) -> Iterator[bytes]:
        import zstandard

        decoder = zstandard.ZstdDecompressor(max_window_size=DICTIONARY_LIMIT)
        try:
            with decoder.stream_reader(self._data[self._start : self.end], read_across_frames=False) as reader:
                while block := reader.read(BLOCK):
                    self.size += len(block)
                    self.crc = zlib.crc32(block, self.crc)
                    yield block
        except zstandard.ZstdError as error:
            if "memory" in str(error):
                raise LimitReached(f"its decoder needs more than {DICTIONARY_LIMIT:,} bytes of memory") from error
            raise ParseFailure(f"the compressed data is broken: {error}") from error
        verify(self.size, self.crc, self._expect)


def zstd_frame_end(data: memoryview, start: int, limit: int, blocks: int = 0) -> int:
    """First offset behind the zstd frame at ``start`` (RFC 8878, section 3.1.1), found without decoding it.

    :raises ParseFailure: for a frame that is broken, passes ``limit``, or has more than ``blocks`` blocks (0: any).
    """
    if start + 5 > limit:
        raise ParseFailure(ENDS_EARLY)
    descriptor = data[start + 4]
    single = descriptor >> 5 & 1
    if descriptor & 8:
        raise ParseFailure("a reserved bit of the zstd frame header is set")
    window_and_dictionary = (not single) + (0, 1, 2, 4)[descriptor & 3]
    position = start + 5 + window_and_dictionary + (single, 2, 4, 8)[descriptor >> 6]
    last = 0
    while not last:
        blocks -= 1
        if position + 3 > limit or not blocks:
            raise ParseFailure(ENDS_EARLY)
        head = int.from_bytes(data[position : position + 3], "little")
        last, kind = head & 1, head >> 1 & 3
        if kind == 3:
            raise ParseFailure("a zstd block has the reserved type")
        position += 3 + (1 if kind == 1 else head >> 3)
    position += 4 * (descriptor >> 2 & 1)
    if position > limit:
        raise ParseFailure(ENDS_EARLY)
    return position


def lzma_header(properties: bytes, size: int | None) -> bytes:
    """The ``.lzma`` header for a raw stream with 5 bytes of ``properties``; ``size`` None: it has an end mark."""
    return properties + struct.pack("<Q", (1 << 64) - 1 if size is None else size)
