"""UDF volumes of optical disks and images, alone or beside ISO 9660: files along their allocation descriptors."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span
from scanner.unpack.filesystems.claims import HOLE, Claims
from scanner.unpack.filesystems.udf_layout import Entry, Extent, Space, characters, names
from scanner.unpack.filesystems.udf_volume import volume
from scanner.unpack.outlet import Outlet

_SECTOR = 2048
_AREA = 16 * _SECTOR
_FOLDER, _LINK = 4, 12
_SPECIAL = {6: "device", 7: "device", 9: "fifo", 10: "socket"}
_DELETED, _PARENT = 4, 8
_DEEPEST = 128
_ANCHOR = 256 * _SECTOR


class Udf:
    """Each descriptor has a checksum and a CRC, which are checked; files have none."""

    NAME: ClassVar[str] = "udf"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"udf"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Files have no integrity data: a changed bit in one goes unnoticed.",
        "Disks written once in several steps (virtual partitions) end as failed.",
        "Named streams and extended attributes are handed over only as bytes that no file refers to.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        claims = Claims(source, outlet)
        claims.leftover(0, _AREA, "system-area")
        for at in range(_AREA, _AREA + 8 * _SECTOR, _SECTOR):
            if source.read(at + 1, 5) in {b"BEA01", b"NSR02", b"NSR03", b"TEA01", b"BOOT2"}:
                claims.structure(at, 7)
        end = _Tree(source, outlet, claims, set()).walk()
        claims.rest(0, source.size, align=512)
        if end > source.size:
            reason = f"the image is cut: {end:,} bytes by its partition, {source.size:,} are there"
            outlet.state(0, source.size, ByteState.FAILED, reason)

    @staticmethod
    def beside(source: Source, outlet: Outlet, claims: Claims, known: set[tuple[int, int]]) -> None:
        """The UDF side of an ISO 9660 image: its structure, and files that are not among ``known`` (offset, size)."""
        try:
            _Tree(source, outlet, claims, known).walk()
        except ParseFailure as error:
            claims.failed(_ANCHOR, 512, f"the UDF side of the image: {error}")


class _Tree:
    def __init__(self, source: Source, outlet: Outlet, claims: Claims, known: set[tuple[int, int]]) -> None:
        self.source, self.outlet, self.claims, self.known = source, outlet, claims, known
        self._beside = bool(known)
        self._folder_bytes = 0

    def walk(self) -> int:
        """Hand over every file; returns where the last partition ends."""
        found = volume(self.source, self.claims)
        pending = [("", 0, found.root)]
        seen: dict[Extent, str] = {}
        while pending:
            path, depth, place = pending.pop()
            if place in seen or depth > _DEEPEST:
                if not self._beside:
                    self.outlet.link(path[:-1], seen.get(place, ""), "hardlink")
                continue
            seen[place] = path[:-1]
            try:
                entry, at = found.space.entry(place)
                runs = _runs(found.space, entry)
                if entry.kind != _FOLDER:
                    self._leaf(path[:-1], entry, at, runs)
                    continue
                self.claims.structure(at.offset, entry.used)
                for name, below in self._folder(entry, runs):
                    pending.append((f"{path}{name}/", depth + 1, below))
            except ParseFailure as error:
                self._broken(found.space, place, f"{path[-200:]}: {error}")
        return found.end

    def _broken(self, space: Space, place: Extent, reason: str) -> None:
        """Fail the block of an entry that cannot be read; one outside of everything fails the first sector."""
        try:
            at = space.runs(Extent(space.block, 0, place.block, place.partition))[0]
        except ParseFailure:
            at = Span(0, _SECTOR)
        self.claims.failed(at.offset, at.length, reason)

    def _folder(self, entry: Entry, runs: list[Span]) -> list[tuple[str, Extent]]:
        self._folder_bytes += entry.size
        if self._folder_bytes > max(self.source.size, 1 << 20):
            raise LimitReached("folders overlap again and again")
        stored = [run for run in runs if run.offset != HOLE]
        raw = b"".join(self.source.read(run.offset, run.length) for run in stored)[: entry.size]
        for run in stored:
            self.claims.structure(run.offset, run.length)
        found = []
        try:
            for _, flags, name, place in names(raw):
                if not flags & (_DELETED | _PARENT):
                    found.append((name.replace("/", "\\x2f"), place))
        except ParseFailure as error:
            for run in stored:
                self.claims.failed(run.offset, run.length, str(error))
        return found

    def _leaf(self, name: str, entry: Entry, at: Span, runs: list[Span]) -> None:
        self.claims.structure(at.offset, entry.used)
        if entry.kind == _LINK:
            raw = b"".join(self.source.read(run.offset, run.length) for run in runs)[: entry.size]
            for run in runs:
                self.claims.structure(run.offset, run.length)
            if not self._beside:
                self.outlet.link(name, _target(raw))
        elif entry.kind in _SPECIAL:
            if not self._beside:
                self.outlet.link(name, "", _SPECIAL[entry.kind])
        elif not self._beside or (entry.size and (runs[0].offset if runs else HOLE, entry.size) not in self.known):
            self.claims.file(name, runs, entry.size, Span(at.offset, entry.used))


def _runs(space: Space, entry: Entry) -> list[Span]:
    """The byte ranges of a file's data."""
    if entry.inside is not None:
        return [entry.inside]
    return [run for extent in entry.extents for run in space.runs(extent)]


def _target(raw: bytes) -> str:
    """A symbolic link's path components as one path."""
    parts, at = [], 0
    while at + 4 <= len(raw):
        kind, length = raw[at], raw[at + 1]
        text = characters(raw[at + 4 : at + 4 + length])
        parts.append({2: "", 3: "..", 4: "."}.get(kind, text))
        at += 4 + length
    return "/".join(parts) or "/"
