"""EROFS: folders and stored files by our own reading, compressed files through fsck.erofs where it is installed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span, ToolMissing
from scanner.unpack.crc32c import crc32c
from scanner.unpack.filesystems.claims import Claims, blocks_of
from scanner.unpack.filesystems.erofs_layout import CHUNKS, SUPERBLOCK, Inode, Layout, entries, inode, layout, runs
from scanner.unpack.outlet import Outlet
from scanner.unpack.tools import find, run_tool

_DEEPEST = 128
_LONGEST_TARGET = 64 << 10
"""Bytes; Linux follows no target of more than 4 KiB."""
_KINDS = {stat.S_IFCHR: "device", stat.S_IFBLK: "device", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket"}
_OUT = "out"
_SLACK = 64 << 10
"""Bytes that may stay unexplained in an image with compressed files: filling, and attributes that files share."""


class Erofs:
    """The superblock has a checksum, nothing else has; files that are not compressed are views."""

    NAME: ClassVar[str] = "erofs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"erofs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Only the superblock has a checksum: a changed bit elsewhere can go unnoticed.",
        "Compressed files and files in chunks need the program fsck.erofs, and codecs that it knows.",
        "In images with such files bytes to which no file refers are only counted, and fail the image from 64 KiB on.",
        "Extended attributes are not read.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("fsck.erofs",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        shape = layout(source)
        claims = Claims(source, outlet)
        end = min(shape.size, source.size)
        tree = _Tree(source, outlet, claims, shape)
        claims.leftover(0, SUPERBLOCK, "boot")
        claims.structure(SUPERBLOCK, 128)
        claims.leftover(shape.size, source.size, "trailing", SUPERBLOCK)
        tree.walk()
        if shape.size > source.size:
            reason = f"the image is cut: {shape.size:,} bytes by its header, {source.size:,} are there"
            outlet.state(0, source.size, ByteState.FAILED, reason)
        elif not _checksum_holds(source, shape):
            claims.failed(SUPERBLOCK, max(1, shape.block - SUPERBLOCK), "the checksum of the superblock is wrong")
        if not tree.packed:
            claims.rest(0, end)
            return
        try:
            if tree.unsafe:
                raise ParseFailure("compressed files are not unpacked: a folder of the image is broken")
            _by_tool(source, outlet, tree.packed)
        except ToolMissing as error:
            for start, stop in claims.gaps(0, end):
                outlet.state(start, stop - start, ByteState.NO_TOOL, str(error))
            return
        surplus = -sum(_needs(shape, node) for _, node in tree.packed)
        for start, stop in claims.gaps(0, end):
            outlet.carried(start, stop - start)
            surplus += stop - start
        _judge(outlet, end, surplus)


def _judge(outlet: Outlet, end: int, surplus: int) -> None:
    """Which bytes belong to no file is not known: with too many of them the file system is failed as a whole."""
    if surplus > _SLACK:
        outlet.state(0, end, ByteState.FAILED, f"{surplus:,} bytes somewhere in it belong to no file")


def _needs(shape: Layout, node: Inode) -> int:
    """Bytes that a compressed file may take at most: its blocks as its inode counts them, and an index of them."""
    whole = -(-node.size // shape.block)
    count = whole if node.layout == CHUNKS else node.block
    return min(count, whole + 1) * shape.block + 8 * (whole + 2)


def _checksum_holds(source: Source, shape: Layout) -> bool:
    if not shape.checked:
        return True
    raw = source.read(SUPERBLOCK, max(128, shape.block - SUPERBLOCK))
    return crc32c(raw[:4] + bytes(4) + raw[8:]) ^ 0xFFFFFFFF == shape.checksum


class _Tree:
    """Walks the folders; ``packed`` are the files that are left to the tool."""

    def __init__(self, source: Source, outlet: Outlet, claims: Claims, shape: Layout) -> None:
        self.source, self.outlet, self.claims, self.shape = source, outlet, claims, shape
        self.packed: list[tuple[bytes, Inode]] = []
        self._seen: dict[int, bytes] = {}
        self.unsafe = False
        """A folder is broken in a way that could lead a program astray."""
        self._folder_bytes = 0

    def walk(self) -> None:
        """Every inode once; further names of a file are hard links."""
        pending = [(b"", 0, self.shape.root)]
        while pending:
            name, depth, number = pending.pop()
            if number in self._seen:
                self.outlet.link(name, self._seen[number], "hardlink")
                continue
            self._seen[number] = name
            try:
                node = inode(self.source, self.shape, number)
                self.claims.structure(node.where.offset, node.where.length)
                if stat.S_ISDIR(node.mode):
                    below = self._folder(node, depth)
                    pending += [(name + b"/" + part if name else part, depth + 1, child) for part, child in below]
                else:
                    self._leaf(name, node)
            except ParseFailure as error:
                at = self.shape.meta + 32 * number
                place = Span(at, 32) if at < self.source.size else Span(SUPERBLOCK, 128)
                self.claims.failed(place.offset, place.length, str(error))

    def _folder(self, node: Inode, depth: int) -> list[tuple[bytes, int]]:
        self._folder_bytes += node.size
        if depth > _DEEPEST or self._folder_bytes > max(self.source.size, 1 << 20):
            raise LimitReached("folders are nested too deep or overlap again and again")
        if not node.flat:
            raise ParseFailure("a folder that is compressed")
        parts, was = runs(self.shape, node), self.unsafe
        for part in parts:
            self.claims.structure(part.offset, part.length)
        self.unsafe = True
        found = list(entries(b"".join(blocks_of(self.source, parts)), self.shape.block))
        if len({name for name, _ in found}) < len(found):
            raise ParseFailure("a folder has two entries of the same name")
        self.unsafe = was
        return found

    def _leaf(self, name: bytes, node: Inode) -> None:
        kind = _KINDS.get(stat.S_IFMT(node.mode))
        if kind is not None:
            self.outlet.link(name, "", kind)
        elif stat.S_ISLNK(node.mode) and node.flat:
            if node.size > _LONGEST_TARGET:
                raise ParseFailure(f"a link with a target of {node.size:,} bytes")
            parts = runs(self.shape, node)
            for part in parts:
                self.claims.structure(part.offset, part.length)
            self.outlet.link(name, b"".join(blocks_of(self.source, parts)))
        elif node.flat or not node.size:
            self.claims.file(name, runs(self.shape, node), node.size, node.where)
        else:
            self.packed.append((name, node))


def _by_tool(source: Source, outlet: Outlet, files: list[tuple[bytes, Inode]]) -> None:
    """Hand over the compressed ``files`` as fsck.erofs unpacks them."""
    if find("fsck.erofs") is None:
        raise ToolMissing("compressed EROFS needs the program fsck.erofs, which is not installed")
    room = min(outlet.room(), outlet.limits.node_bytes)
    if sum(node.size for _, node in files) > room:
        raise LimitReached("compressed files are larger than what may still be unpacked")
    with source.as_file(outlet.folder, outlet.limits.node_bytes) as image:
        args = ["--no-preserve", f"--extract={_OUT}", str(image.absolute())]
        run = run_tool("fsck.erofs", args, outlet.folder, outlet.limits.node_seconds, room)
    run.output.unlink()
    missing = 0
    for name, node in files:
        path = os.fsencode(outlet.folder / _OUT) + b"/" + name
        if os.path.isfile(path) and not os.path.islink(path) and os.lstat(path).st_size == node.size:  # noqa: PTH113, PTH114
            outlet.adopt(name, Path(os.fsdecode(path)))
        else:
            missing += 1
    if run.code or missing:
        said = run.errors.strip()[:200] or f"exit code {run.code}"
        reason = f"{missing:,} of {len(files):,} compressed files did not come out: fsck.erofs reports {said}"
        outlet.state(0, source.size, ByteState.FAILED, reason)
