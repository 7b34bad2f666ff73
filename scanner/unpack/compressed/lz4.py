"""LZ4 streams: frames (lz4_Frame_format.md of the lz4 project), legacy frames (Linux kernels) and skippable frames."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from typing import ClassVar

from scanner.formats.checks import number
from scanner.formats.source import Source
from scanner.types import ParseFailure
from scanner.unpack.compressed.codecs import ENDS_EARLY, Decoded
from scanner.unpack.compressed.skippable import is_skippable, skippable_frame
from scanner.unpack.compressed.streams import Carver
from scanner.unpack.outlet import Outlet

FRAME, LEGACY = b"\x04\x22\x4d\x18", b"\x02\x21\x4c\x18"
LEGACY_BLOCK = 8 << 20
"""Decoded bytes of every block of a legacy frame but the last."""
LEGACY_BOUND = LEGACY_BLOCK + LEGACY_BLOCK // 255 + 16
"""The most bytes that an encoder makes of one block (``LZ4_compressBound``)."""


class Lz4Engine:
    """One LZ4 frame as an engine of :mod:`~scanner.unpack.compressed.codecs`; the library verifies its checksums."""

    def __init__(self) -> None:
        import lz4.frame

        self._frame = lz4.frame.LZ4FrameDecompressor()

    @property
    def eof(self) -> bool:
        """The end mark and the checksum were seen."""
        return bool(self._frame.eof)

    @property
    def needs_input(self) -> bool:
        """Nothing more can come out without more input."""
        return bool(self._frame.needs_input)

    @property
    def unused_data(self) -> bytes:
        """Input after the end of the frame."""
        return bytes(self._frame.unused_data or b"")

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """At most ``max_length`` decoded bytes.

        :raises ValueError: for broken data, as the other engines do.
        """
        try:
            return bytes(self._frame.decompress(data, max_length))
        except RuntimeError as error:
            raise ValueError(str(error)) from error


class Legacy:
    """The decoded blocks of the legacy frame at ``data[start:limit]``; iterate once, then ``end`` is behind it.

    The frame has no end mark: it ends with the data, at another frame's magic number, or behind a block that decodes to
    less than 8 MiB. Linux appends the decoded size (four bytes), which is told from a block by its value.
    """

    def __init__(self, data: memoryview, start: int, limit: int) -> None:
        self.end = start + 4
        self.size = 0
        self.crc = 0
        self._data, self._limit = data, limit

    def __iter__(self) -> Iterator[bytes]:
        block = b""
        while self._goes_on(len(block)):
            block = self._block()
            self.size += len(block)
            self.crc = zlib.crc32(block, self.crc)
            yield block

    def _goes_on(self, last: int) -> bool:
        if self.end == self._limit and self.size:
            return False
        if self.size and last < LEGACY_BLOCK:
            return False
        word = number(self._data[: self._limit], self.end, "<I")
        # A first block must be there; later anything that cannot be a block is the end.
        return not self.size or (0 < word <= LEGACY_BOUND and word != self.size)

    def _block(self) -> bytes:
        import lz4.block

        length, start = number(self._data[: self._limit], self.end, "<I"), self.end + 4
        if length < 0 or start + length > self._limit:
            raise ParseFailure(ENDS_EARLY)
        if not 0 < length <= LEGACY_BOUND:
            raise ParseFailure(f"a block of {length:,} bytes in a legacy lz4 frame")
        try:
            block = lz4.block.decompress(bytes(self._data[start : start + length]), uncompressed_size=LEGACY_BLOCK)
        except lz4.block.LZ4BlockError as error:
            raise ParseFailure(f"the compressed data is broken: {error}") from error
        self.end = start + length
        return bytes(block)


class Lz4:
    """LZ4; frames in a row make one file, the content of skippable frames is a child of its own."""

    NAME: ClassVar[str] = "lz4"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"lz4"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Checksums are optional in the format, and legacy frames have none: a changed bit can go unnoticed.",
        "A legacy frame has no end mark: one that is cut at a block's end counts as whole.",
        "Frames that need a dictionary are not unpacked.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(_frames(carver))


def _frames(carver: Carver) -> Iterator[bytes]:
    data, size = carver.source.data, carver.source.size
    while carver.at < size:
        magic = carver.source.read(carver.at, 4)
        if magic in (FRAME, LEGACY):
            carver.at = yield from _frame(data, carver.at, size, magic)
        elif is_skippable(data, carver.at):
            carver.at = skippable_frame(carver.source, carver.outlet, carver.at)
        else:
            return


def _frame(data: memoryview, start: int, size: int, magic: bytes) -> Generator[bytes, None, int]:
    stream = Legacy(data, start, size) if magic == LEGACY else Decoded(data, start, size, Lz4Engine())
    yield from stream
    return stream.end
