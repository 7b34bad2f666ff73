"""The nodes of a UBIFS image (Linux ``fs/ubifs/ubifs-media.h``): found by their magic, checked by their sums."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import LimitReached, ParseFailure, Span
from scanner.unpack.flash.ubi_headers import crc

INODE, DATA, DENTRY, XENTRY, TRUNCATION, PAD, SUPER, MASTER, REFERENCE, INDEX, COMMIT, ORPHANS, AUTH, SIGNATURE = range(
    14
)
HEADER, INODE_HEAD, DATA_HEAD, DENTRY_HEAD, INDEX_HEAD, SIGNATURE_HEAD = 24, 160, 48, 56, 28, 64
BLOCK = 4096
"""Bytes of a file in one data node."""
_MAGIC = b"\x31\x18\x10\x06"
_HEAD = struct.Struct("<4xIQIB")
_LEAF = 8192
"""Above every inode, data and entry node: they hold at most one block."""
_LARGEST = 1 << 16
_WASTE = 4
"""How many times the image's size may be summed in vain: nodes may claim to overlap."""
LEAST = {INODE: INODE_HEAD, DATA: DATA_HEAD, DENTRY: DENTRY_HEAD, XENTRY: DENTRY_HEAD, TRUNCATION: 56, PAD: 28}
LEAST |= {SUPER: 4096, MASTER: 512, REFERENCE: 64, INDEX: INDEX_HEAD, COMMIT: 32, ORPHANS: 32, AUTH: HEADER}
LEAST |= {SIGNATURE: SIGNATURE_HEAD}
"""Kind of node to the size of its fixed part."""
UNKNOWN = 255
"""Stands for every kind that is not defined, and for a node that is shorter than its kind's fixed part."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node at ``start``; with a wrong checksum (``valid`` False) nothing of it can be trusted."""

    start: int
    kind: int
    sequence: int
    length: int
    valid: bool
    end: int
    """First byte behind the node and its padding; of a damaged one, behind the last byte that may be part of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The superblock's numbers, in bytes and logical blocks."""

    leb: int
    count: int
    log: int
    lpt: int
    flags: int
    page: int
    """Smallest unit of writing."""
    lsave: int
    most: int
    """Logical blocks that the file system may grow to."""

    @property
    def table(self) -> Span:
        """Where the tree of block properties is: the only area that does not consist of nodes."""
        return Span((3 + self.log) * self.leb, self.lpt * self.leb)


def superblock(data: memoryview) -> Layout:
    """The layout by the node at the beginning.

    :raises ParseFailure: where the node is damaged or its numbers make no file system.
    """
    node = next(iter(nodes(data[:BLOCK], BLOCK)), None)
    if node is None or not node.valid or node.kind != SUPER:
        raise ParseFailure("the superblock is damaged")
    flags, page, leb, count, most = struct.unpack_from("<5I", data, 28)
    log, lpt, orphans, _, _, lsave = struct.unpack_from("<6I", data, 56)
    if leb < BLOCK or leb % 8 or not page or page > leb or count < 3 + log + lpt + orphans or most < count:
        raise ParseFailure("the superblock's numbers make no file system")
    return Layout(leb, count, log, lpt, flags, page, lsave, most)


def guessed(data: memoryview) -> Layout:
    """The layout without a superblock: the first master node begins the second logical block.

    :raises ParseFailure: where there is none.
    """
    for node in nodes(data, len(data)):
        if node.valid and node.kind == MASTER and node.start:
            count = -(-len(data) // node.start)
            return Layout(node.start, count, 0, 0, 0, 1, 0, count)
    raise ParseFailure("neither a superblock nor a master node is intact")


def nodes(data: memoryview, leb: int, begin: int = 0) -> Iterator[Node]:
    """Every node from ``begin`` on in order; none reaches beyond its logical block.

    :raises LimitReached: where damaged nodes would take too long.
    """
    search = re.compile(re.escape(_MAGIC)).search
    position, waste = begin, _WASTE * len(data) + (1 << 20)
    while (found := search(data, position)) is not None:
        start = found.start()
        position = start + 1
        if start % 8 or start + HEADER > len(data):
            continue
        node = _node(data, start, min(start - start % leb + leb, len(data)))
        yield node
        position = start + 8
        if node.valid:
            position = (node.end + 7) // 8 * 8
        else:
            waste -= node.length
        if waste < 0:
            raise LimitReached("too many damaged nodes overlap")


def _node(data: memoryview, start: int, limit: int) -> Node:
    checksum, sequence, length, kind = _HEAD.unpack_from(data, start)
    end = start + length
    if not HEADER <= length <= (_LEAF if kind <= XENTRY else _LARGEST) or end > limit:
        return Node(start, kind, sequence, HEADER, False, limit)
    valid = crc(data[start + 8 : end]) == checksum
    if length < LEAST.get(kind, length + 1):
        kind = UNKNOWN
    if valid and kind == PAD:
        end = min(limit, end + struct.unpack_from("<I", data, start + HEADER)[0])
    return Node(start, kind, sequence, length, valid, end)
