"""Android sparse images (AOSP ``system/core/libsparse/sparse_format.h``): chunks that make one raw image."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.tail import hand_over_tail

HEADER, CHUNK_HEADER = 28, 12
RAW, FILL, DONT_CARE, CHECKSUM = 0xCAC1, 0xCAC2, 0xCAC3, 0xCAC4
LARGEST_BLOCK = 1 << 26
PIECE = 1 << 20
CUT = "the image is cut"


class AndroidSparse:
    """The raw image is one child; holes of it are zeros."""

    NAME: ClassVar[str] = "android-sparse"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"android-sparse"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Checksums are optional in the format, and most tools write none: a changed bit can go unnoticed.",
        "Of an image in several files each part is read by itself, holes in the place of the others.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Write the raw image; of a broken one what stands before the break."""
        chunks = Chunks(source.data)
        if chunks.extra.length:
            outlet.field("header", chunks.extra.offset, chunks.extra.length)
        try:
            outlet.stream("image", chunks)
        except (ParseFailure, LimitReached):
            outlet.carried(0, chunks.at)
            raise
        outlet.carried(0, chunks.at)
        if chunks.wide:
            # what is longer than the format's own headers is in no file
            outlet.stream(".headers", (source.read(at, length) for at, length in chunks.wide))
        if chunks.problem:
            outlet.state(0, chunks.at, ByteState.FAILED, chunks.problem)
        hand_over_tail(source, outlet, chunks.at)


class Chunks:
    """The raw image's bytes; iterate once. ``at`` is the first byte behind the chunks that came out whole."""

    def __init__(self, data: memoryview) -> None:
        if len(data) < HEADER:
            raise ParseFailure("the header is cut off")
        head = struct.unpack_from("<4xHHHHIIII", data)
        major, _, self._header, self._chunk_header, self._block, self._blocks, self._count, self._expected = head
        if major != 1 or self._header < HEADER or self._chunk_header < CHUNK_HEADER:
            raise ParseFailure(f"version {major} with headers of {self._header} and {self._chunk_header} bytes")
        if not 4 <= self._block <= LARGEST_BLOCK or self._block % 4:
            raise ParseFailure(f"blocks of {self._block:,} bytes")
        self.extra = Span(HEADER, min(self._header, len(data)) - HEADER)
        self.at = min(self._header, len(data))
        self.problem = ""
        self.wide: list[tuple[int, int]] = []
        """(offset, bytes) of what chunk headers have beyond their known fields."""
        self._data = data
        self._crc = 0

    def __iter__(self) -> Iterator[bytes]:
        done = 0
        for _ in range(self._count):
            if self.at + self._chunk_header > len(self._data):
                raise ParseFailure(CUT)
            kind, blocks, total = struct.unpack_from("<HxxII", self._data, self.at)
            if self._chunk_header > CHUNK_HEADER:
                self.wide.append((self.at + CHUNK_HEADER, self._chunk_header - CHUNK_HEADER))
            for block in self._chunk(kind, blocks * self._block, total):
                self._crc = zlib.crc32(block, self._crc)
                yield block
            done += blocks
            self.at += total
        if done != self._blocks:
            self.problem = f"{self._blocks:,} blocks are announced, {done:,} are there"
        elif self._expected not in (0, self._crc):
            self.problem = "the image's checksum is wrong"

    def _chunk(self, kind: int, size: int, total: int) -> Iterator[bytes]:
        """Bytes of the raw image that a chunk of ``total`` bytes with its header stands for: ``size`` of them."""
        body, start = total - self._chunk_header, self.at + self._chunk_header
        expected = {RAW: size, FILL: 4, DONT_CARE: 0, CHECKSUM: 4}.get(kind)
        if expected is None or body != expected or (kind == CHECKSUM and size):
            raise ParseFailure(f"a chunk of type {kind:#06x} has {body:,} bytes for {size:,}")
        here = self._data[start : start + body]
        if kind == RAW:
            yield from (bytes(here[at : at + PIECE]) for at in range(0, len(here), PIECE))
        if len(here) < body:
            raise ParseFailure(CUT)
        if kind == CHECKSUM:
            if int.from_bytes(here, "little") != self._crc:
                raise ParseFailure("the checksum of what came before is wrong")
        elif kind != RAW:
            yield from repeated(bytes(here) if kind == FILL else bytes(4), size)


def repeated(word: bytes, size: int) -> Iterator[bytes]:
    """``size`` bytes of ``word`` (four bytes) again and again; ``size`` is a multiple of four."""
    whole = word * (min(size, PIECE) // 4)
    for done in range(0, size, PIECE):
        yield whole if size - done >= PIECE else word * ((size - done) // 4)
