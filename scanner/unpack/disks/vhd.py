"""Virtual PC disk images, fixed, dynamic and differencing (Microsoft, Virtual Hard Disk Image Format Specification)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.disks.virtual_disk import DiskImage, Piece
from scanner.unpack.outlet import Outlet

SECTOR = 512
HEADER = 1024
_FIXED, _DYNAMIC, _DIFFERENCE = 2, 3, 4
_ABSENT = 0xFFFFFFFF


class Vhd:
    """A footer with a checksum says what it is; a fixed disk is a view of all before it."""

    NAME: ClassVar[str] = "vhd"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"vhd"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Only footer and header have checksums: a changed bit in a block or in the table can go unnoticed.",
        "The parent of a differencing disk is not looked for.",
        "A fixed disk that has lost its footer is read as the raw disk that it then is.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        image = DiskImage(source, outlet)
        footer = _footers(source, image)
        kind, size = struct.unpack_from(">I", footer, 60)[0], struct.unpack_from(">Q", footer, 48)[0]
        if kind == _FIXED:
            image.write(lambda: iter((Piece(size, 0, size),)), size)
            image.finish()
            return
        start = struct.unpack_from(">Q", footer, 16)[0]
        block, table, count = _header(source, image, start)
        numbers = image.table(table, min(count, -(-size // block)), ">I")
        bitmap = -(-block // SECTOR // 8 // SECTOR) * SECTOR

        def pieces() -> Iterator[Piece]:
            for number in numbers:
                if number == _ABSENT:
                    yield Piece(block)
                else:
                    image.claims.structure(number * SECTOR, bitmap)
                    yield Piece(block, number * SECTOR + bitmap, block)

        image.write(pieces, size)
        image.finish()
        if kind == _DIFFERENCE:
            outlet.state(0, source.size, ByteState.FAILED, "parts of the disk are in a parent image")


def _footers(source: Source, image: DiskImage) -> bytes:
    """The footer at the end, or its copy at the start; both are checked.

    :raises ParseFailure: where there is none.
    """
    found: list[bytes] = []
    places = {0, source.size - SECTOR} if source.size >= 2 * SECTOR else {0}
    for at in sorted(places, reverse=True):
        raw = source.read(at, SECTOR)
        if len(raw) < SECTOR or raw[:8] != b"conectix":
            continue
        if _sum(raw, 64) == struct.unpack_from(">I", raw, 64)[0]:
            found.insert(0, raw)
            image.claims.structure(at, SECTOR)
        else:
            found.append(raw)
            image.claims.failed(at, SECTOR, "the checksum of a footer is wrong")
    if not found:
        raise ParseFailure("there is no VHD footer")
    if source.read(source.size - SECTOR, 8) != b"conectix":
        image.outlet.state(0, SECTOR, ByteState.FAILED, "the footer at the end is missing")
    return found[0]


def _header(source: Source, image: DiskImage, start: int) -> tuple[int, int, int]:
    """(bytes of a block, offset of the table, entries) of the header of a dynamic disk."""
    raw = source.read(start, HEADER)
    if len(raw) < HEADER or raw[:8] != b"cxsparse":
        raise ParseFailure("the header of a dynamic VHD is missing")
    if _sum(raw, 36) == struct.unpack_from(">I", raw, 36)[0]:
        image.claims.structure(start, HEADER)
    else:
        image.claims.failed(start, HEADER, "the checksum of the header is wrong")
    table, count, block = struct.unpack_from(">Q4xII", raw, 16)
    if block < SECTOR or block % SECTOR:
        raise ParseFailure(f"blocks of {block:,} bytes")
    return block, table, count


def _sum(raw: bytes, at: int) -> int:
    """Ones' complement of the sum of all bytes but the four at ``at``."""
    return ~(sum(raw) - sum(raw[at : at + 4])) & 0xFFFFFFFF
