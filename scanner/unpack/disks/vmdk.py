"""VMware disk images (VMware, Virtual Disk Format 5.0): sparse extents, packed ones too, and COWD of ESX."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.disks.virtual_disk import DiskImage, Piece
from scanner.unpack.disks.vmdk_descriptor import misses_parent
from scanner.unpack.outlet import Outlet

SECTOR = 512
_PACKED, _MARKERS = 1 << 16, 1 << 17
_AT_END = (1 << 64) - 1
_END_OF_STREAM, _TABLE, _DIRECTORY, _FOOTER = range(4)
_MOST_GRAIN = 1 << 15
"""Sectors of a grain: usually 128."""


class Vmdk:
    """The disk is written out; grains that no table refers to become children."""

    NAME: ClassVar[str] = "vmdk"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"vmdk"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Packed grains have a checksum each, other grains and the tables have none; where the two copies of the tables "
        "differ the image is failed.",
        "Of a disk in several files each is read by itself; the parent of a snapshot is not looked for.",
        "seSparse extents are not known.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        image = _Esx(source, outlet) if source.read(0, 4) == b"COWD" else _Sparse(source, outlet)
        image.write(image.pieces, image.size)
        image.finish()
        if image.trouble:
            outlet.state(0, source.size, ByteState.FAILED, image.trouble)


class _Tables(DiskImage):
    """A directory of tables of grains."""

    trouble = ""
    size = grain = entries = directory = count = 0
    codec = ""
    zeroed = False
    """Table entry 1 stands for zeros."""

    def pieces(self) -> Iterator[Piece]:
        """The disk grain by grain."""
        for place in self.table(self.directory * SECTOR, self.count, "<I"):
            if place <= 1:
                yield Piece(self.entries * self.grain)
                continue
            numbers = self.table(place * SECTOR, self.entries, "<I")
            yield from (self._piece(number) for number in numbers)
            if len(numbers) < self.entries:
                yield Piece((self.entries - len(numbers)) * self.grain)

    def _piece(self, number: int) -> Piece:
        if not number or (number == 1 and self.zeroed):
            return Piece(self.grain)
        at = number * SECTOR
        if not self.codec:
            return Piece(self.grain, at)
        raw = self.source.read(at + 8, 4)
        self.claims.structure(at, 12)
        return Piece(self.grain, at + 12, int.from_bytes(raw, "little"), self.codec)

    def check(self) -> None:
        """:raises ParseFailure: where sizes make no sense."""
        if not 0 < self.grain <= _MOST_GRAIN * SECTOR or not 0 < self.entries <= 1 << 16:
            raise ParseFailure(f"tables of {self.entries:,} grains of {self.grain:,} bytes")
        self.count = -(-self.size // (self.entries * self.grain))


class _Sparse(_Tables):
    def __init__(self, source: Source, outlet: Outlet) -> None:
        super().__init__(source, outlet)
        head = source.read(0, SECTOR)
        self.salvage = False
        if struct.unpack_from("<Q", head.ljust(SECTOR, b"\0"), 56)[0] == _AT_END:
            head = self._footer(head)
        self._header(head.ljust(SECTOR, b"\0"))
        self.claims.structure(0, 79)
        self.claims.leftover(79, SECTOR, "header-end")

    def _header(self, head: bytes) -> None:
        flags, capacity, grain, text, text_size, entries, second, directory = struct.unpack_from("<I4QI2Q", head, 8)
        (method,) = struct.unpack_from("<H", head, 77)
        self.size, self.grain, self.entries = capacity * SECTOR, grain * SECTOR, entries
        self.directory, self.codec, self.zeroed = directory, "zlib" if flags & _PACKED else "", bool(flags & 4)
        if self.codec and method != 1:
            raise ParseFailure(f"compression {method} is not known")
        self.check()
        if text:
            self._descriptor(text * SECTOR, min(text_size * SECTOR, 1 << 20))
        if flags & _MARKERS or self.salvage:
            self._walk()
        elif flags & 2 and second not in {0, directory, _AT_END}:
            self._copies(second)

    def _descriptor(self, at: int, size: int) -> None:
        raw = self.source.read(at, size).rstrip(b"\0")
        self.claims.leftover(at, at + len(raw), "descriptor")
        if misses_parent(raw):
            self.trouble = "parts of the disk are in a parent image"

    def _footer(self, head: bytes) -> bytes:
        """The footer of a stream, which has the place of the directory; without it the grains are walked."""
        at = self.source.size - 2 * SECTOR
        raw = self.source.read(at, SECTOR) if at > 0 else b""
        if raw[:4] == b"KDMV":
            self.claims.structure(at - SECTOR, 12)
            self.claims.structure(at, 79)
            return raw
        self.trouble = "the stream is cut: its footer is missing"
        self.salvage = True
        return head

    def _walk(self) -> None:
        """Markers of a stream in order: structure; in salvage they give the grains too."""
        self.grains: dict[int, Piece] = {}
        at = struct.unpack_from("<Q", self.source.read(64, 8))[0] * SECTOR
        while at + 16 <= self.source.size:
            value, size, kind = struct.unpack("<QII", self.source.read(at, 16))
            if size:
                self.grains[value * SECTOR] = Piece(self.grain, at + 12, size, "zlib")
                at += -(-(12 + size) // SECTOR) * SECTOR
                continue
            if not value and kind == _END_OF_STREAM:
                self.claims.structure(at, 16)
                return
            if kind not in {_TABLE, _DIRECTORY, _FOOTER} or value > self.source.size // SECTOR:
                break
            self.claims.structure(at, 16)
            if self.salvage:
                self.claims.structure(at + SECTOR, value * SECTOR)
            at += SECTOR + value * SECTOR
        self.trouble = self.trouble or "the stream does not end with its mark"

    def pieces(self) -> Iterator[Piece]:
        """By the tables; by the walked grains where the footer is lost."""
        if not self.salvage:
            yield from super().pieces()
            return
        done = 0
        for start in sorted(self.grains):
            if start >= done:
                if start > done:
                    yield Piece(start - done)
                self.claims.structure(self.grains[start].at - 12, 12)
                yield self.grains[start]
                done = start + self.grain

    def _copies(self, second: int) -> None:
        """Both directories must lead to the same tables."""
        directories = [self.table(at * SECTOR, self.count, "<I") for at in (self.directory, second)]
        most = self.source.size // (4 * self.entries) + 1  # more tables than fit in the file lie on one another
        for places in list(zip(*directories, strict=False))[:most]:
            tables = [self.table(place * SECTOR, self.entries, "<I") if place > 1 else () for place in places]
            if tables[0] != tables[1]:
                self.trouble = "the copies of its tables differ"


class _Esx(_Tables):
    def __init__(self, source: Source, outlet: Outlet) -> None:
        super().__init__(source, outlet)
        head = source.read(0, 4 * SECTOR).ljust(4 * SECTOR, b"\0")
        capacity, grain, self.directory = struct.unpack_from("<3I", head, 12)
        self.size, self.grain, self.entries = capacity * SECTOR, grain * SECTOR, 4096
        self.check()
        self.claims.structure(0, 32)
        if struct.unpack_from("<I", head, 8)[0] & 1 == 0:
            self.trouble = "parts of the disk are in a parent image"
