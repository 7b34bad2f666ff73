"""Hyper-V disk images ([MS-VHDX]): two headers, two region tables, a block allocation table, metadata."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.crc32c import crc32c
from scanner.unpack.disks.virtual_disk import DiskImage, Piece
from scanner.unpack.outlet import Outlet

_KIB, _MIB = 1 << 10, 1 << 20
_HEADERS, _HEADER = (64 * _KIB, 128 * _KIB), 4 * _KIB
_REGIONS, _REGION = (192 * _KIB, 256 * _KIB), 64 * _KIB
_BAT = "2dc27766-f623-4200-9d64-115e9bfd4a08"
_METADATA = "8b7ca206-4790-4b9a-b8fe-575f050f886e"
_PARAMETERS = "caa16737-fa36-4d43-b3b6-33f0aa44e76b"
_SIZE = "2fa54224-cd1b-4876-b211-5dbed83bf4b8"
_SECTOR = "8141bf1d-a96f-4709-ba47-f233a8faab5f"
_PRESENT, _PARTIAL = 6, 7
_TABLE = 64 * _KIB


class Vhdx:
    """The disk is written out; headers and region tables have checksums."""

    NAME: ClassVar[str] = "vhdx"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"vhdx"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Only headers and region tables have checksums: a changed bit in a block, the allocation table or the metadata "
        "can go unnoticed.",
        "A log that was not replayed is not applied: the image ends as failed, its disk is still read.",
        "The parent of a differencing disk is not looked for.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        image = _Vhdx(source, outlet)
        image.write(image.pieces, image.size)
        image.finish()
        if image.pending:
            outlet.state(0, source.size, ByteState.FAILED, "its log was not replayed")
        if image.parent:
            outlet.state(0, source.size, ByteState.FAILED, "parts of the disk are in a parent image")


class _Vhdx(DiskImage):
    def __init__(self, source: Source, outlet: Outlet) -> None:
        super().__init__(source, outlet)
        self.claims.structure(0, 8)
        self.claims.leftover(8, 520, "creator")
        self.pending = self._headers()
        regions = self._regions()
        if not {_BAT, _METADATA} <= set(regions):
            raise ParseFailure("the region table names no allocation table or no metadata")
        items = self._items(regions[_METADATA])
        self.block, flags = struct.unpack("<2I", items.get(_PARAMETERS, b"").ljust(8, b"\0")[:8])
        (self.size,) = struct.unpack("<Q", items.get(_SIZE, b"").ljust(8, b"\0")[:8])
        (self.sector,) = struct.unpack("<I", items.get(_SECTOR, b"\0\2\0\0").ljust(4, b"\0")[:4])
        self.parent = bool(flags & 2)
        if self.block < _MIB or self.block > 256 * _MIB or self.sector not in {512, 4096}:
            raise ParseFailure(f"blocks of {self.block:,} bytes in sectors of {self.sector:,}")
        self.bat = regions[_BAT]

    def _headers(self) -> bool:
        """Both headers are checked; whether the newer good one says that its log must be replayed."""
        newest, pending, log = -1, False, Span(0, 0)
        for at in _HEADERS:
            raw = self.source.read(at, _HEADER)
            if not self._checked(at, raw, b"head", "header"):
                continue
            (sequence,) = struct.unpack_from("<Q", raw, 8)
            length, start = struct.unpack_from("<IQ", raw, 68)
            if sequence > newest:
                newest, pending, log = sequence, any(raw[48:64]), Span(start, length)
        if newest < 0:
            raise ParseFailure("no header of the VHDX is whole")
        self.claims.leftover(log.offset, log.end, "log")
        return pending

    def _checked(self, at: int, raw: bytes, mark: bytes, what: str) -> bool:
        good = raw[:4] == mark and crc32c(raw[:4] + bytes(4) + raw[8:]) == struct.unpack_from("<I", raw, 4)[0]
        if good:
            self.claims.structure(at, len(raw))
        else:
            self.claims.failed(at, max(1, len(raw)), f"the checksum of a {what} is wrong")
        return good

    def _regions(self) -> dict[str, Span]:
        """Region type → range, by the first table that is whole."""
        found: dict[str, Span] = {}
        for at in _REGIONS:
            raw = self.source.read(at, _REGION)
            if self._checked(at, raw, b"regi", "region table") and not found:
                (count,) = struct.unpack_from("<I", raw, 8)
                for place in range(16, min(16 + 32 * count, len(raw) - 31), 32):
                    start, length = struct.unpack_from("<QI", raw, place + 16)
                    found[_guid(raw, place)] = Span(start, length)
        return found

    def _items(self, region: Span) -> dict[str, bytes]:
        """Metadata item → its first bytes."""
        raw = self.source.read(region.offset, _TABLE)
        if raw[:8] != b"metadata":
            raise ParseFailure("the metadata region is broken")
        self.claims.structure(region.offset, len(raw))
        found = {}
        (count,) = struct.unpack_from("<H", raw, 10)
        for place in range(32, min(32 + 32 * count, len(raw) - 31), 32):
            start, length = struct.unpack_from("<2I", raw, place + 16)
            at = region.offset + start
            self.claims.structure(at, min(length, 64))
            found[_guid(raw, place)] = self.source.read(at, min(length, 64))
        return found

    def pieces(self) -> Iterator[Piece]:
        """The disk block by block; behind each chunk the table has an entry for a bitmap of sectors."""
        chunk = (self.sector << 23) // self.block
        blocks = -(-self.size // self.block)
        entries = self.table(self.bat.offset, min(self.bat.length // 8, blocks + blocks // chunk + 1), "<Q")
        for index, entry in enumerate(entries):
            if index % (chunk + 1) == chunk:
                continue
            stored = entry & 7 in {_PRESENT, _PARTIAL}
            yield Piece(self.block, entry >> 20 << 20, self.block) if stored else Piece(self.block)


def _guid(raw: bytes, at: int) -> str:
    return str(uuid.UUID(bytes_le=raw[at : at + 16]))
