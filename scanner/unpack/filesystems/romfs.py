"""romfs file systems: folders are lists of headers that lead to each other; content stands in one piece."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.filesystems import romfs_headers as raw
from scanner.unpack.filesystems.romfs_headers import Header, header, name_at, stray_headers, word_sum
from scanner.unpack.flash.flash_slack import Slack
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import left_of
from scanner.unpack.tail import hand_over_tail

_HEAD = 16
_SUMMED = 512
"""Bytes at the beginning that the checksum of the whole covers."""
_LINK_BYTES = 1024
_LONGEST = 4096
_SPECIAL = {raw.BLOCK: "device", raw.CHARACTER: "device", raw.SOCKET: "socket", raw.FIFO: "fifo"}


class Romfs:
    """Files are views; headers that no folder leads to are read where damage may have cut them off."""

    NAME: ClassVar[str] = "romfs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"romfs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Only headers and the first 512 bytes have checksums: changed bytes of a file go unnoticed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: where the superblock is cut off or its name has no end.
        """
        _Walk(source, outlet).run()


@dataclass(slots=True)
class _Walk:
    source: Source
    outlet: Outlet
    end: int = 0
    paths: dict[int, bytes] = field(default_factory=dict)
    """Offset of every header met to its path."""
    links: list[tuple[bytes, int]] = field(default_factory=list)
    used: list[Span] = field(default_factory=list)
    damaged: bool = False

    def run(self) -> None:
        """Superblock, folders, hard links, what is left."""
        self._folder(self._superblock(), b"")
        self._hard_links()
        if self.damaged:
            self._salvage()
        slack = Slack(self.source, self.outlet)
        for gap in self._gaps():
            slack.take(gap.offset, gap.end, align=raw.ALIGN)
        slack.finish()
        hand_over_tail(self.source, self.outlet, self.end)

    def _salvage(self) -> None:
        """Headers that damage has cut off from the folders."""
        left = raw.SCANNED
        for gap in self._gaps():
            for found in stray_headers(self.source.data[: self.end], Span(gap.offset, min(gap.length, left))):
                self._folder(found.start, b".lost/")
            left = max(0, left - gap.length)
        self._hard_links()

    def _superblock(self) -> int:
        """Declare the superblock; returns the offset of the first header."""
        data = self.source.data
        if self.source.size < 2 * _HEAD:
            raise ParseFailure("the superblock is cut off")
        (size,) = struct.unpack_from(">I", data, 8)
        name = name_at(data, _HEAD, self.source.size)
        if name is None:
            raise ParseFailure("the superblock's name has no end")
        first = _HEAD + (len(name) // raw.ALIGN + 1) * raw.ALIGN
        self.end = min(size, self.source.size) if size >= first else self.source.size
        self._take(0, first)
        if size > self.source.size or size < first:
            self._fail(0, first, f"{size:,} bytes by the superblock, {self.source.size:,} are there")
        elif word_sum(data, 0, min(size, _SUMMED)):
            self._fail(0, min(size, _SUMMED), "the checksum of the beginning is wrong")
        return first

    # -- folders

    def _folder(self, first: int, path: bytes) -> None:
        """All entries from the header at ``first`` on, and those of the folders among them; each header once."""
        pending: list[tuple[int, bytes, Header | None]] = [(first, path, None)]
        while pending:
            at, folder, origin = pending.pop()
            if at in self.paths:
                continue
            found = header(self.source.data, at, self.end)
            # Where a damaged header leads to, only an intact one is believed.
            if found is None or not (found.valid or origin is None or origin.valid):
                self._lost(origin)
                continue
            if found.following:
                pending.append((found.following, folder, found))
            name = folder + found.name
            self.paths[at] = name
            self._header(found)
            if found.kind == raw.FOLDER and found.info != at:
                below = name + b"/" if len(name) < _LONGEST else b".deep/%d/" % at
                pending.append((found.info & ~15, folder if found.name == b"." else below, found))
            self._entry(found, name)

    def _lost(self, origin: Header | None) -> None:
        """``origin`` leads to where no header is."""
        self.damaged = True
        start = origin.start if origin else 0
        self._fail(start, _HEAD, "leads to an entry that is damaged or beyond the end")

    def _header(self, found: Header) -> None:
        name_end = found.start + _HEAD + len(found.name) + 1
        padded = any(self.source.data[name_end : found.data])
        self._take(found.start, name_end - found.start if padded else found.data - found.start)
        if not found.valid:
            self.damaged = True
            reason = f"the checksum of the header of {safe_text(found.name, 200)} is wrong"
            self._fail(found.start, found.data - found.start, reason)

    def _entry(self, found: Header, path: bytes) -> None:
        size = min(found.size, max(0, self.end - found.data))
        if found.kind == raw.HARDLINK and found.name not in {b".", b".."}:
            self.links.append((path, found.info & ~15))
        elif found.kind == raw.SYMLINK and size <= _LINK_BYTES:
            self.outlet.link(path, self.source.read(found.data, size))
            self._take(found.data, size)
        elif found.kind in _SPECIAL:
            self.outlet.link(path, "", _SPECIAL[found.kind])
        is_link = found.kind == raw.SYMLINK and size <= _LINK_BYTES
        if (size and not is_link) or found.kind == raw.FILE:
            self.outlet.view(path, found.data, size)
            self.used.append(Span(found.data, size))
            self._filling(found.data + size)
        if size < found.size:
            self.damaged = True
            reason = f"the image is cut within {safe_text(path, 200)}: {found.size - size:,} bytes are missing"
            self._fail(found.start, found.data + size - found.start, reason)

    def _hard_links(self) -> None:
        """Record them; one that means a header that no folder leads to is read as that file."""
        while self.links:
            path, target = self.links.pop()
            if target not in self.paths:
                self._folder(target, b".linked/")
            self.outlet.link(path, self.paths.get(target, b""), "hardlink")

    # -- the ledger

    def _gaps(self) -> Iterable[Span]:
        spans = sorted(self.used, key=lambda span: (span.offset, span.length))
        return list(left_of(Span(0, self.end), spans))

    def _filling(self, start: int) -> None:
        """Zeros up to the next header, so that what hides behind them begins where it begins."""
        length = min(-start % raw.ALIGN, self.end - start)
        if length > 0 and not any(self.source.data[start : start + length]):
            self.outlet.state(start, length, ByteState.PADDING)
            self.used.append(Span(start, length))

    def _take(self, start: int, length: int) -> None:
        self.outlet.parsed(start, length)
        self.used.append(Span(start, length))

    def _fail(self, start: int, length: int, reason: str) -> None:
        self.outlet.state(start, length, ByteState.FAILED, reason)
