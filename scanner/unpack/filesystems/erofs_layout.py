"""Superblock, inodes and folders of EROFS (Linux, fs/erofs/erofs_fs.h); folders are never compressed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span

SUPERBLOCK = 1024
_SUM = 1
PLAIN, INLINE, CHUNKS = 0, 2, 4
_ENTRY = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in bytes; ``meta`` is where inode 0 would stand."""

    block: int
    size: int
    meta: int
    root: int
    checked: bool
    checksum: int


def layout(source: Source) -> Layout:
    """The superblock's layout.

    :raises ParseFailure: where it is broken.
    """
    raw = source.read(SUPERBLOCK, 128)
    if len(raw) < 128 or raw[:4] != b"\xe2\xe1\xf5\xe0":
        raise ParseFailure("no EROFS superblock")
    checksum, features, bits = struct.unpack_from("<IIB", raw, 4)
    root, blocks, meta = struct.unpack_from("<H", raw, 14)[0], *struct.unpack_from("<2I", raw, 36)
    if not 9 <= bits <= 16:
        raise ParseFailure(f"EROFS blocks of 2^{bits} bytes")
    return Layout(1 << bits, blocks << bits, meta << bits, root, bool(features & _SUM), checksum)


@dataclass(frozen=True, slots=True)
class Inode:
    """One inode; ``where`` are its own bytes with extended attributes, without data that stand behind them."""

    where: Span
    layout: int
    mode: int
    size: int
    block: int

    @property
    def flat(self) -> bool:
        """Its data are stored as they are."""
        return self.layout in {PLAIN, INLINE}


def inode(source: Source, shape: Layout, number: int) -> Inode:
    """The inode ``number``.

    :raises ParseFailure: where it is cut.
    """
    at = shape.meta + 32 * number
    raw = source.read(at, 64).ljust(64, b"\0")
    form, attributes, mode = struct.unpack_from("<3H", raw)
    head = 64 if form & 1 else 32
    if at + head > source.size:
        raise ParseFailure(f"inode {number:,} is cut off")
    size, block = struct.unpack_from("<Q" if form & 1 else "<I", raw, 8)[0], struct.unpack_from("<I", raw, 16)[0]
    extra = 12 + 4 * (attributes - 1) if attributes else 0
    return Inode(Span(at, head + extra), form >> 1 & 7, mode, size, block)


def runs(shape: Layout, node: Inode) -> list[Span]:
    """The byte ranges of a flat inode's data: blocks, and the rest of it behind the inode itself."""
    whole = node.size if node.layout == PLAIN else node.size // shape.block * shape.block
    found = [Span(node.block * shape.block, whole)] if whole else []
    if node.size > whole:
        found.append(Span(node.where.end, node.size - whole))
    return found


def entries(raw: bytes, block: int) -> Iterator[tuple[bytes, int]]:
    """(name, inode number) of a folder's bytes, without ``.`` and ``..``.

    :raises ParseFailure: where a block of it is broken, or a name has what no name may have.
    """
    for start in range(0, len(raw), block):
        part = raw[start : start + block]
        count = struct.unpack_from("<H", part, 8)[0] // _ENTRY if len(part) >= _ENTRY else 0
        if not count or count * _ENTRY > len(part):
            raise ParseFailure("a folder's block is broken")
        places = [struct.unpack_from("<QH", part, _ENTRY * index) for index in range(count)]
        ends = [place for _, place in places[1:]] + [len(part)]
        for (number, place), end in zip(places, ends, strict=True):
            name = part[place:end].split(b"\0")[0]
            if not name or b"/" in name or place > end:
                raise ParseFailure("a name in a folder is broken")
            if name not in {b".", b".."}:
                yield name, number
