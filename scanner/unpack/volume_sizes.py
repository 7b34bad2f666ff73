"""How a node that was joined from several files remembers where they met."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.types import Node

ATTRIBUTE = "volume-sizes"


def sizes_text(sizes: Sequence[int]) -> tuple[str, str]:
    """The attribute for parts of these sizes, in bytes and in their order."""
    return ATTRIBUTE, " ".join(map(str, sizes))


def volume_sizes(node: Node) -> tuple[int, ...]:
    """Sizes of the parts of ``node``; empty where it was never in parts, or the parts do not make the node."""
    words = dict(node.attributes).get(ATTRIBUTE, "").split()
    sizes = tuple(int(word) for word in words if word.isdecimal())
    return sizes if sum(sizes) == node.size else ()
