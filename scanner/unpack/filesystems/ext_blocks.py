"""Which blocks of an ext file system its inodes use, and for what (kernel.org, Documentation/filesystems/ext4).

Files themselves come from 7-Zip. Here every block is followed from an inode, so that what is marked used and belongs to
none (or to a file only behind its end, or before it was written) is not taken for a file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.formats.source import Source
from scanner.types import LimitReached, Span
from scanner.unpack.filesystems.ext_layout import Layout, inode_tables

_ROOT, _RESIZE, _JOURNAL, _RESERVED = 2, 7, 8, 10
"""Inodes up to the last one are the file system's own; of them 7-Zip gives the journal."""
_EXTENTS, _INLINE = 0x80000, 0x10000000
_REGULAR, _FOLDER, _LINK = 0x8000, 0x4000, 0xA000
_UNWRITTEN = 32768
_DEEPEST = 5
_DOUBLE = 40 + 13 * 4
"""Where an inode has its block of blocks of blocks: of the inode for growth all that is not counted with the tables."""
_INSIDE = 60
"""Bytes of a link's target that stand in the inode."""


@dataclass(slots=True)
class Owned:
    """Byte ranges: content of files, structure, and what is left of files' last blocks."""

    files: list[Span] = field(default_factory=list)
    structure: list[Span] = field(default_factory=list)
    slack: list[Span] = field(default_factory=list)


def owned(source: Source, shape: Layout) -> Owned:
    """What the inodes in use own.

    :raises LimitReached: where they claim far more blocks than there are.
    """
    walk = _Walk(source, shape)
    number = 0
    for start, inodes in inode_tables(source, shape):
        for index in range(inodes):
            number += 1
            walk.inode(number, start + index * shape.inode_size)
    return walk.found


class _Walk:
    def __init__(self, source: Source, shape: Layout) -> None:
        self._source, self._shape = source, shape
        self.found = Owned()
        self._left = 4 * (source.size // shape.block) + 1024
        """Blocks of maps that may still be read: they may lead to each other."""

    def inode(self, number: int, at: int) -> None:
        """One inode; those without a name own nothing."""
        raw = self._source.read(at, 128)
        if len(raw) < 128 or not any(raw[:28]):
            return
        mode, links, (flags,) = *struct.unpack_from("<H24xH", raw), struct.unpack_from("<L", raw, 32)
        size = struct.unpack_from("<L", raw, 4)[0] | struct.unpack_from("<L", raw, 108)[0] << 32
        if number == _RESIZE:
            self._structure(struct.unpack_from("<L", raw, _DOUBLE)[0], 1)
        elif number == _JOURNAL or (links and (number == _ROOT or number > _RESERVED)):
            if mode & 0xF000 in {_REGULAR, _FOLDER} or (mode & 0xF000 == _LINK and size >= _INSIDE):
                self._blocks(raw, flags, size, mode & 0xF000 == _REGULAR)
            attributes = struct.unpack_from("<L", raw, 104)[0] | struct.unpack_from("<H", raw, 118)[0] << 32
            if attributes:
                self._structure(attributes, 1)

    def _blocks(self, raw: bytes, flags: int, size: int, content: bool) -> None:
        block = self._shape.block
        for logical, start, count in self._map(raw, flags) if not flags & _INLINE else ():
            length = min(count * block, max(0, size - logical * block))
            if length and content:
                self.found.files.append(Span(start * block, length))
                if length % block:
                    self.found.slack.append(Span(start * block + length, block - length % block))
            elif length:
                self._structure(start, -(-length // block))

    def _structure(self, start: int, count: int) -> None:
        self.found.structure.append(Span(start * self._shape.block, count * self._shape.block))

    def _map(self, raw: bytes, flags: int) -> Iterator[tuple[int, int, int]]:
        """(logical block, block, number of blocks) of what is written."""
        if flags & _EXTENTS:
            yield from self._extents(raw[40:100], 0)
            return
        numbers = struct.unpack_from("<15L", raw, 40)
        yield from ((logical, number, 1) for logical, number in enumerate(numbers[:12]) if number)
        per_block, logical = self._shape.block // 4, 12
        for level, number in enumerate(numbers[12:], 1):
            if number:
                yield from self._indirect(number, level, logical)
            logical += per_block**level

    def _extents(self, node: bytes, depth: int) -> Iterator[tuple[int, int, int]]:
        magic, count, _, level = struct.unpack_from("<4H", node)
        if magic != 0xF30A or depth > _DEEPEST:
            return
        for at in range(12, min(12 + 12 * count, len(node) - 11), 12):
            logical, length, high, low = struct.unpack_from("<LHHL", node, at)
            if level:
                low, high = struct.unpack_from("<LH", node, at + 4)
                self._structure(high << 32 | low, 1)
                yield from self._extents(self._read(high << 32 | low), depth + 1)
            elif length <= _UNWRITTEN:
                yield logical, high << 32 | low, length

    def _indirect(self, number: int, level: int, logical: int) -> Iterator[tuple[int, int, int]]:
        self._structure(number, 1)
        step = (self._shape.block // 4) ** (level - 1)
        raw = self._read(number)
        for index, below in enumerate(struct.unpack(f"<{len(raw) // 4}L", raw[: len(raw) // 4 * 4])):
            if below and level == 1:
                yield logical + index, below, 1
            elif below:
                yield from self._indirect(below, level - 1, logical + index * step)

    def _read(self, number: int) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise LimitReached("maps of blocks lead to each other")
        return self._source.read(number * self._shape.block, self._shape.block).ljust(12, b"\0")
