"""Which file of the update is which file of the deployed version, and what became of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.compare.names import Keys
from scanner.types import UNREAD

Node = Mapping[str, Any]
Key = Callable[[str], str]
"""Path → what it is paired by."""
MOST = 500
"""Paths that a change document lists of one kind; the numbers are of all."""
INNER = "!/"
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
        while node is not None and node["parent"] is not None:
            node = self.new.get(node["parent"])
            if node is not None and node["size"] and node["sha256"] and self.twin(node["path"]) is not None:
                return str(node["path"])
        return None


def pair(old: Sequence[Node], new: Sequence[Node]) -> Files:
    """Pair the nodes of two reports, each at most once: by path, by path without version numbers, by content, and then
    by the path in the innermost container: the next version may come in another package.

    The name of a delivery that is one file is not part of a path: the next version is called otherwise.
    """
    olds, news = _by_path(old), _by_path(new)
    below_old, below_new = _relative(old, new)
    old_bytes, new_bytes = _contents(olds, "<"), _contents(news, ">")
    pairing, keys = _Pairing(olds, news), Keys()
    pairing.by(below_old, below_new)
    for key in (keys.in_folder, keys.of):
        old_key, new_key = _after(key, below_old), _after(key, below_new)
        pairing.by(_both(old_bytes, old_key), _both(new_bytes, new_key))
        pairing.by(old_key, new_key)
    known = len(pairing.before)
    pairing.by(old_bytes, new_bytes)
    moved = frozenset(list(pairing.before)[known:])
    pairing.by(_inside(keys, "<"), _inside(keys, ">"))
    before = pairing.before
    after = {was: now for now, was in before.items()}
    return Files(olds, news, before, after, moved, _by_content(olds), _by_content(news))


def same(old: Node, new: Node) -> bool:
    """Whether two nodes have the same bytes; what was not hashed is the same where all that is known of it is."""
    if old["sha256"] or new["sha256"]:
        return bool(old["sha256"] == new["sha256"])
    return (old["size"], old["format"], old["states"]) == (new["size"], new["format"], new["states"])


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
    changed = sorted((now, was) for now, was in files.before.items() if not same(files.old[was], files.new[now]))
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


def _by_path(nodes: Sequence[Node]) -> dict[str, Node]:
    return {node["path"]: node for node in nodes}


def _by_content(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Of several files with the same bytes the one that was read furthest, then the first."""
    known: dict[str, str] = {}
    for path in sorted(nodes):
        node = nodes[path]
        if node["size"] and node["sha256"]:
            first = known.setdefault(node["sha256"], path)
            if first is not path and unread(node) < unread(nodes[first]):
                known[node["sha256"]] = path
    return known


def _contents(nodes: Mapping[str, Node], side: str) -> Key:
    """What a node can be known by wherever it lies; an empty file, or one that was not hashed, is like no other."""

    def content(path: str) -> str:
        node = nodes[path]
        return str(node["sha256"]) if node["size"] and node["sha256"] else f"{side}{path}"

    return content


def _inside(keys: Keys, side: str) -> Key:
    """The compared path in the innermost container; what lies in none is like no other."""

    def inside(path: str) -> str:
        container, _, name = path.rpartition(INNER)
        return keys.of(name) if container else f"{side}{path}"

    return inside


def _both(one: Key, other: Key) -> Key:
    return lambda path: one(path) + other(path)


def _after(key: Key, below: Key) -> Key:
    return lambda path: key(below(path))


def _relative(old: Iterable[Node], new: Iterable[Node]) -> tuple[Key, Key]:
    """For both sides: a path without the delivery's own name, where both deliveries are one file."""
    roots = [[node["path"] for node in nodes if node["parent"] is None] for nodes in (old, new)]
    if any(len(paths) != 1 for paths in roots):
        return _as_it_is, _as_it_is
    return _without(roots[0][0]), _without(roots[1][0])


def _as_it_is(path: str) -> str:
    return path


def _without(root: str) -> Key:
    start, inner = len(root), root + INNER
    return lambda path: path[start:] if path == root or path.startswith(inner) else path


class _Pairing:
    """Pairs found so far and the paths that are left on both sides."""

    def __init__(self, old: Iterable[str], new: Iterable[str]) -> None:
        self.before: dict[str, str] = {}
        self._old, self._new = sorted(old), sorted(new)

    def by(self, old_key: Key, new_key: Key) -> None:
        """Pair what is left where the keys agree; equal keys in the order of their paths."""
        left: dict[str, list[str]] = defaultdict(list)
        for path in reversed(self._old):
            left[old_key(path)].append(path)
        remaining = []
        for path in self._new:
            found = left.get(new_key(path))
            if found:
                self.before[path] = found.pop()
            else:
                remaining.append(path)
        self._new = remaining
        self._old = sorted(path for paths in left.values() for path in paths)
