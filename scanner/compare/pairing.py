"""Which file of the update is which of the deployed version: by name, by name without version numbers, by content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from scanner.compare.names import Keys

Node = Mapping[str, Any]
Nodes = Mapping[str, Node]
Key = Callable[[str], str | None]
"""Name of a file → what it is paired by; None is like no other."""
INNER = "!/"


def pairs(old: Nodes, new: Nodes) -> tuple[dict[str, str], frozenset[str]]:
    """(new path → old path, each path at most once; the new paths that nothing but their content joins).

    By path, by path without version numbers, by content, and then by the path in the innermost container: the next
    version may come in another package. Of several that are alike, those with the same bytes are paired first, the
    others in the order of their paths. The name of the delivery itself, one file or one folder, is not part of a path:
    the next version is called otherwise.
    """
    pairing, keys = _Pairing(*_sides(old, new)), Keys()
    for key in (_as_it_is, keys.in_folder, keys.of):
        pairing.by(key)
    known = set(pairing.before)
    pairing.by_content()
    moved = frozenset(pairing.before.keys() - known)
    pairing.by(lambda name: keys.of(name.rpartition(INNER)[2]) if INNER in name else None)
    return pairing.before, moved


def _sides(old: Nodes, new: Nodes) -> tuple[_Side, _Side]:
    """Both sides, without the delivery's own name where both are one file or both are one folder."""
    root_old, root_new = _root(old), _root(new)
    if root_old is not None and root_new is not None:
        return _Side(old, _without(root_old)), _Side(new, _without(root_new))
    folder_old, folder_new = _folder(old), _folder(new)
    if folder_old and folder_new:
        return _Side(old, _below(folder_old)), _Side(new, _below(folder_new))
    return _Side(old), _Side(new)


def _folder(nodes: Nodes) -> str | None:
    """``name/``, where every delivered file lies below that one folder."""
    tops = {path.partition("/")[0] for path, node in nodes.items() if node["parent"] is None}
    lies = all("/" in path for path, node in nodes.items() if node["parent"] is None)
    return f"{tops.pop()}/" if len(tops) == 1 and lies else None


def _root(nodes: Nodes) -> str | None:
    """The path of the delivery, where it is one file."""
    roots = [path for path, node in nodes.items() if node["parent"] is None]
    return roots[0] if len(roots) == 1 else None


def _as_it_is(name: str) -> str:
    return name


class _Side:
    """The paths of one version that have no partner yet, in order, and their names as ``named`` shortens them."""

    def __init__(self, nodes: Nodes, named: Callable[[str], str] | None = None) -> None:
        self._nodes = nodes
        self.left = sorted(nodes)
        self._names = self.left if named is None else list(map(named, self.left))

    def keys(self, key: Key) -> list[str | None]:
        """The keys of what is left, in its order."""
        return list(map(key, self._names))

    def by_content(self, paths: Sequence[str]) -> dict[str, list[str]]:
        """``paths`` by their bytes; an empty file, or one that was not hashed, is like no other."""
        return _grouped(paths, map(self._content, paths))

    def drop(self, paired: Iterable[str]) -> None:
        """Take ``paired`` out of what is left."""
        gone = set(paired)
        if gone:
            both = [both for both in zip(self.left, self._names, strict=True) if both[0] not in gone]
            self.left, self._names = [path for path, _ in both], [name for _, name in both]

    def _content(self, path: str) -> str | None:
        node = self._nodes[path]
        return str(node["sha256"]) if node["size"] and node["sha256"] else None


class _Pairing:
    """Pairs found so far, new path → old path, and what is left on both sides."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.before: dict[str, str] = {}
        self._old, self._new = old, new

    def by(self, key: Key) -> None:
        """Pair what is left where the keys of the names agree."""
        old, new = self._old.keys(key), self._new.keys(key)
        one_old, one_new = dict(zip(old, self._old.left, strict=True)), dict(zip(new, self._new.left, strict=True))
        both = (one_old.keys() & one_new.keys()) - {None}
        if len(one_old) == len(old) and len(one_new) == len(new):
            self._keep((one_new[word], one_old[word]) for word in both)
        elif both:
            olds, news = _grouped(self._old.left, old), _grouped(self._new.left, new)
            self._keep(pair for word in both for pair in self._matched(olds[str(word)], news[str(word)]))

    def by_content(self) -> None:
        """Pair what is left where the bytes are the same."""
        self._keep(self._same(self._old.left, self._new.left))

    def _matched(self, olds: Sequence[str], news: Sequence[str]) -> Iterable[tuple[str, str]]:
        if len(olds) == len(news) == 1:
            return ((news[0], olds[0]),)
        found = self._same(olds, news)
        taken = {path for both in found for path in both}
        rest = ([path for path in news if path not in taken], [path for path in olds if path not in taken])
        return [*found, *zip(*rest, strict=False)]

    def _same(self, olds: Sequence[str], news: Sequence[str]) -> list[tuple[str, str]]:
        held = self._old.by_content(olds)
        return [
            both
            for content, paths in self._new.by_content(news).items()
            for both in zip(paths, held.get(content, ()), strict=False)
        ]

    def _keep(self, found: Iterable[tuple[str, str]]) -> None:
        pairs = dict(found)
        self.before.update(pairs)
        self._new.drop(pairs)
        self._old.drop(pairs.values())


def _grouped(paths: Iterable[str], keys: Iterable[str | None]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path, key in zip(paths, keys, strict=True):
        if key is not None:
            groups.setdefault(key, []).append(path)
    return groups


def _without(root: str) -> Callable[[str], str]:
    start, inner = len(root), root + INNER
    return lambda path: path[start:] if path == root or path.startswith(inner) else path


def _below(folder: str) -> Callable[[str], str]:
    return lambda path: path.removeprefix(folder)
