"""Cpio archives: newc, its checksummed form, the octal and both binary ones, also one behind the other (initramfs)."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.archives.cpio_headers import TRAILER, Header, header
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import run_end, unaccounted
from scanner.unpack.sums import byte_sum

_LINK_BYTES = 1024
_SPECIAL = {stat.S_IFCHR: "device", stat.S_IFBLK: "device", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket"}


class Cpio:
    """Members are views; hard links without data are recorded as links to the one that has it."""

    NAME: ClassVar[str] = "cpio"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"cpio"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Only the format 070702 has integrity data, a sum of bytes: changed bytes can go unnoticed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: from the first header on that is none, or where the end mark is missing.
        """
        _Walk(source, outlet).run()


@dataclass(slots=True)
class _Walk:
    source: Source
    outlet: Outlet
    at: int = 0
    with_data: dict[int, str | bytes] = field(default_factory=dict)
    """Inode of a file with several names to the name under which its data stands."""
    without: list[tuple[str | bytes, int]] = field(default_factory=list)

    def run(self) -> None:
        try:
            while self._member():
                pass
        finally:
            for name, inode in self.without:
                self.outlet.link(name, self.with_data.get(inode, b""), "hardlink")

    def _member(self) -> bool:
        """Read one member; False behind the last one."""
        found = header(self.source, self.at)
        if found is None:
            raise ParseFailure(f"no valid cpio header at {self.at:#x}: cut or damaged")
        self.outlet.parsed(self.at, found.data - self.at)
        self.outlet.field("name", found.name.offset, found.name.length)
        name = self.source.read(found.name.offset, min(found.name.length, 1 << 16)).split(b"\0", 1)[0]
        data = Span(found.data, found.size)
        here = min(data.length, self.source.size - data.offset)
        if name == TRAILER and not found.size:
            return self._trailer(found.next)
        self._content(found, name or b"unnamed", Span(data.offset, here))
        if here < data.length:
            reason = f"the cpio is cut within member {safe_text(name, 200)}"
            self.outlet.state(data.offset, here, ByteState.FAILED, reason)
            self.at = self.source.size
            return False
        self.at = min(found.next, self.source.size)
        unaccounted(self.source, self.outlet, data.end, self.at, "slack")
        return True

    def _content(self, found: Header, name: bytes, data: Span) -> None:
        kind = stat.S_IFMT(found.mode)
        if kind == stat.S_IFLNK and 0 < data.length <= _LINK_BYTES:
            self.outlet.link(name, self.source.read(data.offset, data.length))
            self.outlet.parsed(data.offset, data.length)
            return
        if kind in _SPECIAL:
            self.outlet.link(name, "", _SPECIAL[kind])
        if not data.length and kind == stat.S_IFREG and found.links > 1:
            self.without.append((name, found.inode))
        elif data.length or kind == stat.S_IFREG:
            self.with_data[found.inode] = name
            self.outlet.view(name, data.offset, data.length)
            if found.check is not None and byte_sum(self.source.data, data.offset, data.length) != found.check:
                reason = f"the checksum of member {safe_text(name, 200)} is wrong"
                self.outlet.state(data.offset, data.length, ByteState.FAILED, reason)

    def _trailer(self, end: int) -> bool:
        """Behind the end mark: padding, then nothing, another cpio, or a child."""
        size = self.source.size
        self.at = min(end, size)
        if self.at >= size:
            return False
        other = self.at if self.source.data[self.at] else run_end(self.source.data, self.at, size)
        self.outlet.state(self.at, other - self.at, ByteState.PADDING)
        self.at = other
        if other >= size:
            return False
        if header(self.source, other) is None:
            unaccounted(self.source, self.outlet, other, size, "trailing")
            return False
        return True
