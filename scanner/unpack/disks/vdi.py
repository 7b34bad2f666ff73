"""VirtualBox disk images (VirtualBox sources, VDICore.h): a map of blocks, in any order."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.disks.virtual_disk import DiskImage, Piece
from scanner.unpack.outlet import Outlet

_HEADER = 0x1D0
_COMMENT, _COMMENT_SIZE = 0x54, 256
_ABSENT = 0xFFFFFFFE
"""Map values from here on are zeros: never written, or discarded."""
_DIFFERENCE = 4


class Vdi:
    """The disk is written out, or is a view where its blocks stand in order."""

    NAME: ClassVar[str] = "vdi"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"vdi"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The format has no integrity data: a changed bit in a block or in the map can go unnoticed.",
        "The parent of a difference image is not looked for.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        head = source.read(0, _HEADER)
        if len(head) < _HEADER:
            raise ParseFailure("shorter than a VDI header")
        kind = struct.unpack_from("<I", head, 0x4C)[0]
        blocks_at, data_at = struct.unpack_from("<2I", head, 0x154)
        size, block, extra, count = struct.unpack_from("<Q3I", head, 0x170)
        if block < 512 or count * block < size:
            raise ParseFailure(f"{count:,} blocks of {block:,} bytes are no disk of {size:,}")
        image = DiskImage(source, outlet)
        image.claims.structure(0, _HEADER)
        image.claims.leftover(_COMMENT, _COMMENT + _COMMENT_SIZE, "comment")
        numbers = image.table(blocks_at, -(-size // block), "<I")

        def pieces() -> Iterator[Piece]:
            for number in numbers:
                at = data_at + number * (block + extra) + extra
                yield Piece(block) if number >= _ABSENT else Piece(block, at, block)

        image.write(pieces, size)
        image.finish()
        if kind == _DIFFERENCE and any(number >= _ABSENT for number in numbers):
            outlet.state(0, source.size, ByteState.FAILED, "parts of the disk are in a parent image")
