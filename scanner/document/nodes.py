"""The parts of a report document that list what the delivery is made of: the delivery, its nodes and its links."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from scanner.document.canonical import short_id
from scanner.document.result import Result
from scanner.types import ByteState, Link, Node

States = Mapping[ByteState, int]


def delivery(result: Result) -> dict[str, Any]:
    """Name, size and digest of what was handed over, and what the city says about it."""
    roots = sorted((node for node in result.nodes if node.parent is None), key=lambda node: node.path)
    return {
        "name": result.name,
        "kind": "file" if len(roots) == 1 else "files",
        "files": len(roots),
        "size": sum(node.size for node in roots),
        "sha256": roots_digest(roots),
        "context": asdict(result.context),
    }


def roots_digest(roots: Sequence[Node]) -> str:
    """SHA-256 of the only file; of several the SHA-256 of the list that ``sha256sum`` would print, sorted by path."""
    if len(roots) == 1:
        return roots[0].sha256
    listing = "".join(f"{node.sha256}  {node.path}\n" for node in sorted(roots, key=lambda node: node.path))
    return hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()


_WORDS = tuple((state, state.value) for state in ByteState)


def nodes(result: Result, rolled: Mapping[str, States]) -> list[dict[str, Any]]:
    """Every node, by path; ``rolled`` are the byte states of each (:func:`scanner.ledger.roll_up`)."""
    return [_node(result, node, rolled.get(node.path, {})) for node in sorted(result.nodes, key=lambda node: node.path)]


def _node(result: Result, node: Node, totals: States) -> dict[str, Any]:
    return {
        "id": short_id(node.path, node.sha256),
        "path": node.path,
        "parent": node.parent,
        "size": node.size,
        "sha256": node.sha256,
        "format": node.format,
        "span": None if node.span is None else {"offset": node.span.offset, "length": node.span.length},
        "states": states(totals),
        "seen_by": sorted(result.seen_by.get(node.path, ())),
        "attributes": [{"name": name, "value": value} for name, value in sorted(node.attributes)],
        "identities": [{"name": name, "value": value} for name, value in sorted(result.identities.get(node.path, ()))],
    }


def states(totals: States) -> dict[str, int]:
    """Byte states by their word, in the order of the enum, without those that have no byte."""
    return {word: totals[state] for state, word in _WORDS if totals.get(state)}


def links(found: Sequence[Link]) -> list[dict[str, str]]:
    """Links and special files, by path."""
    return [
        {"path": e.path, "target": e.target, "kind": e.kind}
        for e in sorted(found, key=lambda e: (e.path, e.target, e.kind))
    ]
