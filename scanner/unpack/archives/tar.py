"""Tar archives of every dialect: v7, ustar, GNU (long names, sparse) and pax; members stay where they are."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.archives.container_image import ContainerImage, whiteout
from scanner.unpack.archives.tar_headers import (
    BLOCK,
    Header,
    SparseMap,
    header,
    pax_number,
    pax_records,
    pieces,
    sparse_list,
)
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import run_end, unaccounted

_ZEROS = bytes(BLOCK)
_HOLE = bytes(1 << 20)
_LONG_META = 1024
"""Bytes of a long name or pax header above which it is also a child: that much is no name any more."""
_LONGEST_NAME = 64 << 10
_REGULAR = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE, tarfile.GNUTYPE_SPARSE})
_SPECIAL = {
    tarfile.LNKTYPE: "hardlink",
    tarfile.SYMTYPE: "symlink",
    tarfile.CHRTYPE: "device",
    tarfile.BLKTYPE: "device",
    tarfile.FIFOTYPE: "fifo",
}
_PAX = frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.XGLTYPE})
_LONG = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}


class Tar:
    """Walks the headers; concatenated archives are read as one."""

    NAME: ClassVar[str] = "tar"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"tar"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Tar has no integrity data for the content of members.",
        "An archive cut exactly between two members is noted as without end mark, no more can be told.",
        "Of multi-volume archives each volume is read by itself.",
        "Layers of container images are read one by one: files that a later layer deletes are there and reported, the "
        "deletion as a link of kind whiteout. Images in a folder are not compared with their manifests.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: from the first header on that is none; what stands before is kept.
        """
        image = ContainerImage(source, outlet)
        try:
            _Walk(source, outlet, image).run()
        finally:
            image.check()


