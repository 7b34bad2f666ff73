"""Whether a result that was found elsewhere holds at this place too: in a gallery, names in it are those of people."""

from __future__ import annotations

from scanner.cache.reuse import Found
from scanner.survey.galleries import Galleries
from scanner.types import Node


def fits(found: Found, node: Node, galleries: Galleries) -> bool:
    """Whether all that is in ``node``, which has the bytes of ``found``, keeps its name here.

    A file whose name is masked is examined under the masked one, so what was seen under its own says too much here.
    """
    if galleries.may_reach(node.path) and not _named(found, node, galleries):
        return False
    below = zip(found.record.children_of(node), found.children, strict=True)
    return all(fits(tree, child, galleries) for (child, _), tree in below if tree.children or tree.record.links)


def _named(found: Found, node: Node, galleries: Galleries) -> bool:
    children = all(galleries.shown(child.path, node.path) == child.path for child, _ in found.record.children_of(node))
    return children and all(
        galleries.shown(link.path, node.path) == link.path and galleries.target(link.path, link.target) == link.target
        for link in found.record.links_of(node)
    )
