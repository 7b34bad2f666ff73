"""Superblock, group descriptors and free blocks of ext2/3/4 (kernel.org, Documentation/filesystems/ext4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure

_SUPERBLOCK = 1024
_64BIT = 0x80
_META_BG = 0x10
_GUARDED, _CLUSTERS = 0x100, 0x200
"""Features mmp (incompatible) and bigalloc (read-only)."""
_BLOCK_UNINIT = 2
_CHECKED_GROUPS = 0x10 | 0x400
"""Read-only features gdt_csum and metadata_csum: only with them the flag for unwritten bitmaps counts."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in bytes unless they say blocks."""

    block: int
    blocks: int
    first: int
    per_group: int
    descriptor: int
    wide: bool
    checked: bool
    inode_table: int
    """Blocks of one group's inode table."""
    inode_size: int
    inodes_per_group: int
    clusters: bool
    """The bitmaps count clusters of blocks (bigalloc)."""
    mount_guard: int
    """Block of the protection against two mounts at once; 0 for none."""
    reserved: int
    """Blocks kept behind the group descriptors for growth."""
    first_meta: int
    """First descriptor block that feature meta_bg spreads over the groups; beyond all without that feature."""

    @property
    def size(self) -> int:
        """Of the file system."""
        return self.block * self.blocks

    @property
    def groups(self) -> int:
        """Number of block groups."""
        return -(-(self.blocks - self.first) // self.per_group)


def layout(source: Source) -> Layout:
    """The superblock's layout.

    :raises ParseFailure: where it is none.
    """
    raw = source.read(_SUPERBLOCK, 1024)
    if len(raw) < 1024 or raw[56:58] != b"\x53\xef":
        raise ParseFailure("no ext superblock")
    low, first, log = struct.unpack_from("<L12xLL", raw, 4)
    (per_group,) = struct.unpack_from("<L", raw, 32)
    (incompatible, read_only) = struct.unpack_from("<2L", raw, 96)
    wide = bool(incompatible & _64BIT)
    high = struct.unpack_from("<L", raw, 0x150)[0] if wide else 0
    descriptor = struct.unpack_from("<H", raw, 254)[0] if wide else 32
    blocks = high << 32 | low
    if log > 6 or not per_group or per_group > 8 << (10 + log) or blocks <= first or descriptor < (64 if wide else 32):
        raise ParseFailure("the ext superblock is broken")
    block = 1024 << log
    inodes, (revision,) = struct.unpack_from("<L", raw, 40)[0], struct.unpack_from("<L", raw, 76)
    inode_size = struct.unpack_from("<H", raw, 88)[0] if revision else 128
    table = -(-inodes * inode_size // block)
    reserved = struct.unpack_from("<H", raw, 0xCE)[0]
    checked = bool(read_only & _CHECKED_GROUPS)
    first_meta = struct.unpack_from("<L", raw, 0x104)[0] if incompatible & _META_BG else blocks
    guard = struct.unpack_from("<Q", raw, 0x168)[0] if incompatible & _GUARDED else 0
    sizes = (table, inode_size, inodes, bool(read_only & _CLUSTERS), guard, reserved, first_meta)
    return Layout(block, blocks, first, per_group, descriptor, wide, checked, *sizes)


def free_runs(source: Source, shape: Layout) -> Iterator[tuple[int, int]]:
    """(first block, block behind the last) of free runs in order, by the bitmaps; neighbours joined.

    The file must hold the whole file system. In groups whose bitmap was never written all but metadata is free.

    :raises ParseFailure: where the group descriptors are not there.
    """
    pending: tuple[int, int] | None = None
    for start, end in _runs(source, shape):
        if pending is not None and pending[1] == start:
            pending = (pending[0], end)
            continue
        if pending is not None:
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _runs(source: Source, shape: Layout) -> Iterator[tuple[int, int]]:
    described = [_descriptor(source, shape, group) for group in range(shape.groups)]
    tables = sorted(span for found in described for span in found.metadata)
    for group, found in enumerate(described):
        base = shape.first + group * shape.per_group
        end = base + min(shape.per_group, shape.blocks - base)
        if found.unwritten:
            yield from _between(tables, base + _backup(source, shape, base), end)
        else:
            yield from _zero_bits(source.read(found.bitmap * shape.block, shape.block), base, end - base)


def table_runs(source: Source, shape: Layout) -> Iterator[tuple[int, int]]:
    """(first block, block behind the last) of every inode table and of the blocks kept for more descriptors.

    :raises ParseFailure: where the group descriptors are not there.
    """
    for group in range(shape.groups):
        base = shape.first + group * shape.per_group
        if shape.reserved and _has_copy(source, shape, base):
            end = base + _backup(source, shape, base)
            yield end - shape.reserved, end
        yield _descriptor(source, shape, group).metadata[-1]


def group_tables(source: Source, shape: Layout) -> Iterator[tuple[int, int]]:
    """(first block, block behind the last) of superblocks, descriptors, bitmaps and inode tables of all groups.

    :raises ParseFailure: where the group descriptors are not there.
    """
    for group in range(shape.groups):
        base = shape.first + group * shape.per_group
        yield base, base + _backup(source, shape, base)
        yield from _descriptor(source, shape, group).metadata
        described = shape.block // shape.descriptor
        if group // described >= shape.first_meta and group % described in {0, 1, described - 1}:
            at = base + _has_copy(source, shape, base)  # meta_bg: the descriptors of these groups, and two copies
            yield at, at + 1
    if shape.mount_guard:
        yield shape.mount_guard, shape.mount_guard + 1


def groups_overhead(source: Source, shape: Layout) -> int:
    """Blocks of superblocks, descriptors, bitmaps and inode tables of all groups.

    :raises ParseFailure: where the group descriptors are not there.
    """
    total = 0
    for group in range(shape.groups):
        base = shape.first + group * shape.per_group
        metadata = _descriptor(source, shape, group).metadata
        total += _backup(source, shape, base) + sum(end - start for start, end in metadata)
    return total


def inode_tables(source: Source, shape: Layout) -> Iterator[tuple[int, int]]:
    """(offset in bytes, number of inodes) of every group's table.

    :raises ParseFailure: where the group descriptors are not there.
    """
    for group in range(shape.groups):
        yield _descriptor(source, shape, group).metadata[-1][0] * shape.block, shape.inodes_per_group


@dataclass(frozen=True, slots=True)
class _Descriptor:
    bitmap: int
    unwritten: bool
    """The bitmap was never written: only metadata is used in this group."""
    metadata: tuple[tuple[int, int], ...]
    """Blocks of the two bitmaps and the inode table, wherever they lie."""


def _descriptor(source: Source, shape: Layout, group: int) -> _Descriptor:
    raw = source.read(_descriptor_offset(source, shape, group), shape.descriptor)
    if len(raw) < shape.descriptor:
        raise ParseFailure("the ext group descriptors are cut")
    places = struct.unpack_from("<3L", raw)
    if shape.wide:
        places = tuple(high << 32 | low for high, low in zip(struct.unpack_from("<3L", raw, 32), places, strict=True))
    flags = struct.unpack_from("<H", raw, 18)[0]
    bitmap, inodes, table = places
    metadata = ((bitmap, bitmap + 1), (inodes, inodes + 1), (table, table + shape.inode_table))
    return _Descriptor(bitmap, shape.checked and bool(flags & _BLOCK_UNINIT), metadata)


def _descriptor_offset(source: Source, shape: Layout, group: int) -> int:
    """In the table behind the superblock, or (meta_bg) in the first of the groups that one block describes."""
    per_block = shape.block // shape.descriptor
    if group // per_block < shape.first_meta:
        return (shape.first + 1) * shape.block + group * shape.descriptor
    base = shape.first + group // per_block * per_block * shape.per_group
    return (base + _has_copy(source, shape, base)) * shape.block + group % per_block * shape.descriptor


def _has_copy(source: Source, shape: Layout, base: int) -> bool:
    """Whether the group starts with the superblock or a copy of it."""
    return base == shape.first or source.read(base * shape.block + 56, 2) == b"\x53\xef"


def _backup(source: Source, shape: Layout, base: int) -> int:
    """Blocks at the start of a group that hold a copy of the superblock and the descriptors."""
    if not _has_copy(source, shape, base):
        return 0
    return 1 + min(shape.first_meta, -(-shape.groups * shape.descriptor // shape.block)) + shape.reserved


def _between(tables: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for used, used_end in tables:
        if used_end <= start or used >= end:
            continue
        if used > start:
            yield start, used
        start = max(start, used_end)
    if start < end:
        yield start, end


def _zero_bits(bitmap: bytes, base: int, count: int) -> Iterator[tuple[int, int]]:
    # one text character per block, the first block first; the added top bit keeps leading zeros
    text = bin(int.from_bytes(bitmap, "little") | 1 << (8 * len(bitmap)))[:2:-1]
    position = text.find("0", 0, count)
    while position >= 0:
        end = text.find("1", position, count)
        end = count if end < 0 else end
        yield base + position, base + end
        position = text.find("0", end, count)
