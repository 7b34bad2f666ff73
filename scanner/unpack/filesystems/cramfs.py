"""cramfs in both byte orders (Linux, include/uapi/linux/cramfs_fs.h): zlib blocks of 4 KiB, one CRC over the image."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span
from scanner.unpack.filesystems.claims import Claims
from scanner.unpack.outlet import Outlet

_PAGE = 4096
_PAD = 512
"""Where the superblock stands in images that leave room for boot code."""
_HEAD = 76
_CHECKED, _EXTENDED = 0x1, 0x800
_STORED, _DIRECT = 1 << 31, 1 << 30
_DEEPEST = 128
_KINDS = {stat.S_IFCHR: "device", stat.S_IFBLK: "device", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket"}


@dataclass(frozen=True, slots=True)
class _Inode:
    mode: int
    size: int
    name: bytes
    offset: int


class Cramfs:
    """Checks the CRC and decodes every block; bytes that no file refers to become children."""

    NAME: ClassVar[str] = "cramfs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"cramfs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Images of the first version have no checksum: a changed bit in them goes unnoticed where zlib does not tell.",
        "Images that makers have changed (other codecs than zlib) end as failed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        image = _Image(source, outlet)
        image.walk()
        end = min(image.size, source.size)
        image.claims.rest(0, end, align=4)
        image.claims.leftover(end, source.size, "trailing", _PAD)
        if image.size > source.size:
            reason = f"the image is cut: {image.size:,} bytes by its header, {source.size:,} are there"
            outlet.state(0, source.size, ByteState.FAILED, reason)
        elif not image.crc_holds():
            outlet.state(0, end, ByteState.FAILED, "the checksum of the image is wrong")


class _Image:
    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet = source, outlet
        self.claims = Claims(source, outlet)
        self.start = 0 if source.read(0, 4) in {b"\x45\x3d\xcd\x28", b"\x28\xcd\x3d\x45"} else _PAD
        head = source.read(self.start, _HEAD)
        if len(head) < _HEAD:
            raise ParseFailure("shorter than a cramfs superblock")
        self.order = "<" if head[0] == 0x45 else ">"
        size, self.flags = struct.unpack_from(f"{self.order}2I", head, 4)
        self.crc, _, _, self.files = struct.unpack_from(f"{self.order}4I", head, 32)
        self.checked = bool(self.flags & _CHECKED)
        self.root = self._inode(head, 64)
        self.size = size if self.checked else source.size
        self.claims.structure(self.start, _HEAD)
        self._seen: dict[tuple[int, int], bytes] = {}
        self._folder_bytes = 0

    def crc_holds(self) -> bool:
        """Whether the checksum over all from the superblock on is right, its own field taken as zero."""
        if not self.checked:
            return True
        at = self.start + 32
        value = zlib.crc32(bytes(4), zlib.crc32(self.source.data[self.start : at]))
        for start in range(at + 4, self.size, 1 << 20):
            value = zlib.crc32(self.source.data[start : min(start + (1 << 20), self.size)], value)
        return bool(value == self.crc)

    def _inode(self, raw: bytes, at: int) -> _Inode:
        first, second, third = struct.unpack_from(f"{self.order}3I", raw, at)
        if self.order == "<":
            mode, size, names, offset = first & 0xFFFF, second & 0xFFFFFF, third & 0x3F, third >> 6
        else:
            mode, size, names, offset = first >> 16, second >> 8, third >> 26, third & 0x3FFFFFF
        name = raw[at + 12 : at + 12 + 4 * names].rstrip(b"\0") if names else b""
        return _Inode(mode, size, name, 4 * offset)

    def walk(self) -> None:
        """Every folder once, its files on the way; a broken one does not keep the others from coming."""
        pending = [(b"", 0, self.root)]
        seen = set[int]()
        while pending:
            path, depth, folder = pending.pop()
            if not folder.size or folder.offset in seen:
                continue
            seen.add(folder.offset)
            for inode in self._entries(folder):
                name = path + (inode.name or b"unnamed").replace(b"/", b"\\x2f")
                if stat.S_ISDIR(inode.mode) and depth < _DEEPEST:
                    pending.append((name + b"/", depth + 1, inode))
                elif not stat.S_ISDIR(inode.mode):
                    self._leaf(name, inode)
                else:
                    self.claims.failed(folder.offset, folder.size, "folders are nested too deep")

    def _entries(self, folder: _Inode) -> Iterator[_Inode]:
        self._folder_bytes += folder.size
        if self._folder_bytes > max(self.source.size, 1 << 20):
            raise LimitReached("folders overlap again and again")
        raw = self.source.read(folder.offset, folder.size)
        self.claims.structure(folder.offset, len(raw))
        at = 0
        while at + 12 <= len(raw):
            inode = self._inode(raw, at)
            names = (raw[at + 8] & 0x3F) if self.order == "<" else raw[at + 8] >> 2
            at += 12 + 4 * names
            yield inode
        if len(raw) < folder.size:
            self.claims.failed(folder.offset, max(1, len(raw)), "a folder is cut")

    def _leaf(self, name: bytes, inode: _Inode) -> None:
        kind = _KINDS.get(stat.S_IFMT(inode.mode))
        if kind is not None:
            self.outlet.link(name, "", kind)
            return
        key = (inode.offset, inode.size)
        if inode.size and key in self._seen and stat.S_ISREG(inode.mode):
            self.outlet.link(name, self._seen[key], "hardlink")
            return
        self._seen[key] = name
        used: list[Span] = []
        try:
            if stat.S_ISLNK(inode.mode):
                self.outlet.link(name, b"".join(self._blocks(inode, used)))
            else:
                self.outlet.stream(name, self._blocks(inode, used))
        except ParseFailure as error:
            self.claims.failed(inode.offset, 4, f"{name[-200:].decode('utf-8', 'replace')}: {error}")
            for span in used:
                self.claims.failed(span.offset, span.length, str(error))
        for span in used:
            self.outlet.carried(span.offset, span.length)
            self.claims.take(span.offset, span.length)

    def _blocks(self, inode: _Inode, used: list[Span]) -> Iterator[bytes]:
        """The file's pages; ``used`` collects where they are stored."""
        count = -(-inode.size // _PAGE)
        raw = self.source.read(inode.offset, 4 * count)
        self.claims.structure(inode.offset, len(raw))
        if len(raw) < 4 * count:
            raise ParseFailure("its list of blocks is cut")
        start = inode.offset + 4 * count
        left = inode.size
        for pointer in struct.unpack(f"{self.order}{count}I", raw):
            size = min(left, _PAGE)
            if self.flags & _EXTENDED:
                start, end, packed = self._extended(pointer, start, size)
            else:
                end, packed = pointer, True
            yield self._page(start, end, size, packed, used)
            start, left = end, left - size

    def _extended(self, pointer: int, start: int, size: int) -> tuple[int, int, bool]:
        """(start, end, packed) of a block whose pointer has flags; a direct one leads to the block itself."""
        packed = not pointer & _STORED
        if not pointer & _DIRECT:
            return start, pointer & (_DIRECT - 1), packed
        at = (pointer & (_DIRECT - 1)) << 2
        if not packed:
            return at, at + size, packed
        length = struct.unpack(f"{self.order}H", self.source.read(at, 2).ljust(2, b"\0"))[0]
        return at + 2, at + 2 + length, packed

    def _page(self, start: int, end: int, size: int, packed: bool, used: list[Span]) -> bytes:
        if end == start:
            return bytes(size)  # a hole
        if not start < end <= start + 2 * _PAGE or end > self.source.size:
            raise ParseFailure(f"a block from {start:,} to {end:,}")
        used.append(Span(start, end - start))
        raw = self.source.read(start, end - start)
        if packed:
            decoder = zlib.decompressobj()
            try:
                raw = decoder.decompress(raw, _PAGE)
                raw += decoder.decompress(decoder.unconsumed_tail, 1)  # reads the checksum behind the data
            except zlib.error as error:
                raise ParseFailure(f"a block is broken: {error}") from error
            if left := len(decoder.unused_data):
                self.claims.failed(end - left, left, f"{left:,} bytes stand behind the data of a block")
        if len(raw) != size:
            raise ParseFailure(f"a block has {len(raw):,} bytes, not {size:,}")
        return raw
