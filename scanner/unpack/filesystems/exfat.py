"""exFAT volumes: files along their chains or in one piece, and every cluster that no file refers to."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached
from scanner.unpack.filesystems.claims import Claims, blocks_of
from scanner.unpack.filesystems.clusters import Chain, Clusters
from scanner.unpack.filesystems.exfat_layout import LAST, REGION, Entry, Layout, entries, layout, region_sum
from scanner.unpack.outlet import Outlet

_DEEPEST = 128
_FOLDER = 256 << 20
"""Bytes of the largest folder that the format allows."""


class ExFat:
    """Checks the boot region and each folder entry; a file in one piece is a view."""

    NAME: ClassVar[str] = "exfat"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"exfat"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Boot region and folder entries have checksums, files and the allocation table have none: a changed bit there "
        "can go unnoticed.",
        "Deleted files are not put together again: what lies in free clusters is handed over region by region.",
        "Deleted folder entries count as structure.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        shape = layout(source)
        claims = Claims(source, outlet)
        for start in (0, REGION * shape.sector):
            _region(source, claims, start, shape.sector)
        used = 4 * (shape.clusters + 2)
        for copy in range(shape.copies):
            at = shape.table + copy * shape.table_size
            claims.structure(at, used)
            claims.leftover(at + used, at + shape.table_size, "table-end")
        _Tree(source, claims, shape).walk()
        claims.rest(0, min(shape.size, source.size), align=shape.sector)
        claims.leftover(shape.size, source.size, "trailing", 512)
        if shape.size > source.size:
            reason = f"the image is cut: {shape.size:,} bytes by its header, {source.size:,} are there"
            outlet.state(0, source.size, ByteState.FAILED, reason)


def _region(source: Source, claims: Claims, start: int, sector: int) -> None:
    """One copy of the boot region: sectors with boot code, parameters, and the checksum again and again."""
    size = (REGION - 1) * sector
    raw, sums = source.read(start, size), source.read(start + size, sector)
    if sums != region_sum(raw).to_bytes(4, "little") * (sector // 4):
        claims.failed(start, max(1, len(raw) + len(sums)), "the checksum of a boot region is wrong")
        return
    claims.structure(start, 120)
    claims.leftover(start + 120, start + 510, "boot-code")
    claims.structure(start + 510, 2)
    for at in range(start + sector, start + size, sector):
        if source.read(at + sector - 4, 4) == b"\0\0\x55\xaa":
            claims.structure(at + sector - 4, 4)
    claims.structure(start + size, sector)


class _Tree:
    def __init__(self, source: Source, claims: Claims, shape: Layout) -> None:
        self.source, self.claims, self.shape = source, claims, shape
        self.clusters = Clusters(shape.data, shape.cluster, shape.clusters, LAST, source.size, self._following)
        self._folder_bytes = 0

    def _following(self, number: int) -> int:
        at = self.shape.table + 4 * number
        return int.from_bytes(self.source.data[at : at + 4], "little")

    def walk(self) -> None:
        """Every folder once; loops end where a cluster would belong to two chains."""
        root = self.clusters.chain(self.shape.root)
        if root.problem:
            self.claims.failed(0, self.shape.sector, f"the root folder: {root.problem}")
        pending = [("", 0, root)]
        while pending:
            path, depth, chain = pending.pop()
            for entry in self._folder(chain):
                below = self._chain(entry)
                name = f"{path}{entry.name}"
                deep = "folders are nested too deep" if depth >= _DEEPEST else ""
                if problem := entry.problem or below.problem or deep:
                    self.claims.failed(chain.where.offset, chain.where.length, f"{name[-200:]}: {problem}")
                if entry.folder and not deep:
                    pending.append((f"{name}/", depth + 1, below))
                elif not entry.folder:
                    self._leaf(name if entry.name else "", entry, below, chain)

    def _leaf(self, name: str, entry: Entry, below: Chain, folder: Chain) -> None:
        """A file, or without a name one of the volume's own tables."""
        if name:
            self.claims.file(name, below.runs, entry.size, folder.where)
        for run in below.runs if not name else ():
            self.claims.structure(run.offset, run.length)

    def _chain(self, entry: Entry) -> Chain:
        if not entry.cluster or not entry.size:
            return Chain((), "")
        if entry.contiguous:
            return self.clusters.contiguous(entry.cluster, entry.size)
        return self.clusters.chain(entry.cluster)

    def _folder(self, chain: Chain) -> list[Entry]:
        """The entries of one folder; what stands behind its end mark is content."""
        self._folder_bytes += chain.size
        if chain.size > _FOLDER or self._folder_bytes > max(self.source.size, 1 << 20):
            raise LimitReached("folders are larger than the format allows")
        raw = b"".join(blocks_of(self.source, chain.runs))
        for run in chain.runs:
            self.claims.structure(run.offset, run.length)
        found, end = [], 0
        for _, stop, entry in entries(raw):
            end = stop
            if entry is not None and (entry.name or entry.cluster):
                found.append(entry)
        at = 0
        for run in chain.runs:
            self.claims.leftover(max(run.offset, run.offset + end - at), run.end, "slack")
            at += run.length
        return found
