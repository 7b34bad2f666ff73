"""QCOW2 disk images (QEMU sources, docs/interop/qcow2.txt), with packed clusters and extended tables."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.disks.virtual_disk import DiskImage, Piece
from scanner.unpack.outlet import Outlet

_OFFSET = 0x00FFFFFFFFFFFE00
_PACKED = 1 << 62
_ZERO = 1
_DIRTY, _CORRUPT, _EXTERNAL, _CODEC, _EXTENDED = 1, 2, 4, 8, 16


class Qcow2:
    """The disk is written out; clusters that no table refers to become children."""

    NAME: ClassVar[str] = "qcow2"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"qcow2"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The format has no integrity data: a changed bit in a stored cluster or table can go unnoticed.",
        "Internal snapshots are not put together: clusters that only they use are handed over region by region.",
        "A backing file or an external data file is not looked for: parts of the disk that are in it are failed.",
        "Version 1 (QCOW) ends as failed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        image = _Qcow2(source, outlet)
        if image.encrypted:
            outlet.state(0, source.size, ByteState.ENCRYPTED, "QCOW2 disk image, encrypted")
            return
        image.refcounts()
        image.write(image.pieces, image.size)
        image.finish()
        image.troubles()


class _Qcow2(DiskImage):
    def __init__(self, source: Source, outlet: Outlet) -> None:
        super().__init__(source, outlet)
        head = source.read(0, 112).ljust(112, b"\0")
        version, self.backing, self.backing_size, bits, self.size = struct.unpack_from(">IQIIQ", head, 4)
        self.encrypted, self.l1_size, self.l1 = struct.unpack_from(">IIQ", head, 32)
        self.counts, self.count_clusters, self.snapshots = struct.unpack_from(">QII", head, 48)
        if version not in {2, 3} or not 9 <= bits <= 22:
            raise ParseFailure(f"QCOW version {version} with clusters of 2^{bits} bytes is not known")
        self.features, self.codec = 0, 0
        length = 72
        if version == 3:
            (self.features,) = struct.unpack_from(">Q", head, 72)
            (length,) = struct.unpack_from(">I", head, 100)
            self.codec = head[104] if length > 104 else 0
        self.bits, self.cluster = bits, 1 << bits
        self.holes = False
        self.claims.structure(0, min(length, self.cluster))
        self._extensions(length)
        self.claims.structure(self.backing, min(self.backing_size, 1023) if self.backing else 0)

    def _extensions(self, at: int) -> None:
        """Header extensions: type, length, data, up to type 0."""
        while at + 8 <= self.cluster:
            kind, length = struct.unpack(">II", self.source.read(at, 8).ljust(8, b"\0"))
            size = 8 + (length + 7) // 8 * 8 if kind else 8
            if at + size > self.cluster:
                return
            self.claims.structure(at, 8)
            self.outlet.field("extension", at + 8, size - 8)
            self.claims.take(at + 8, size - 8)
            at += size
            if not kind:
                return

    def refcounts(self) -> None:
        """The tables that count uses of clusters: structure."""
        for at in self.table(self.counts, self.count_clusters * self.cluster // 8, ">Q"):
            if at & _OFFSET:
                self.claims.structure(at & _OFFSET, self.cluster)

    def pieces(self) -> Iterator[Piece]:
        """The disk in order, cluster by cluster."""
        wide = bool(self.features & _EXTENDED)
        count = self.cluster // (16 if wide else 8)
        needed = -(-self.size // (count * self.cluster))
        seen = set[int]()
        for entry in self.table(self.l1, min(self.l1_size, needed), ">Q"):
            at = entry & _OFFSET
            if not at:
                self.holes = True
                yield Piece(count * self.cluster)
                continue
            numbers = self._second(at, count * (2 if wide else 1), at in seen)
            seen.add(at)
            if wide:
                for index in range(0, len(numbers) - 1, 2):
                    yield from self._parts(numbers[index], numbers[index + 1])
            else:
                yield from (self._piece(number) for number in numbers)
            missing = count - len(numbers) // (2 if wide else 1)
            if missing:
                yield Piece(missing * self.cluster)

    def _second(self, at: int, count: int, again: bool) -> tuple[int, ...]:
        if not again:
            return self.table(at, count, ">Q")
        raw = self.source.read(at, 8 * count)
        return struct.unpack(f">{len(raw) // 8}Q", raw[: len(raw) // 8 * 8])

    def _piece(self, entry: int) -> Piece:
        if entry & _PACKED:
            shift = 62 - (self.bits - 8)
            at = entry & ((1 << shift) - 1)
            sectors = (entry >> shift & ((1 << (self.bits - 8)) - 1)) + 1
            return Piece(self.cluster, at, sectors * 512 - at % 512, "zstd" if self.codec else "deflate")
        at = entry & _OFFSET
        if entry & _ZERO or not at:
            # a cluster that is allocated and reads as zeros is handed over as unreferenced
            self.holes |= not entry & _ZERO
            return Piece(self.cluster)
        return Piece(self.cluster, at)

    def _parts(self, entry: int, bitmap: int) -> Iterator[Piece]:
        """A cluster of 32 parts, each stored, zero or absent."""
        if entry & _PACKED:
            yield self._piece(entry)
            return
        at, size = entry & _OFFSET, self.cluster // 32
        for part in range(32):
            stored = bitmap >> part & 1 and at
            self.holes |= not stored and not bitmap >> (32 + part) & 1
            yield Piece(size, at + part * size) if stored else Piece(size)

    def troubles(self) -> None:
        """What is not in this file, or what the image says about itself."""
        reasons = []
        if self.backing and self.holes:
            name = self.source.read(self.backing, min(self.backing_size, 1023)).decode("utf-8", "replace")
            reasons.append(f"parts of the disk are in its backing file {name}")
        if self.features & _EXTERNAL:
            reasons.append("the disk is in an external data file")
        if self.features & _CORRUPT:
            reasons.append("the image is marked as corrupt")
        if self.features & ~(_DIRTY | _CORRUPT | _EXTERNAL | _CODEC | _EXTENDED):
            reasons.append(f"unknown features {self.features:#x}")
        if reasons:
            self.outlet.state(0, self.source.size, ByteState.FAILED, "; ".join(reasons))
        if self.snapshots:
            self.outlet.attributes.append(("snapshots", str(self.snapshots)))
