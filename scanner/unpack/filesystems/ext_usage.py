"""Whether an ext file system has more blocks in use than its tables and files can account for."""

from __future__ import annotations

import struct

from scanner.formats.source import Source
from scanner.unpack.filesystems.ext_layout import Layout, free_runs, groups_overhead, inode_tables

_RESIZE = 7
"""Inode of the blocks kept for growth, which are counted with the tables."""
_UNIT = 512
"""Bytes that an inode counts its blocks in."""
_SLACK = 64 << 10
"""Bytes that may stay unexplained: blocks of rare features."""
_TREE = 32
"""Blocks of a file's own map, beyond one in 64 of its data."""


def surplus(source: Source, shape: Layout) -> int:
    """Bytes marked used that belong to no table, folder, journal or file; 0 below a small slack.

    A file counts for no more than its size needs, whatever its inode says.
    """
    free = sum(behind - first for first, behind in free_runs(source, shape))
    used = (shape.blocks - shape.first - free - groups_overhead(source, shape)) * shape.block
    number = 0
    for start, inodes in inode_tables(source, shape):
        for index in range(inodes):
            number += 1
            used -= 0 if number == _RESIZE else _taken(source, start + index * shape.inode_size, shape.block)
    return used if used > _SLACK else 0


def _taken(source: Source, at: int, block: int) -> int:
    """Bytes of the blocks that the inode at ``at`` really needs."""
    raw = source.read(at, 128)
    if len(raw) < 128 or not any(raw[:32]):
        return 0
    (mode,) = struct.unpack_from("<H", raw)
    low, count, high = (struct.unpack_from("<L", raw, place)[0] for place in (4, 28, 108))
    size = low | high << 32
    if mode and mode & 0xF000 not in {0x8000, 0x4000}:
        size = 0
    data = -(-size // block)
    return int(min(count * _UNIT, (data + data // 64 + _TREE) * block))
