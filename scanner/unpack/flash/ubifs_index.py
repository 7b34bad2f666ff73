"""Walks the index of a UBIFS image: it says which nodes of the last commit count and where they should be."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scanner.unpack.flash.ubifs_nodes import INDEX_HEAD, Node

_BRANCH = struct.Struct("<III")
BRANCH = 20
"""Bytes of a branch: place and key. With authentication a hash follows."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What the newest master node says."""

    number: int
    root: int
    """Offset of the root of the index in the image."""
    length: int
    """Of the root of the index."""
    master: Node


@dataclass(slots=True)
class Index:
    """``leaves`` are offsets of nodes that count; ``lost`` are (index node, offset, length) of what is not there."""

    leaves: set[int] = field(default_factory=set)
    lost: list[tuple[Node, int, int]] = field(default_factory=list)
    complete: bool = False
    """All of the index itself is intact."""


def commit(data: memoryview, masters: list[Node], leb: int) -> Commit | None:
    """The newest of ``masters``; None without any."""
    newest = max(masters, key=lambda node: node.sequence, default=None)
    if newest is None:
        return None
    (number,) = struct.unpack_from("<Q", data, newest.start + 32)
    block, offset, length = struct.unpack_from("<III", data, newest.start + 48)
    return Commit(number, block * leb + offset, length, newest)


def walk(data: memoryview, inner: Mapping[int, Node], leaves: Mapping[int, Node], last: Commit, leb: int) -> Index:
    """Follow the index from its root. ``inner`` and ``leaves`` are the nodes that are there; each is met once."""
    result = Index(complete=last.root in inner)
    pending = [last.root] if last.root in inner else []
    if not pending:
        result.lost.append((last.master, last.root, last.length))
    seen: set[int] = set(pending)
    while pending:
        node = inner[pending.pop()]
        level = struct.unpack_from("<H", data, node.start + 26)[0]
        for start, length in branches(data, node, leb):
            if not level:
                result.leaves.add(start)
                if start not in leaves:
                    result.lost.append((node, start, length))
            elif start not in inner:
                result.complete = False
                result.lost.append((node, start, length))
            elif start not in seen:
                seen.add(start)
                pending.append(start)
    return result


def branches(data: memoryview, node: Node, leb: int) -> Iterator[tuple[int, int]]:
    """(offset in the image, length) of what an index node refers to; nothing from one whose numbers do not fit."""
    (count,) = struct.unpack_from("<H", data, node.start + 24)
    size = (node.length - INDEX_HEAD) // count if count else 0
    if size < BRANCH:
        return
    for position in range(node.start + INDEX_HEAD, node.start + INDEX_HEAD + count * size, size):
        block, offset, length = _BRANCH.unpack_from(data, position)
        yield block * leb + offset, length
