"""Paths in a file system of entries and inodes: also of deleted files, without trust in the entries' being a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

DEEPEST = 256
"""Folders above one file; deeper ones start a new path."""
LONGEST = 4096
"""Bytes of a path that is still given in full."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a folder. ``inode`` 0 says that the name was removed."""

    parent: int
    name: bytes
    inode: int
    rank: int
    """The highest one of a name counts."""
    start: int = 0
    length: int = 0
    """Its node in the image."""
    live: bool = True
    """It may count; what is marked or known as out of date may not."""


class Names:
    """The paths of inodes. Of every name the live entry of the highest rank counts; others name what was deleted."""

    def __init__(self, entries: Iterable[Entry], root: int) -> None:
        self._names: dict[int, list[Entry]] = defaultdict(list)
        self._former: dict[int, Entry] = {}
        self._folders: dict[int, bytes] = {root: b""}
        winners: dict[tuple[int, bytes], Entry] = {}
        for entry in entries:
            self._remember(entry)
            best = winners.get((entry.parent, entry.name))
            if entry.live and (best is None or entry.rank >= best.rank):
                winners[entry.parent, entry.name] = entry
        for entry in winners.values():
            if entry.inode:
                self._names[entry.inode].append(entry)

    def _remember(self, entry: Entry) -> None:
        last = self._former.get(entry.inode)
        if last is None or entry.rank >= last.rank:
            self._former[entry.inode] = entry

    def live(self) -> Iterable[Entry]:
        """Every entry that counts."""
        return (entry for found in self._names.values() for entry in found)

    def of(self, inode: int) -> list[bytes]:
        """All paths of ``inode``; none for one that is deleted."""
        return [self.path(entry) for entry in self._names.get(inode, ())]

    def former(self, inode: int) -> bytes:
        """The last known path of a deleted ``inode``, or its number where no name of it is known."""
        entry = self._former.get(inode)
        return b".deleted/" + self.path(entry) if entry else b".lost/inode-%d" % inode

    def path(self, entry: Entry) -> bytes:
        """Folder and name; the folder is ``.lost/inode-…`` where none leads to it."""
        return self._folder(entry.parent) + entry.name

    def _folder(self, inode: int) -> bytes:
        """The folder's path with a slash at its end; empty for the root."""
        chain: list[tuple[int, bytes]] = []
        seen: set[int] = set()
        current = inode
        while current not in self._folders:
            entry = next(iter(self._names.get(current, ())), None) or self._former.get(current)
            if entry is None or current in seen or len(chain) >= DEEPEST:
                self._folders[current] = b".lost/inode-%d/" % current
                break
            seen.add(current)
            chain.append((current, entry.name))
            current = entry.parent
        for number, name in reversed(chain):
            path = self._folders[current] + name + b"/"
            self._folders[number] = path if len(path) <= LONGEST else b".lost/inode-%d/" % number
            current = number
        return self._folders[inode]
