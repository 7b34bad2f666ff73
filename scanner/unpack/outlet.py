"""The gate between a reader and the rest: names, limits, hashes and the completeness of the ledger."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scanner.ledger import complete
from scanner.text import safe_text
from scanner.types import CARRIED, ByteState, LedgerEntry, LimitReached, Limits, Link, Node, ParseFailure, Span, reached
from scanner.types.compact import Compact
from scanner.unpack.meter import Meter
from scanner.unpack.names import Names
from scanner.unpack.spool import Spool
from scanner.unpack.watch import check_free

BLOCK = 1 << 20
READING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
LONG_FIELD = 256
"""Bytes of a name, comment or extra field above which it is a child: that much is content, whatever it is for."""
SHORT_FIELD = 16
"""Bytes of such a field up to which it is not worth a thought."""
LOOK = 64 << 20
"""Bytes after which it is asked whether the disk is nearly full."""
RATIO_FREE = 64 << 20
"""Bytes that a container may unpack to whatever its size is; the ratio counts above (text compresses well)."""


@dataclass(frozen=True, slots=True)
class Artefact(Compact):
    """Where a node's bytes lie on disk: ``[offset, offset + length)`` of ``file``."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Child(Compact):
    """A node that a reader found, with its bytes; ``written`` of them were newly put on disk for it."""

    node: Node
    artefact: Artefact
    written: int = 0