@dataclass(slots=True)
class _Walk:
    source: Source
    outlet: Outlet
    image: ContainerImage
    at: int = 0
    defaults: dict[str, str] = field(default_factory=dict)
    """Of pax global headers."""
    override: dict[str, str] = field(default_factory=dict)
    """For the next member."""

    def run(self) -> None:
        ended = False
        while self.at < self.source.size:
            block = self.source.read(self.at, BLOCK)
            if block == _ZEROS[: len(block)]:
                if self._zeros():
                    return
                ended = True
                continue
            ended = False
            found = header(block) if len(block) == BLOCK else None
            if found is None:
                raise ParseFailure(f"no valid tar header at {self.at:#x}")
            self.outlet.parsed(self.at, BLOCK)
            self._entry(found)
        if not ended:
            self.outlet.attributes.append(("end-mark", "missing"))

    def _zeros(self) -> bool:
        """Skip zero blocks; True where the archive ends there. What follows is another archive or a child."""
        size = self.source.size
        other = run_end(self.source.data, self.at, size)
        other = size if other >= size else other - (other - self.at) % BLOCK
        self.outlet.state(self.at, other - self.at, ByteState.PADDING)
        self.at = other
        if other < size and header(self.source.read(other, BLOCK)) is None:
            unaccounted(self.source, self.outlet, other, size, "trailing")
            return True
        return other >= size

    def _entry(self, found: Header) -> None:
        start = self.at + BLOCK
        if found.kind in _PAX or found.kind in _LONG:
            self._meta(found, Span(start, found.size))
            return
        records = {**self.defaults, **self.override}
        self.override = {}
        size = pax_number(records, "size")
        found = replace(
            found,
            name=records.get("GNU.sparse.name") or records.get("path") or found.name,
            target=records.get("linkpath") or found.target,
            size=found.size if size is None else size,
        )
        if found.kind in _SPECIAL:
            self.outlet.link(found.name, found.target, _SPECIAL[found.kind])
            self.image.link(found.name, found.target)
        if found.kind not in _REGULAR and not self._has_data(found, start):
            self.at = start
            return
        if found.kind == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse.") for key in records):
            self._sparse(found, records, start)
        else:
            self._file(found.name, Span(start, found.size))

    def _file(self, name: str, span: Span) -> None:
        deleted = whiteout(name)
        if deleted:
            self.outlet.link(name, deleted, "whiteout")
        if deleted and not span.length:
            self.at = span.offset
            return
        self.image.file(name, span)
        self._view(name, span)

    def _has_data(self, found: Header, start: int) -> bool:
        """Links and directories may state a size and store nothing: then the next block is a header."""
        known = found.kind in _SPECIAL or found.kind == tarfile.DIRTYPE
        if not found.size or (known and start >= self.source.size):
            return False
        block = self.source.read(start, BLOCK)
        return not (known and (block == _ZEROS or header(block) is not None))

    def _meta(self, found: Header, span: Span) -> None:
        raw = self._take(span)
        if span.length > _LONG_META:
            self.outlet.view(f".header@{span.offset:#x}", span.offset, min(span.length, self.source.size - span.offset))
            raw = raw[:_LONGEST_NAME] if found.kind in _LONG else raw
        if found.kind in _LONG:
            self.override[_LONG[found.kind]] = raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")
        elif found.kind == tarfile.XGLTYPE:
            self.defaults.update(pax_records(raw))
        else:
            self.override.update(pax_records(raw))

    def _take(self, span: Span) -> bytes:
        """The bytes of a long name or pax header, and on to the next block."""
        if span.end > self.source.size:
            self.at = self.source.size
            reason = "the tar is cut within a header"
            self.outlet.state(span.offset, self.at - span.offset, ByteState.FAILED, reason)
            return b""
        self.outlet.parsed(span.offset, span.length)
        self._pad(span.end)
        return self.source.read(span.offset, min(span.length, 1 << 20))

    def _view(self, name: str, span: Span) -> None:
        """A member that is stored in one piece, or what is there of it."""
        here = max(0, min(span.length, self.source.size - span.offset))
        self.outlet.view(name, span.offset, here)
        self._finish(name, span)

    def _finish(self, name: str, span: Span) -> None:
        if span.end > self.source.size:
            reason = f"the tar is cut within member {safe_text(name, 200)}"
            self.outlet.state(span.offset, self.source.size - span.offset, ByteState.FAILED, reason)
            self.at = self.source.size
            return
        self._pad(span.end)

    def _pad(self, end: int) -> None:
        """From the end of a member's data to the next block; other bytes than zeros there are a child."""
        self.at = min(self.source.size, -(-end // BLOCK) * BLOCK)
        unaccounted(self.source, self.outlet, end, self.at, "slack")

    def _sparse(self, found: Header, records: dict[str, str], start: int) -> None:
        stored, real, layout = Span(start, found.size), found.real_size, found.sparse
        if found.kind == tarfile.GNUTYPE_SPARSE:
            more, start = self._sparse_blocks(found.extended, start)
            layout, stored = layout + more, Span(start, found.size)
        elif "GNU.sparse.map" in records:
            layout = sparse_list(records["GNU.sparse.map"])
            real = pax_number(records, "GNU.sparse.size") or 0
        elif pax_number(records, "GNU.sparse.major") == 1:
            layout, used = _map_in_front(self.source, stored)
            self.outlet.parsed(start, used)
            if used > _LONG_META:
                self.outlet.view(f".sparse-map@{start:#x}", start, used)
            stored = Span(start + used, found.size - used)
            real = pax_number(records, "GNU.sparse.realsize") or 0
        data = Span(stored.offset, max(0, min(stored.length, self.source.size - stored.offset)))
        if sum(length for _, length in layout) != stored.length:
            self.outlet.view(found.name, data.offset, data.length)
            reason = f"the sparse map of member {safe_text(found.name, 200)} does not fit its data"
            self.outlet.state(data.offset, data.length, ByteState.FAILED, reason)
        else:
            self.outlet.stream(found.name, _spread(self.source, data, layout, real))
            self.outlet.carried(data.offset, data.length)
        self._finish(found.name, stored)

    def _sparse_blocks(self, more: bool, start: int) -> tuple[SparseMap, int]:
        """Extension blocks of an old GNU sparse header and the first byte behind them."""
        layout: SparseMap = ()
        while more and start + BLOCK <= self.source.size:
            block = self.source.read(start, BLOCK)
            found, more = pieces(block[:504]), bool(block[504])
            layout += found
            self.outlet.parsed(start, BLOCK)
            unaccounted(self.source, self.outlet, start + 24 * len(found), start + 504, "slack")
            start += BLOCK
        return layout, start


def _map_in_front(source: Source, stored: Span) -> tuple[SparseMap, int]:
    """The map of pax sparse format 1.0, decimal lines before the data, and its length padded to blocks."""
    raw = source.read(stored.offset, min(stored.length, 1 << 20))
    lines = raw.split(b"\n", 1)
    count = int(lines[0]) if lines[0].isdigit() and len(lines[0]) < 8 else -1
    numbers = lines[-1].split(b"\n", 2 * count)[: 2 * count] if count >= 0 else []
    if count < 0 or len(numbers) != 2 * count:
        raise ParseFailure("a sparse map is broken")
    used = len(lines[0]) + 1 + sum(len(number) + 1 for number in numbers)
    layout = sparse_list(b",".join(numbers).decode("latin-1")) if numbers else ()
    return layout, min(stored.length, -(-used // BLOCK) * BLOCK)


def _spread(source: Source, data: Span, layout: SparseMap, size: int) -> Iterator[bytes]:
    """The file's content with its holes as zeros, in blocks; ends early where the data does."""
    written, position = 0, data.offset
    for offset, length in (*layout, (size, 0)):
        if offset < written:
            raise ParseFailure("a sparse map runs backwards")
        while written < offset:
            block = _HOLE[: offset - written]
            written += len(block)
            yield block
        end = min(position + length, data.end)
        while position < end:
            block = source.read(position, min(len(_HOLE), end - position))
            position, written = position + len(block), written + len(block)
            yield block
