"""The tree of nodes that are still being worked on: tells when everything in a container is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.cache.record import Kept
from scanner.types import Link, Node
from scanner.unpack.outlet import Child


@dataclass(slots=True)
class Branch:
    """One node from its arrival until it and all that is in it have been examined."""

    node: Node
    parent: Branch | None
    key: bytes = b""
    """Under which its result may be kept; empty: it may not."""
    children: list[Kept] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    held: list[Child] = field(default_factory=list)
    """Children that may be volumes of one archive: they wait until all have come."""
    below: int = 0
    """Children that are not done."""
    examined: bool = False
    nameable: bool = True
    """False where a name in it was masked: a name of a person must not get into the cache."""
    settled: bool = True
    """False where what came of its children depends on more than its bytes."""
    known: bool = False
    """Its result was at hand: there is nothing new to keep."""

    def repeats(self) -> bool:
        """Whether a container around it has the same bytes and name: it would wait for itself for ever."""
        around = self.parent
        while around is not None:
            if around.key == self.key:
                return True
            around = around.parent
        return False


class Branches:
    """All nodes that are open, by path."""

    def __init__(self) -> None:
        self._open: dict[str, Branch] = {}

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, path: str) -> bool:
        return path in self._open

    def get(self, path: str | None) -> Branch | None:
        """The open node at ``path``."""
        return None if path is None else self._open.get(path)

    def unexamined(self) -> list[str]:
        """Paths of the nodes that nothing has been said about yet."""
        return [path for path, branch in self._open.items() if not branch.examined]

    def add(self, node: Node, parent: Branch | None) -> Branch:
        """A node has arrived."""
        branch = self._open[node.path] = Branch(node, parent)
        if parent is not None:
            parent.below += 1
        return branch

    def examined(self, branch: Branch) -> Iterator[Branch]:
        """``branch`` itself is done; yields every node with which everything in it is done now, innermost first."""
        branch.examined = True
        current: Branch | None = branch
        while current is not None and current.examined and not current.below:
            self._open.pop(current.node.path, None)
            yield current
            current = current.parent
            if current is not None:
                current.below -= 1
