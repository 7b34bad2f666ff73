"""Reads a delivery to its leaves, one node after the other, and proves the ledger's sums on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scanner.ledger import imbalance, roll_up
from scanner.types import ByteState, LedgerEntry, Limits, Link, Node
from tests.unpack.harness import DEFAULT, read_bytes

DEPTH = 40


@dataclass(slots=True)
class Tree:
    """All nodes below one input."""

    nodes: list[Node] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    @property
    def root(self) -> dict[ByteState, int]:
        """Byte states of the whole input."""
        return roll_up(self.nodes, self.entries)[self.nodes[0].path]

    def unread(self, state: ByteState) -> list[LedgerEntry]:
        """Entries in ``state``."""
        return [entry for entry in self.entries if entry.state is state]


def recurse(data: bytes, name: str = "delivery", limits: Limits = DEFAULT) -> Tree:
    """Read ``data`` and everything in it; the sums must hold at every node."""
    tree = Tree()
    _add(tree, data, Node(name, None, len(data)), limits)
    rolled = roll_up(tree.nodes, tree.entries)
    assert not imbalance(tree.nodes, rolled)
    assert sum(rolled[name].values()) == len(data)
    return tree


def _add(tree: Tree, data: bytes, node: Node, limits: Limits) -> None:
    assert node.depth < DEPTH
    tree.nodes.append(node)
    tree.data[node.path] = data
    outcome = read_bytes(data, node.path, limits=limits)
    assert not outcome.error.startswith(("TypeError", "ValueError", "KeyError", "IndexError", "AttributeError"))
    tree.entries += outcome.entries
    tree.formats[node.path] = outcome.format
    tree.links += outcome.links
    for child in outcome.children.values():
        _add(tree, child.data, replace(child.node, depth=node.depth + 1), limits)
