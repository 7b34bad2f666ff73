"""What a screening need not do again: results of this run and, where there is a cache, of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.cache.record import Kept, Record, key_of
from scanner.cache.store import Store
from scanner.examine import Examined
from scanner.types import Link, Node
from scanner.unpack.outlet import Budget


@dataclass(frozen=True, slots=True)
class Found:
    """A whole tree of results: a node's own and those of everything in it."""

    record: Record
    children: tuple[Found, ...]


@dataclass(slots=True)
class _Room:
    """What the limits still allow; a tree that does not fit is examined as if it were not known."""

    files: int
    bytes: int


@dataclass(slots=True)
class Reuse:
    """Remembers results under their keys. ``store`` None: only within this run."""

    settings: bytes
    store: Store | None = None
    from_cache: int = 0
    """Results that came from the store."""
    _known: dict[bytes, Record] = field(default_factory=dict)

    def key(self, node: Node) -> bytes:
        """The key of ``node``; empty where its bytes have no hash.

        What was known of it before it was read counts: volumes that were joined, or one whose fellows are missing.
        """
        settings = self.settings + repr(node.attributes).encode() if node.attributes else self.settings
        return key_of(settings, node.sha256, node.path) if node.sha256 else b""

    def find(self, key: bytes, node: Node, budget: Budget) -> Found | None:
        """The results of ``node`` and all that is in it, if every single one is known and the limits allow them."""
        room = _Room(budget.files_left, budget.bytes_left)
        found = self._tree(key, room, budget.limits.depth - node.depth) if key else None
        return found if found is not None and found.record.sha256 == node.sha256 else None

    def keep(self, key: bytes, examined: Examined, children: Iterable[Kept], links: Iterable[Link]) -> None:
        """Remember what ``examined`` says, with the names of its children and links."""
        node = examined.node
        start = len(node.path) + 2
        record = Record(
            node.size,
            node.sha256,
            node.format,
            node.attributes,
            examined.entries,
            examined.observations,
            examined.seen_by,
            tuple(children),
            tuple((link.path[start:], link.target, link.kind) for link in links),
        )
        self._known[key] = record
        if self.store is not None:
            self.store.put(key, record)

    def forget(self) -> None:
        """Let go of this run's results: the report needs the memory."""
        self._known.clear()

    def _tree(self, key: bytes, room: _Room, depth: int) -> Found | None:
        record = self._record(key)
        if record is None or (depth <= 0 and record.children):
            return None
        below: list[Found] = []
        for kept in record.children:
            room.files -= 1
            room.bytes -= kept.written
            if room.files < 0 or room.bytes < 0:
                return None
            found = self._tree(kept.key, room, depth - 1) if kept.key else None
            if found is None:
                return None
            below.append(found)
        return Found(record, tuple(below))

    def _record(self, key: bytes) -> Record | None:
        record = self._known.get(key)
        if record is None and self.store is not None:
            record = self.store.get(key)
            if record is not None:
                self.from_cache += 1
                self._known[key] = record
        return record
