"""Which file of the update is which file of the deployed version, and what became of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.compare.pairing import INNER, Node, pairs
from scanner.types import UNREAD

__all__ = ["INNER", "MOST", "Files", "pair", "same", "summary", "unread"]
MOST = 500
"""Paths that a change document lists of one kind; the numbers are of all."""
_UNREAD = tuple(state.value for state in UNREAD)


@dataclass(frozen=True, slots=True)
class Files:
    """The nodes of both sides by path, and the pairs: new path → old path and old path → new path."""

    old: Mapping[str, Node]
    new: Mapping[str, Node]
    before: Mapping[str, str]
    after: Mapping[str, str]
    moved: frozenset[str]
    """New paths of pairs that nothing but their content joins."""
    old_bytes: Mapping[str, str]
    """SHA-256 → a path in the deployed version; no empty files."""
    new_bytes: Mapping[str, str]

    def reversed(self) -> Files:
        """The same pairs with the sides changed over."""
        moved = frozenset(self.before[path] for path in self.moved)
        return Files(self.new, self.old, self.after, self.before, moved, self.new_bytes, self.old_bytes)

    def unchanged(self, path: str) -> bool:
        """Whether the update's file ``path`` stands in the deployed version with the same bytes."""
        was = self.before.get(path)
        return was is not None and same(self.old[was], self.new[path])

    def twin(self, path: str) -> str | None:
        """The deployed version's file with the bytes of ``path``, wherever it lies; the one it is paired with first."""
        if self.unchanged(path):
            return self.before[path]
        node = self.new.get(path)
        return self.old_bytes.get(node["sha256"]) if node and node["size"] else None

    def container(self, path: str) -> str | None:
        """The innermost container around ``path`` that the deployed version has with the same bytes: what is in it was
        there as well, whether it was read or not."""
        node = self.new.get(path)
        while node is not None and len(node["parent"] or node["path"]) < len(
            node["path"]
        ):  # no circle in a false report
            node = self.new.get(node["parent"])
            if node is not None and node["size"] and node["sha256"] and self.twin(node["path"]) is not None:
                return str(node["path"])
        return None


def pair(old: Sequence[Node], new: Sequence[Node]) -> Files:
    """The nodes of two reports, paired as :mod:`scanner.compare.pairing` does it."""
    olds, news = ({node["path"]: node for node in nodes} for nodes in (old, new))
    before, moved = pairs(olds, news)
    after = {was: now for now, was in before.items()}
    return Files(olds, news, before, after, moved, _by_content(olds), _by_content(news))


def same(old: Node, new: Node) -> bool:
    """Whether two nodes have the same bytes; what was not hashed is the same where all that is known of it is."""
    if old["sha256"] or new["sha256"]:
        return bool(old["sha256"] == new["sha256"])
    return (old["size"], old["format"], old["states"]) == (new["size"], new["format"], new["states"])


def _unlike(old: str, new: str) -> bool:
    """Whether two hashes do not settle that two nodes are the same: most do, without a look at the nodes."""
    return old != new or not old


def unread(node: Node) -> int:
    """Bytes of ``node`` that were not read, its files' bytes included."""
    return sum(node["states"].get(state, 0) for state in _UNREAD)


def summary(files: Files) -> dict[str, Any]:
    """Numbers of files at every depth, and up to :data:`MOST` paths of each kind, by path.

    A file whose path differs in a version number, or in a word for the same thing, is the same file. What stands in a
    container that both versions have with the same bytes was only opened in one of them, and is neither new nor gone.
    """
    added, opened = _inside_what_both_have(files)
    removed, closed = _inside_what_both_have(files.reversed())
    moved = sorted((path, files.before[path]) for path in files.moved)
    old, new = files.old, files.new
    other = [(now, was) for now, was in files.before.items() if _unlike(old[was]["sha256"], new[now]["sha256"])]
    changed = sorted((now, was) for now, was in other if not same(old[was], new[now]))
    return {
        "same": len(files.before) - len(changed) - len(moved),
        "added": _listed(added),
        "removed": _listed(removed),
        "opened": _listed(opened),
        "closed": _listed(closed),
        "changed": {"count": len(changed), "paths": _renamed(changed[:MOST])},
        "renamed": {"count": len(moved), "paths": _renamed(moved[:MOST])},
    }


def _inside_what_both_have(files: Files) -> tuple[list[str], list[str]]:
    """Paths of the update alone: (all others, those in a container that the deployed version has as well)."""
    alone = sorted(path for path in files.new if path not in files.before)
    inside = {path for path in alone if files.container(path) is not None}
    return [path for path in alone if path not in inside], sorted(inside)


def _listed(paths: Sequence[str]) -> dict[str, Any]:
    return {"count": len(paths), "paths": list(paths[:MOST])}


def _renamed(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"path": now, "before": was} for now, was in pairs]


def _by_content(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Of several files with the same bytes the one that was read furthest, then the first."""
    hashed = [(node["sha256"], path) for path, node in nodes.items() if node["size"] and node["sha256"]]
    known = dict(hashed)
    if len(known) == len(hashed):
        return known
    several = Counter(sha256 for sha256, _ in hashed)
    alike = ((sha256, path) for sha256, path in hashed if several[sha256] > 1)
    return known | dict(sorted(alike, key=lambda both: (unread(nodes[both[1]]), both[1]), reverse=True))