@dataclass(frozen=True, slots=True)
class Budget(Compact):
    """What one container may still use of the screening's limits."""

    bytes_left: int
    files_left: int
    limits: Limits
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried where something is encrypted; never shown, neither here nor in a message."""
    disk_left: int = 1 << 62
    """Bytes of disk; less than ``bytes_left`` where earlier files are still needed."""
    allowed: int = 1 << 62
    """Bytes that the whole delivery may unpack to; compared with what all workers have written."""


class Outlet:
    """Takes what a reader finds in one node. One instance per node; ``close`` makes the ledger complete."""

    def __init__(
        self,
        node: Node,
        artefact: Artefact,
        folder: Path | str,
        budget: Budget,
        emit: Callable[[Child | Link], None],
        meter: Meter | None = None,
    ) -> None:
        self.node = node
        self.limits = budget.limits
        self._folder = folder
        self._made = False
        self.passwords = budget.passwords
        self._artefact = artefact
        self._budget = budget
        self._emit = emit
        self._meter = meter or Meter()
        self._entries: list[LedgerEntry] = []
        self._names = Names(node.path, budget.limits.name_bytes)
        self._contents: set[str] = set()
        self._prefix = ""
        self._written = self._looked = 0
        self._viewed = 0
        self._files = 0
        self._adopted = ""
        self._spool = Spool(lambda: self.folder)
        self.attributes: list[tuple[str, str]] = []
        self.fields: list[Span] = []
        """The fields that are neither long nor short: many of them together are content again."""
        self.settled = True
        """False where another run could read more of the same bytes: a program was ended, the disk was full."""

    @property
    def folder(self) -> Path:
        """The private folder of this node, for extracted files and tools; made when it is first asked for."""
        folder = Path(self._folder)
        if not self._made:
            folder.mkdir(mode=0o700, exist_ok=True)
            self._made = True
        return folder

    # -- the ledger of this node

    def state(self, offset: int, length: int, state: ByteState, reason: str = "") -> None:
        """Declare ``[offset, offset + length)``; the first declaration of a byte wins unless a later one is worse."""
        if length > 0:
            self._entries.append(LedgerEntry(self.node.path, offset, length, state, safe_text(reason, 500)))

    def carried(self, offset: int, length: int) -> None:
        """Declare that the range holds the bytes of children: it will take their states."""
        self.state(offset, length, CARRIED)

    def parsed(self, offset: int, length: int) -> None:
        """Declare that the reader understood the range."""
        last = self._entries[-1] if self._entries else None
        if last and last.state is ByteState.PARSED and last.offset + last.length == offset and length > 0:
            # A million small fields one behind the other are one range: each as an entry took 800 MB.
            self._entries[-1] = LedgerEntry(self.node.path, last.offset, last.length + length, ByteState.PARSED)
            return
        self.state(offset, length, ByteState.PARSED)

    def close(self, reader: str, fallback: ByteState = ByteState.FAILED, reason: str = "") -> tuple[LedgerEntry, ...]:
        """All entries, one state for every byte; what was never declared is ``fallback`` with ``reason``."""
        self._spool.close()
        if self._made and not any(self.folder.iterdir()):
            self.folder.rmdir()
        why = safe_text(reason, 500) or f"not accounted for by reader {reader}"
        return complete(self._entries, self.node, reader, fallback, why)

    def declared(self, state: ByteState) -> list[Span]:
        """Ranges declared ``state`` so far, in order, whatever else holds for them; undeclared ones count as failed."""
        undeclared = state is ByteState.FAILED
        known = self._entries if not undeclared else complete(self._entries, self.node, "", ByteState.FAILED, "")
        return sorted((Span(e.offset, e.length) for e in known if e.state is state), key=lambda span: span.offset)

    @contextmanager
    def salvaging(self, prefix: str) -> Iterator[None]:
        """While it lasts, children are named below ``prefix``, and content that was handed over before is left out."""
        before, self._prefix = self._prefix, prefix
        try:
            yield
        finally:
            self._prefix = before

    # -- children

    def view(self, name: str | bytes, offset: int, length: int) -> None:
        """A child whose bytes stand unchanged at ``[offset, offset + length)`` of this node; declares them carried.

        All of a node cannot be its child, which would be read the same way again and again: that is a failure.
        """
        if length >= self.node.size:
            self.state(offset, length, ByteState.FAILED, "nothing of it could be told apart")
            return
        self._admit(0)
        self._viewed += length
        # Views write nothing, but ever new views of the same bytes multiply them as unpacking does.
        self._within_limits(max(0, self._viewed - self.node.size) + self._written, 0)
        self.carried(offset, length)
        at = Artefact(self._artefact.file, self._artefact.offset + offset, length)
        self._hand_over(name, at, _sha256(at), Span(offset, length))

    def field(self, label: str, offset: int, length: int) -> None:
        """A free field of the structure (name, comment, extra): parsed, and a child where it is long."""
        self.parsed(offset, length)
        if length > LONG_FIELD:
            self.view(f".{label}@{offset:#x}", offset, length)
        elif length > SHORT_FIELD:
            self.fields.append(Span(offset, length))

    def stream(self, name: str | bytes, blocks: Iterable[bytes], span: Span | None = None) -> int:
        """A child from decoded blocks, written to disk and hashed on the way; returns its size.

        ``span`` is the range of this node that the child was decoded from; it is declared carried when all blocks came.
        An exception of ``blocks`` hands over what came so far under its own name and goes on to the caller.
        """
        self._admit(0)
        stored = self._spool.store(blocks, self._grow)
        at = Artefact(stored.file, stored.offset, stored.size)
        if stored.error is not None:
            if stored.size:
                self._hand_over(name, at, stored.sha256, None, stored.size)
            raise stored.error
        if span is not None:
            self.carried(span.offset, span.length)
        self._hand_over(name, at, stored.sha256, span, stored.size)
        return stored.size

    def adopt(
        self, name: str | bytes, file: Path | str, span: Span | None = None, part: tuple[int, int] | None = None
    ) -> int:
        """A child that an external tool has written to ``file``, a regular file below ``folder``; returns its size.

        ``part`` is the (offset, length) of a file that holds several.

        :raises ParseFailure: where ``file`` is no regular file.
        """
        place = str(file)
        offset, size = part or (0, 0)
        if part is None or place != self._adopted:
            status = os.lstat(place)
            if not stat.S_ISREG(status.st_mode):
                raise ParseFailure("what a tool has written is no regular file")
            self._adopted = place
            size = size if part else status.st_size
        self._admit(size)
        at = Artefact(place, offset, size)
        self._hand_over(name, at, _sha256(at), span, size)
        return size

    def link(self, name: str | bytes, target: str | bytes, kind: str = "symlink") -> None:
        """Record a link or special file; nothing is created."""
        self._admit(0)
        path, _ = self._names.path_of(name, self._prefix)
        self._emit(Link(path, safe_text(target, self.limits.name_bytes), kind))

    # -- limits

    def _admit(self, size: int) -> None:
        self._files += 1
        if self._files > self._budget.files_left:
            raise LimitReached(reached(self.limits, "files"))
        self._grow(size, size)

    def _grow(self, more: int, file_size: int) -> None:
        self._written += more
        self._within_limits(self._written, file_size)
        if self._meter.add(more) > self._budget.allowed:
            raise LimitReached(reached(self.limits, self._bound))
        if self._written > self._budget.disk_left:
            raise LimitReached(reached(self.limits, "disk_bytes"))
        if self._written > self._looked + LOOK:
            self._looked = self._written
            check_free(self.folder)

    def _within_limits(self, total: int, file_size: int) -> None:
        if file_size > self.limits.node_bytes:
            raise LimitReached(reached(self.limits, "node_bytes"))
        if total > self._budget.bytes_left:
            raise LimitReached(reached(self.limits, self._bound))
        if total > RATIO_FREE and total > self.node.size * self.limits.ratio:
            raise LimitReached(reached(self.limits, "ratio"))

    @property
    def _bound(self) -> str:
        """The limit that decides how much a delivery may unpack to: bytes, or growth where it is small."""
        return "ratio" if self._budget.allowed < self.limits.unpacked_bytes else "unpacked_bytes"

    def room(self) -> int:
        """Bytes that this container may still write, for tools that need to be told."""
        left = min(self._budget.bytes_left, self._budget.disk_left) - self._written
        left = max(0, min(left, self._budget.allowed - self._meter.total))
        return min(left, max(RATIO_FREE, self.node.size * self.limits.ratio))

    @property
    def files_left(self) -> int:
        """Children that this container may still hand over."""
        return max(0, self._budget.files_left - self._files)

    def _hand_over(self, name: str | bytes, at: Artefact, sha256: str, span: Span | None, written: int = 0) -> None:
        if self._prefix and sha256 in self._contents:
            return
        self._contents.add(sha256)
        path, cut = self._names.path_of(name, self._prefix)
        attributes = (("limit", reached(self.limits, "name_bytes")),) if cut else ()
        node = Node(path, self.node.path, at.length, sha256, "", span, self.node.depth + 1, attributes)
        self._emit(Child(node, at, written))


def _sha256(at: Artefact) -> str:
    """Hex digest of an artefact's bytes; links are not followed."""
    digest, position, end = hashlib.sha256(), at.offset, at.offset + at.length
    descriptor = os.open(at.file, READING)
    try:
        os.lseek(descriptor, position, os.SEEK_SET)
        while position < end and (block := os.read(descriptor, min(BLOCK, end - position))):
            digest.update(block)
            position += len(block)
    finally:
        os.close(descriptor)
    return digest.hexdigest()
