"""FAT12, FAT16 and FAT32: files along their chains, and every cluster that no file refers to."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.filesystems.claims import Claims, blocks_of
from scanner.unpack.filesystems.clusters import Chain, Clusters
from scanner.unpack.filesystems.fat_layout import ENTRY, Entry, Layout, entries, following, layout
from scanner.unpack.outlet import Outlet

_DEEPEST = 256
"""Folders within folders."""
_FOLDER = 65_536 * ENTRY
"""Bytes of the largest folder that the format allows."""
_MANY = 4096
"""Bytes of deleted entries in a row above which they are content."""


class Fat:
    """A file in one piece is a view. What no file refers to (deleted files, lost chains, slack) becomes children."""

    NAME: ClassVar[str] = "fat"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"fat"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "FAT has no integrity data: a changed bit in a file goes unnoticed, one in the tables does not (two copies).",
        "Deleted files are not put together again: what lies in free clusters is handed over region by region.",
        "Single deleted folder entries count as structure.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        shape = layout(source)
        claims = Claims(source, outlet)
        _boot(source, claims, shape)
        _tables(source, outlet, claims, shape)
        tree = _Tree(source, claims, shape)
        tree.walk()
        claims.rest(0, min(shape.size, source.size), align=shape.sector)
        claims.leftover(shape.size, source.size, "trailing")
        if shape.size > source.size:
            reason = f"the image is cut: {shape.size:,} bytes by its header, {source.size:,} are there"
            outlet.state(0, source.size, ByteState.FAILED, reason)


def _boot(source: Source, claims: Claims, shape: Layout) -> None:
    """Boot sector with its copy, and the sectors that count free clusters; boot code is content."""
    head = 90 if shape.bits == 32 else 62
    copies = {0, shape.backup} if source.read(shape.backup, head) == source.read(0, head) else {0}
    for at in copies:
        claims.structure(at, head)
        claims.leftover(at + head, at + 510, "boot-code")
        claims.structure(at + 510, 2)
        # FAT32 has two more sectors behind each: the counters, and more boot code
        for place in (at + shape.info, at + 2 * shape.sector) if shape.bits == 32 else ():
            if source.read(place, 4) == b"RRaA":
                claims.structure(place, 4)
                claims.structure(place + 484, 26)
            if source.read(place + 510, 2) == b"\x55\xaa":
                claims.structure(place + 510, 2)


def _tables(source: Source, outlet: Outlet, claims: Claims, shape: Layout) -> None:
    used = -(-(shape.clusters + 2) * shape.bits // 8)
    for copy in range(shape.copies):
        at = shape.table + copy * shape.table_size
        claims.structure(at, used)
        claims.leftover(at + used, at + shape.table_size, "table-end")
        if source.data[at : at + used] != source.data[shape.table : shape.table + used]:
            reason = "the copies of the file allocation table differ"
            claims.failed(at, used, reason)
            if at < source.size:
                outlet.view(f".table-{copy + 1}", at, min(used, source.size - at))


class _Tree:
    """Walks the folders from the root on."""

    def __init__(self, source: Source, claims: Claims, shape: Layout) -> None:
        self.source, self.claims, self.shape = source, claims, shape
        copy = _good_copy(source, shape)
        step = partial(following, source, shape, copy)
        self.clusters = Clusters(shape.data, shape.cluster, shape.clusters, shape.last, source.size, step)

    def walk(self) -> None:
        """Every folder once; loops end where a cluster would belong to two chains."""
        shape = self.shape
        if shape.bits == 32:
            root = self.clusters.chain(shape.root_cluster)
        else:
            root = Chain((Span(shape.root, shape.root_size),), "")
        pending: list[tuple[str, int, Chain]] = [("", 0, root)]
        if root.problem:
            self.claims.failed(0, shape.sector, f"the root folder: {root.problem}")
        while pending:
            path, depth, chain = pending.pop()
            for entry in self._folder(chain):
                name = f"{path}{_text(entry.name)}"
                if not entry.folder:
                    self._file(name, entry, chain.where)
                    continue
                below = self.clusters.chain(entry.cluster)
                if below.problem or depth >= _DEEPEST:
                    reason = f"folder {name[-200:]}: {below.problem or 'folders are nested too deep'}"
                    self.claims.failed(chain.where.offset, chain.where.length, reason)
                if depth < _DEEPEST:
                    pending.append((f"{name}/", depth + 1, below))

    def _file(self, name: str, entry: Entry, where: Span) -> None:
        chain = self.clusters.chain(entry.cluster) if entry.cluster else Chain((), "")
        complete = self.claims.file(name, chain.runs, entry.size, where)
        if chain.problem and complete and entry.cluster:
            self.claims.failed(where.offset, where.length, chain.problem)

    def _folder(self, chain: Chain) -> list[Entry]:
        """The files and folders of one folder; what stands behind its end or was deleted in masses is content."""
        raw = b"".join(blocks_of(self.source, _part(chain, 0, _FOLDER)))
        for run in chain.runs:
            self.claims.structure(run.offset, run.length)
        found, end, deleted = [], 0, 0
        for at, entry in entries(raw, self.shape.bits == 32):
            end = at + ENTRY
            if entry is not None:
                self._content(chain, deleted, at)
                deleted = end
                found += [entry] if entry.name else []
        self._content(chain, deleted, end)
        self._rest(chain, end)
        return found

    def _content(self, chain: Chain, start: int, end: int) -> None:
        if end - start >= _MANY:
            for span in _part(chain, start, end):
                self.claims.leftover(span.offset, span.end, "deleted")

    def _rest(self, chain: Chain, end: int) -> None:
        for span in _part(chain, end, chain.size):
            self.claims.leftover(span.offset, span.end, "slack")


def _good_copy(source: Source, shape: Layout) -> int:
    """The first copy of the table that begins as one must: with the media byte."""
    media = source.read(21, 1)
    starts = (source.read(shape.table + copy * shape.table_size, 1) for copy in range(shape.copies))
    return next((copy for copy, start in enumerate(starts) if start == media), 0)


def _part(chain: Chain, start: int, end: int) -> list[Span]:
    """Bytes ``[start, end)`` of the chain's content, as ranges of the volume."""
    found, at = [], 0
    for run in chain.runs:
        low, high = max(start, at), min(end, at + run.length)
        if low < high:
            found.append(Span(run.offset + low - at, high - low))
        at += run.length
    return found


def _text(name: str | bytes) -> str:
    """A name as text; bytes of an unknown code page stay what they are."""
    text = name.decode("ascii", "surrogateescape") if isinstance(name, bytes) else name
    return text.replace("/", "\\x2f")
