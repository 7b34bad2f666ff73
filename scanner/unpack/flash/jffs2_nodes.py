"""The nodes of a JFFS2 image (Linux ``include/uapi/linux/jffs2.h``): found by their magic, checked by their sums."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.unpack.flash.flash_names import Entry

MAGIC = 0x1985
ACCURATE = 0x2000
"""Bit of the type that flash drivers clear in a node that is out of date; checksums are made with it."""
DIRENT, INODE, CLEANMARKER, PADDING, SUMMARY, XATTR, XREF = 0xE001, 0xE002, 0x2003, 0x2004, 0x2006, 0xE008, 0xE009
KINDS = frozenset({DIRENT, INODE, CLEANMARKER, PADDING, SUMMARY, XATTR, XREF})
HEADER, DIRENT_HEAD, INODE_HEAD, XATTR_HEAD, XREF_HEAD, SUMMARY_HEAD = 12, 40, 68, 32, 28, 32
_ALL = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Node:
    """A header at ``start``. With a wrong checksum (``valid`` False) its length cannot be trusted."""

    start: int
    kind: int
    """Type, the bit :data:`ACCURATE` always set."""
    length: int
    live: bool
    valid: bool

    @property
    def end(self) -> int:
        """First byte behind the node."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class RawInode:
    """The fields of an inode node that matter here."""

    inode: int
    version: int
    mode: int
    size: int
    offset: int
    stored: int
    decoded: int
    codec: int
    data_crc: int
    valid: bool
    """The node's own checksum holds."""


def crc(data: bytes | memoryview) -> int:
    """The CRC-32 of JFFS2: register 0 at the beginning, not inverted at the end."""
    return zlib.crc32(data, _ALL) ^ _ALL


def nodes(data: memoryview, order: str) -> Iterator[Node]:
    """Every node in order. Behind a damaged header the search goes on for the next magic at a multiple of four."""
    head = struct.Struct(order + "HHII")
    search = re.compile(re.escape(struct.pack(order + "H", MAGIC))).search
    position = 0
    while (found := search(data, position)) is not None:
        start = found.start()
        position = start + 1
        if start % 4 or start + HEADER > len(data):
            continue
        _, kind, length, checksum = head.unpack_from(data, start)
        whole = kind | ACCURATE
        if crc(struct.pack(order + "HHI", MAGIC, whole, length)) == checksum and length >= HEADER:
            yield Node(start, whole, length, bool(kind & ACCURATE), True)
            position = (start + length + 3) // 4 * 4
        elif whole in KINDS:
            yield Node(start, whole, HEADER, True, False)
            position = start + 4
        if position >= len(data):
            return


def raw_inode(data: memoryview, node: Node, order: str) -> RawInode:
    """The inode node's fields; the node must have :data:`INODE_HEAD` bytes."""
    head = _head(data, node, order, INODE_HEAD)
    inode, version, mode, _, _, size, *_times, offset, stored, decoded, codec, _, _, data_crc, node_crc = (
        struct.unpack_from(order + "IIIHHIIIIIIIBBHII", head, HEADER)
    )
    valid = crc(head[:60]) == node_crc
    return RawInode(inode, version, mode, size, offset, stored, decoded, codec, data_crc, valid)


def raw_dirent(data: memoryview, node: Node, order: str) -> tuple[Entry, str]:
    """(the entry, what is wrong with it or nothing); the node must have :data:`DIRENT_HEAD` bytes."""
    head = _head(data, node, order, DIRENT_HEAD)
    parent, version, inode, _, size, _, node_crc, name_crc = struct.unpack_from(order + "IIIIBB2xII", head, HEADER)
    name = bytes(data[node.start + DIRENT_HEAD : min(node.start + DIRENT_HEAD + size, node.end)])
    trouble = ""
    if crc(head[:32]) != node_crc:
        trouble = "the checksum of a directory entry is wrong"
    elif len(name) < size or crc(name) != name_crc:
        trouble = "the checksum of a name is wrong"
    return Entry(parent, name, inode, version, node.start, node.length, node.live), trouble


def small_sum(data: memoryview, node: Node, order: str, length: int, covered: int) -> bool:
    """The node checksum, the last word of a head of ``length`` bytes, fits its first ``covered`` bytes."""
    head = _head(data, node, order, length)
    expected: int = struct.unpack_from(order + "I", head, length - 4)[0]
    return crc(head[:covered]) == expected


def _head(data: memoryview, node: Node, order: str, length: int) -> bytes:
    """The first bytes of the node as they were written: not marked as out of date."""
    head = bytes(data[node.start : node.start + length])
    return head[:2] + struct.pack(order + "H", node.kind) + head[4:]
