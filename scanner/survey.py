"""The run of one screening: hands nodes to the workers and gathers what they say, until all is done or time is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.examine import Examined, Task
from scanner.galleries import Galleries
from scanner.intake import Refused
from scanner.sandbox.interface import Backend, Done, Event, Lost, Part
from scanner.types import ByteState, LedgerEntry, Limits, Link, Node, Observation
from scanner.unpack.outlet import Budget, Child

POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has got. ``known`` grows while containers are unpacked; it is never an estimate."""

    examined: int
    known: int
    path: str
    """The node examined last."""


Report = Callable[[Progress], None]


@dataclass(slots=True)
class Survey:
    """Everything that one screening gathers, and the bookkeeping of what is still to come."""

    work: Path
    limits: Limits
    report: Report
    stop: Callable[[], bool]
    """Asked several times a second; true ends the run with what there is (Ctrl-C)."""
    log: Callable[[str, str], None] = lambda path, message: None
    """Told what was done to which node."""
    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    seen_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """Detectors that broke, in sentences; what they cost is in ``entries``."""
    refused: list[str] = field(default_factory=list)
    """What could not be listed, has no known size or counts at any size, so that the verdict must hold it."""
    interrupted: bool = False
    _open: dict[str, Node] = field(default_factory=dict)
    _galleries: Galleries = field(default_factory=Galleries)
    _written: int = 0
    _last: str = ""

    def run(self, backend: Backend[Task], roots: Iterable[Child | Link | Refused]) -> None:
        """Examine ``roots`` and all that comes out of them."""
        until = time.monotonic() + self.limits.run_seconds
        for root in roots:
            self._take(root, backend)
        while backend.busy:
            for event in backend.events(POLL_SECONDS):
                self._on(event, backend)
            self.report(Progress(len(self.nodes) - len(self._open), len(self.nodes), self._last))
            if self.stop():
                self.interrupted = True
                self._abandon(backend, "interrupted")
            elif time.monotonic() > until:
                self._abandon(backend, f"the screening took longer than {self.limits.run_seconds:g} seconds")

    def _on(self, event: Event[Task], backend: Backend[Task]) -> None:
        path = event.task.node.path
        if isinstance(event, Part):
            self._take(event.value, backend)
        elif isinstance(event, Lost):
            self._lose(path, ByteState.LIMIT if event.limit else ByteState.FAILED, event.reason)
        elif isinstance(event, Done) and path in self._open:
            self._lose(path, ByteState.FAILED, "the worker did not report on it")

    def _take(self, part: object, backend: Backend[Task]) -> None:
        if isinstance(part, Child):
            self._admit(part, backend)
        elif isinstance(part, Link):
            self.links.append(replace(part, path=self._galleries.masked(part.path)))
        elif isinstance(part, Examined):
            self._conclude(part)
        elif isinstance(part, Refused):
            self.refused.append(f"{part.path}: {part.reason}")

    def _admit(self, child: Child, backend: Backend[Task]) -> None:
        node = self._named(child.node)
        self.nodes[node.path] = self._open[node.path] = node
        if node.parent is not None:
            self._written += node.size if child.node.sha256 else 0
        refusal = self._refusal(node)
        if refusal:
            self._lose(node.path, ByteState.LIMIT, refusal)
            return
        folder = str(self.work / f"{len(self.nodes):x}")
        left = Budget(self.limits.unpacked_bytes - self._written, self.limits.files - len(self.nodes), self.limits)
        backend.submit(Task(node, child.artefact, folder, left), node.size)

    def _named(self, node: Node) -> Node:
        """``node`` under a path that no other node has and that names no person, whatever its container calls it."""
        wanted = self._galleries.masked(node.path)
        path, number = wanted, 2
        while path in self.nodes:
            path, number = f"{wanted}#{number}", number + 1
        return node if path == node.path else replace(node, path=path)

    def _refusal(self, node: Node) -> str:
        if node.depth > self.limits.depth:
            return f"nested more than {self.limits.depth} deep"
        if len(self.nodes) > self.limits.files:
            return f"more than {self.limits.files:,} files in this screening"
        if self._written > self.limits.unpacked_bytes:
            return f"unpacked more than {self.limits.unpacked_bytes:,} bytes in this screening"
        return ""

    def _conclude(self, examined: Examined) -> None:
        node = examined.node
        self._open.pop(node.path, None)
        self.nodes[node.path] = node
        self._last = node.path
        self.entries += examined.entries
        self.observations += examined.observations
        self.seen_by[node.path] = examined.seen_by
        said = [f"{node.path}: {problem}" for problem in examined.problems]
        if examined.decisive:
            self.refused += said
        else:
            self.problems += said
        self.log(node.path, f"{node.format}, {node.size} bytes, seen by {', '.join(examined.seen_by) or 'no detector'}")

    def _lose(self, path: str, state: ByteState, reason: str) -> None:
        node = self._open.pop(path, None)
        if node is None:  # it was reported on before the worker died
            return
        self.log(path, f"{state.value}: {reason}")
        if node.size:
            self.entries.append(LedgerEntry(path, 0, node.size, state, reason, "supervisor"))
        else:
            self.refused.append(f"{path}: {reason}")

    def _abandon(self, backend: Backend[Task], reason: str) -> None:
        backend.kill()
        for path in list(self._open):
            self._lose(path, ByteState.LIMIT, reason)
