"""What examining one node gave, without saying where in a delivery the node stood."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scanner.detect.standing import standing, surroundings
from scanner.examine import Examined
from scanner.types import LedgerEntry, Link, Node, Observation, Span


@dataclass(frozen=True, slots=True)
class Kept:
    """One child of a container, as the container's record names it."""

    name: str
    """Below the container, before it was made unique or masked in a delivery."""
    sha256: str
    size: int
    written: int
    span: Span | None
    key: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one node and the names of what it contains; the children have records of their own."""

    size: int
    sha256: str
    format: str
    attributes: tuple[tuple[str, str], ...]
    entries: tuple[LedgerEntry, ...]
    observations: tuple[Observation, ...]
    seen_by: tuple[str, ...]
    children: tuple[Kept, ...]
    links: tuple[tuple[str, str, str], ...]
    """(name below the container, target, kind)."""

    def placed(self, node: Node) -> Examined:
        """The result as if ``node``, which has the same bytes, had been examined."""
        return Examined(
            replace(node, format=self.format, attributes=self.attributes),
            tuple(replace(entry, path=node.path) for entry in self.entries),
            tuple(replace(seen, path=node.path) for seen in self.observations),
            self.seen_by,
        )

    def links_of(self, node: Node) -> Iterator[Link]:
        """The links that unpacking ``node`` would have recorded."""
        return (Link(f"{node.path}!/{name}", target, kind) for name, target, kind in self.links)

    def children_of(self, node: Node) -> Iterator[tuple[Node, Kept]]:
        """The children that unpacking ``node`` would have given."""
        for kept in self.children:
            path, depth = f"{node.path}!/{kept.name}", node.depth + 1
            yield Node(path, node.path, kept.size, kept.sha256, "", kept.span, depth), kept


def key_of(settings: bytes, sha256: str, path: str) -> bytes:
    """The key of the record of a node at ``path``: its bytes, as much of its path as can matter, and ``settings``.

    What matters is the file name (formats of text and library names are told by it) and whether the file, or what a
    container holds, stands where a package manager puts its metadata (``x.dist-info/METADATA``) or its modules.
    """
    role = f"{standing(path)}\n{surroundings(path)}"
    name = path.rpartition("/")[2].encode("utf-8", "surrogateescape")
    return hashlib.sha256(
        b"\0".join((settings, sha256.encode(), role.encode("utf-8", "surrogateescape"), name))
    ).digest()
