"""PNG (ISO/IEC 15948): chunks with checksums; the picture data must be complete zlib streams of the picture's size."""

from __future__ import annotations

import zlib
from typing import ClassVar

from scanner.formats.checks import number
from scanner.types import ParseFailure
from scanner.unpack.media.walked import MEDIA_LIMITATION, Aside, Walk, Walked, need
from scanner.unpack.outlet import Outlet

ASIDE = frozenset(
    b"PLTE tRNS cHRM gAMA iCCP sBIT sRGB cICP tEXt zTXt iTXt bKGD hIST pHYs sPLT eXIf tIME".split()
    + b"acTL oFFs pCAL sCAL sTER vpAg".split()
)
"""Known chunks beside the picture data."""
PICTURE = frozenset({b"IHDR", b"IDAT", b"IEND", b"fcTL", b"fdAT"})
INFLATE_STEP = 1 << 20
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type → samples a pixel."""
PASSES = 7


def walk(data: memoryview, outlet: Outlet) -> int:
    """Chunk by chunk to IEND; chunks of unknown type become children."""
    position, kind, frame = 8, b"", _Frame(_most(data, 16))
    aside = Aside(outlet)
    outlet.parsed(0, 8)
    while kind != b"IEND":
        length = number(data, position, ">I")
        chunk = need(data, position + 4, length + 4 if length >= 0 else -1, "a chunk")
        kind = chunk[:4]
        if zlib.crc32(chunk) != number(data, position + 8 + length, ">I"):
            raise ParseFailure(f"chunk {kind!r} at {position:#x} has a wrong checksum")
        frame = _picture(frame, kind, chunk, data, position)
        _declare(outlet, aside, position, length, kind)
        position += 12 + length
    frame.finish()
    return position


def _most(data: memoryview, at: int) -> int:
    """Bytes that rows of the size at ``at`` take, each with its filter byte; generous where they are interlaced."""
    width, height = number(data, at, ">I"), number(data, at + 4, ">I")
    depth, colours, interlaced = (number(data, place, "B") for place in (24, 25, 28))
    row = (max(0, width) * max(0, depth) * CHANNELS.get(colours, 0) + 7) // 8 + 1
    return row * max(0, height) + (PASSES * (row + 2 * max(0, height)) if interlaced else 0)


def _picture(frame: _Frame, kind: bytes, chunk: bytes, data: memoryview, position: int) -> _Frame:
    """The frame that goes on behind this chunk."""
    if kind == b"IDAT":
        frame.feed(chunk[4:])
    elif kind == b"fdAT":
        frame.feed(chunk[8:])
    elif kind == b"fcTL" and frame.fed:
        frame.finish()
        return _Frame(_most(data, position + 12))
    return frame


def _declare(outlet: Outlet, aside: Aside, position: int, length: int, kind: bytes) -> None:
    outlet.parsed(position, 8)
    if kind in PICTURE:
        outlet.parsed(position + 8, length)
    elif kind in ASIDE:
        aside.take(b"chunk-" + kind, position + 8, length)
    elif length:
        outlet.view(b".chunk-" + kind, position + 8, length)
    outlet.parsed(position + 8 + length, 4)


class _Frame:
    """The picture data of one frame: one zlib stream of at most ``most`` bytes; the pixels are dropped."""

    def __init__(self, most: int) -> None:
        self.fed = False
        self._inflater, self._left = zlib.decompressobj(), most

    def feed(self, block: bytes) -> None:
        """Take one chunk, in bounded memory."""
        self.fed = True
        try:
            while block:
                if self._inflater.eof:
                    raise ParseFailure("bytes behind the end of the picture data")
                self._left -= len(self._inflater.decompress(block, INFLATE_STEP))
                if self._left < 0:
                    raise ParseFailure("more picture data than the picture has pixels")
                block = self._inflater.unconsumed_tail or self._inflater.unused_data
        except zlib.error as error:
            raise ParseFailure(f"the picture data are not a zlib stream: {error}") from error

    def finish(self) -> None:
        """Check that the stream has ended."""
        if not self._inflater.eof:
            raise ParseFailure("the picture data are not complete")


class Png(Walked):
    """PNG pictures, animated ones too."""

    NAME: ClassVar[str] = "png"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"png"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (MEDIA_LIMITATION,)
    _WALKS: ClassVar[dict[str, Walk]] = {"png": walk}
