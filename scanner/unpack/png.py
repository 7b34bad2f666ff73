"""PNG (ISO/IEC 15948): chunks with checksums; the picture data must be one complete zlib stream."""

from __future__ import annotations

import zlib
from typing import ClassVar

from scanner.formats.checks import number
from scanner.types import ParseFailure
from scanner.unpack.outlet import Outlet
from scanner.unpack.walked import MEDIA_LIMITATION, Walk, Walked, need

KNOWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP tEXt zTXt iTXt bKGD hIST pHYs sPLT eXIf tIME".split()
    + b"acTL fcTL fdAT oFFs pCAL sCAL sTER vpAg".split()
)
INFLATE_STEP = 1 << 20


def walk(data: memoryview, outlet: Outlet) -> int:
    """Chunk by chunk to IEND; chunks of unknown type become children."""
    position, kind, inflater = 8, b"", zlib.decompressobj()
    outlet.parsed(0, 8)
    while kind != b"IEND":
        length = number(data, position, ">I")
        chunk = need(data, position + 4, length + 4 if length >= 0 else -1, "a chunk")
        kind = chunk[:4]
        if zlib.crc32(chunk) != number(data, position + 8 + length, ">I"):
            raise ParseFailure(f"chunk {kind!r} at {position:#x} has a wrong checksum")
        if kind == b"IDAT":
            _inflate(inflater, chunk[4:])
        _declare(outlet, position, length, kind)
        position += 12 + length
    if not inflater.eof:
        raise ParseFailure("the picture data are not complete")
    return position


def _declare(outlet: Outlet, position: int, length: int, kind: bytes) -> None:
    if kind in KNOWN or not length:
        outlet.parsed(position, 12 + length)
        return
    outlet.parsed(position, 8)
    outlet.view(b".chunk-" + kind, position + 8, length)
    outlet.parsed(position + 8 + length, 4)


def _inflate(inflater: zlib._Decompress, block: bytes) -> None:
    """Feed one chunk and drop the pixels, in bounded memory."""
    try:
        while block:
            if inflater.eof:
                raise ParseFailure("bytes behind the end of the picture data")
            inflater.decompress(block, INFLATE_STEP)
            block = inflater.unconsumed_tail or inflater.unused_data
    except zlib.error as error:
        raise ParseFailure(f"the picture data are not a zlib stream: {error}") from error


class Png(Walked):
    """PNG pictures, animated ones too."""

    NAME: ClassVar[str] = "png"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"png"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (MEDIA_LIMITATION,)
    _WALKS: ClassVar[dict[str, Walk]] = {"png": walk}
