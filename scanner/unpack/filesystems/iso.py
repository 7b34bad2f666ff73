"""ISO 9660 with Joliet and Rock Ridge: every file once, whichever tree names it, and what no tree refers to."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span
from scanner.unpack.filesystems.claims import Claims
from scanner.unpack.filesystems.iso_boot import appended, boot_catalog, boot_images, system_area
from scanner.unpack.filesystems.iso_records import FOLDER, MORE, SECTOR, Record, damaged, records, root, uses_rock
from scanner.unpack.filesystems.iso_sum import sum_holds
from scanner.unpack.filesystems.udf import Udf
from scanner.unpack.outlet import Outlet

_FIRST = 16
_MOST_DESCRIPTORS = 64
_DEEPEST = 128
_MOST_WRONG = 64
"""Records of a folder that may be broken: with more of them it is none."""
_BOOT, _PRIMARY, _SECOND, _END = 0, 1, 2, 255
_JOLIET = (b"%/@", b"%/C", b"%/E")
_USED = 883
"""Bytes of a volume descriptor before its free area for applications."""


class Iso:
    """Files are views. Boot images, appended partitions and the UDF side of a bridge disk are read too."""

    NAME: ClassVar[str] = "iso"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"iso"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The format has no integrity data for files: a changed bit goes unnoticed where the image has no MD5 of itself "
        "(isomd5sum). Numbers in folders stand there in both byte orders, and must agree.",
        "Earlier sessions of a disk are seen only as bytes that no file refers to.",
        "Files that zisofs has packed are handed over as they are stored.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        claims = Claims(source, outlet)
        found = list(system_area(source, claims))
        volume = _Volume(source, outlet, claims)
        volume.descriptors()
        # Rock Ridge names are the true ones; without it Joliet's are longer than the plain ones
        trees = sorted(volume.trees, key=lambda tree: (not tree.rock, not tree.joliet))
        for first, tree in enumerate(trees):
            volume.walk(tree, again=first > 0)
        if volume.bridge:
            Udf.beside(source, outlet, claims, volume.known)
        appended(source, outlet, claims, found)
        boot_images(source, outlet, claims, volume.boot)
        size = volume.blocks * SECTOR
        claims.rest(0, min(size, source.size), align=SECTOR)
        claims.rest(size, source.size, "trailing", SECTOR)
        if size > source.size:
            reason = f"the image is cut: {size:,} bytes by its header, {source.size:,} are there"
            outlet.state(0, source.size, ByteState.FAILED, reason)
        elif sum_holds(source, _FIRST * SECTOR, volume.blocks) is False:
            outlet.state(0, size, ByteState.FAILED, "the MD5 that the image carries of itself is wrong")


@dataclass(frozen=True, slots=True)
class _Tree:
    """One tree of folders: its root, and how names stand in it."""

    root: Record
    joliet: bool
    rock: bool


class _Volume:
    def __init__(self, source: Source, outlet: Outlet, claims: Claims) -> None:
        self.source, self.outlet, self.claims = source, outlet, claims
        self.trees: list[_Tree] = []
        self.boot: list[int] = []
        self.blocks = 0
        self.bridge = False
        self.known: set[tuple[int, int]] = set()
        """(offset, size) of every file that was handed over."""
        self._folder_bytes = 0

    def descriptors(self) -> None:
        """Volume descriptors from sector 16 to their end mark, then those that announce UDF."""
        for sector in range(_FIRST, _FIRST + _MOST_DESCRIPTORS):
            raw = self.source.read(sector * SECTOR, SECTOR)
            mark = raw[1:6]
            if len(raw) < SECTOR or mark not in {b"CD001", b"BEA01", b"NSR02", b"NSR03", b"TEA01", b"BOOT2"}:
                break
            self.bridge |= mark in {b"NSR02", b"NSR03"}
            self.claims.structure(sector * SECTOR, _USED)
            self.claims.leftover(sector * SECTOR + _USED, (sector + 1) * SECTOR, "application")
            if mark == b"CD001":
                self._descriptor(sector, raw)
        if not any(not tree.joliet for tree in self.trees):
            raise ParseFailure("there is no primary volume descriptor")

    def _descriptor(self, sector: int, raw: bytes) -> None:
        if raw[0] == _BOOT and raw[7:30] == b"EL TORITO SPECIFICATION":
            place = struct.unpack_from("<I", raw, 0x47)[0]
            try:
                self.boot += boot_catalog(self.source, self.claims, place)
            except ParseFailure as error:
                self.claims.failed(sector * SECTOR, _USED, str(error))
        if raw[0] not in {_PRIMARY, _SECOND}:
            return
        blocks, big, size = struct.unpack_from("<I4s40xH", raw, 80)
        if size != SECTOR or blocks.to_bytes(4, "big") != big:
            self.claims.failed(sector * SECTOR, _USED, "the sizes in a volume descriptor are wrong")
        self.blocks = max(self.blocks, blocks)
        self._path_tables(raw)
        top = root(raw[156:190], self.source.read)
        joliet = raw[0] == _SECOND and raw[88:91] in _JOLIET
        head = self.source.read(top.start * SECTOR, SECTOR)
        self.trees.append(_Tree(top, joliet, not joliet and uses_rock(head, self.source.read)))

    def _path_tables(self, raw: bytes) -> None:
        """Up to four copies of the list of folders: structure."""
        (size,) = struct.unpack_from("<I", raw, 132)
        for place in (*struct.unpack_from("<2I", raw, 140), *struct.unpack_from(">2I", raw, 148)):
            if place:
                self.claims.structure(place * SECTOR, min(size, 1 << 20))

    def walk(self, tree: _Tree, again: bool) -> None:
        """Every folder of a tree once; with ``again`` only files that no earlier tree had."""
        seen = {tree.root.start}
        pending = [(b"", 0, tree.root)]
        while pending:
            path, depth, folder = pending.pop()
            parts: list[Span] = []
            for record in self._records(tree, folder):
                name = _name(record, tree)
                target = self._moved(record) if record.extra.moved_from else record
                if not target.flags & FOLDER:
                    parts.append(Span(record.start * SECTOR, record.size))
                    if not record.flags & MORE:
                        self._leaf(path + name, record, parts, Span(folder.start * SECTOR + record.at, 1), again)
                        parts = []
                elif name and not record.extra.moved and target.start not in seen:
                    seen.add(target.start)
                    pending.append((path + name + b"/", depth + 1, target))
                    if depth >= _DEEPEST:
                        self.claims.failed(folder.start * SECTOR, SECTOR, "folders are nested too deep")
                        pending.pop()

    def _records(self, tree: _Tree, folder: Record) -> Iterator[Record]:
        """The records of a folder, which are checked and declared."""
        start = folder.start * SECTOR
        self._folder_bytes += min(folder.size, max(0, self.source.size - start))
        if self._folder_bytes > max(self.source.size, 1 << 20):
            raise LimitReached("folders overlap again and again")
        raw = self.source.read(start, folder.size)
        self.claims.structure(start, len(raw))
        if len(raw) < folder.size:
            self.claims.failed(start, max(1, len(raw)), "a folder is cut")
        wrong = damaged(raw)
        for at in wrong[:_MOST_WRONG]:
            self.claims.failed(start + at, SECTOR - at % SECTOR, "bytes in a folder are no record")
        for record in records(raw, self.source.read, tree.rock):
            if len(wrong) > _MOST_WRONG:
                self.claims.failed(start, len(raw), "most of a folder is no folder")
                return
            if not record.sound:
                wrong.append(record.at)
                self.claims.failed(start + record.at, record.length, "the two byte orders of a record differ")
            for area in record.extra.areas:
                self.claims.structure(area.offset, area.length)
            yield record

    def _moved(self, record: Record) -> Record:
        """The folder to which a record leads that stands for it."""
        sector = record.extra.moved_from
        first = next(records(self.source.read(sector * SECTOR, SECTOR), self.source.read, False), None)
        if first is None or first.start != sector:
            self.claims.failed(sector * SECTOR, 1, "a moved folder is missing")
            return record
        return first

    def _leaf(self, name: bytes, record: Record, parts: list[Span], where: Span, again: bool) -> None:
        """A file in one or more parts; ``again``: another tree has been walked before."""
        extra, size = record.extra, sum(part.length for part in parts)
        if record.attributes:
            start = record.start * SECTOR
            self.claims.leftover(start - record.attributes * SECTOR, start, "attributes")
        if extra.link is not None or extra.special:
            if not again:
                self.outlet.link(name, extra.link or b"", extra.special or "symlink")
        elif not again or (size and (parts[0].offset, size) not in self.known):
            self.known.add((parts[0].offset, size))
            self.claims.file(name, parts, size, where)


_VERSION = re.compile(rb";\d+\Z")


def _name(record: Record, tree: _Tree) -> bytes:
    """The record's name; empty for ``.`` and ``..``."""
    if record.name in {b"", b"\0", b"\1"}:
        return b""
    name = record.extra.name
    if tree.joliet:
        name = _VERSION.sub(b"", record.name.decode("utf-16-be", "replace").encode("utf-8", "surrogatepass"))
    elif not name:
        name = _VERSION.sub(b"", record.name).rstrip(b".")
    return (name or b"unnamed").replace(b"/", b"\\x2f")
