"""What a worker may say: which objects at all, and only of the node that it was given and what is directly in it."""

from __future__ import annotations

from scanner.examine import Examined
from scanner.types import ByteState, FactKind, LedgerEntry, Link, Node, Observation, Place, Span
from scanner.unpack.outlet import Artefact, Child

SAID = (Examined, Child, Link, Artefact, Node, Span, LedgerEntry, Observation, ByteState, FactKind, Place)
"""All that what a worker says is made of."""


def about(said: object, node: Node) -> bool:
    """Whether a worker that was given ``node`` speaks of it: one that a delivery took over may lie about it alone."""
    if isinstance(said, Child):
        return said.node.parent == node.path and _below(said.node.path, node) and said.node.depth == node.depth + 1
    if isinstance(said, Link):
        return _below(said.path, node)
    if not isinstance(said, Examined):
        return True
    told = said.node
    same = (told.path, told.parent, told.size, told.span, told.depth) == (
        (node.path, node.parent, node.size, node.span, node.depth)
    )
    paths = {entry.path for entry in said.entries} | {seen.path for seen in said.observations}
    return same and told.sha256 == (node.sha256 or told.sha256) and paths <= {node.path}


def _below(path: str, node: Node) -> bool:
    """Whether ``path`` is directly in ``node``: one name in it, and nothing in what that contains."""
    start = f"{node.path}!/"
    return path.startswith(start) and "!/" not in path[len(start) :]
