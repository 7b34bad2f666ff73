"""The run of one screening: hands nodes to the workers and gathers what they say, until all is done or time is up."""

from __future__ import annotations

import os
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.cache.record import Kept
from scanner.cache.reuse import Found, Reuse
from scanner.examine import Examined, Task
from scanner.sandbox.interface import Backend, Done, Event, Lost, Part
from scanner.sandbox.privileges import let_in
from scanner.survey.branches import Branch, Branches
from scanner.survey.diskspace import JOINED, NODES, Unpacked
from scanner.survey.fitting import fits
from scanner.survey.galleries import Galleries
from scanner.survey.intake import Refused
from scanner.survey.joining import join_volumes
from scanner.survey.nameless import without_names
from scanner.survey.testimony import about
from scanner.text import in_sentence, plural
from scanner.types import (
    ByteState,
    LedgerEntry,
    Limits,
    Link,
    Node,
    Observation,
    reached,
)
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.outlet import Artefact, Budget, Child
from scanner.unpack.volumes import MISSING, may_be_volume

POLL_SECONDS = 0.2
ALWAYS = 256 << 20
"""Bytes that any delivery may unpack to; above, all together may grow by the same ratio as one container, or containers
in containers would multiply it (42.zip: 1,000 times 1,000)."""


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
    reuse: Reuse
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
    passwords: tuple[str, ...] = field(default=(), repr=False)
    nothing: Callable[[Node], Examined] = lambda node: Examined(node, (), (), ())
    """What there is to say about a node without bytes."""
    galleries: Galleries = field(default_factory=Galleries)
    """Which folders are named after people."""
    again: int = 0
    """Nodes that were not examined because the same bytes had been."""
    _open: Branches = field(default_factory=Branches)
    _known: deque[tuple[Branch, Found]] = field(default_factory=deque)
    """Nodes whose results are at hand and have still to be put into their place."""
    _waiting: dict[bytes, list[tuple[Branch, Child]]] = field(default_factory=lambda: defaultdict(list))
    """Nodes with the same bytes as one that is being worked on."""
    _busy: set[bytes] = field(default_factory=set)
    _unpacked: Unpacked = field(init=False)
    _over: str = ""
    """Why nothing more is begun."""
    _limits_met: int = 0
    _first_limit: str = ""
    _allowed: int = 0
    """Bytes that this delivery may unpack to in all, by its own size."""
    _written: int = 0
    _folders: int = 0
    _last: str = ""

    def __post_init__(self) -> None:
        self._unpacked = Unpacked(self.work, self.limits.disk_bytes)
        for name in (NODES, JOINED):
            (self.work / name).mkdir(mode=0o700, exist_ok=True)

    def run(self, backend: Backend[Task], roots: Iterable[Child | Link | Refused]) -> None:
        """Examine ``roots`` and all that comes out of them."""
        until = time.monotonic() + self.limits.run_seconds
        roots = list(roots)
        delivered = sum(root.node.size for root in roots if isinstance(root, Child))
        self._allowed = min(self.limits.unpacked_bytes, max(ALWAYS, delivered * self.limits.ratio))
        for root in roots:
            self._take(root, None, backend)
        while backend.busy or self._known or self._waiting:
            self._place_known(backend)
            if not backend.busy:
                self._break_circle(backend)
            for event in backend.events(POLL_SECONDS) if backend.busy else ():
                self._on(event, backend)
            self.report(Progress(len(self.nodes) - len(self._open), len(self.nodes), self._last))
            if self.stop():
                self.interrupted = True
                self._abandon(backend, "interrupted")
            elif time.monotonic() > until:
                self._abandon(backend, reached(self.limits, "run_seconds"))
        if self._limits_met:
            # What lies behind a limit can be of any size: no floor of unread bytes covers it.
            self.refused.append(f"{plural(self._limits_met, 'node')} met a limit, first {self._first_limit}")
        self.reuse.forget()
        self._forget_people()

    def _forget_people(self) -> None:
        """Leave out hashes of pictures in galleries: who has a picture could ask the report for its person."""
        for path, node in self.nodes.items():
            if self.galleries.holds(path):
                self.nodes[path] = replace(node, sha256="")

    def _on(self, event: Event[Task], backend: Backend[Task]) -> None:
        path = event.task.node.path
        if isinstance(event, Part) and not about(event.value, event.task.node):
            self._lose(path, ByteState.FAILED, "its worker spoke of other nodes", backend)
        elif isinstance(event, Part):
            branch = self._open.get(path)
            if branch is not None and not branch.examined:  # what comes behind its last word is no part of it
                self._take(event.value, branch, backend)
        elif isinstance(event, Lost):
            self._lose(path, ByteState.LIMIT if event.limit else ByteState.FAILED, event.reason, backend)
        elif isinstance(event, Done) and path in self._open:
            self._lose(path, ByteState.FAILED, "the worker did not report on it", backend)
        if not isinstance(event, Part):
            self._unpacked.closed(event.task.folder)
            self._unpacked.done(event.task.artefact.file)

    def _take(self, part: object, source: Branch | None, backend: Backend[Task]) -> None:
        """``part`` is what the worker that reads ``source`` has said; None: what was handed over."""
        if isinstance(part, Child):
            if source is not None and may_be_volume(part.node.path):
                source.held.append(part)
            elif not part.node.size and part.node.parent is not None:
                self._empty(part, source, backend)
            else:
                self._admit(part, source, backend)
        elif isinstance(part, Link):
            self._link(part, source)
        elif isinstance(part, Examined):
            self._conclude(part, backend)
        elif isinstance(part, Refused):
            self.refused.append(self.galleries.anew().shown(f"{part.path}: {part.reason}"))

    def _link(self, link: Link, source: Branch | None) -> None:
        # The path first: a target in the same gallery is numbered after it.
        container = source.node.path if source is not None else ""
        masked, target = self.galleries.shown(link.path, container), self.galleries.target(link.path, link.target)
        self.links.append(replace(link, path=masked, target=target))
        if source is not None:
            source.links.append(link)
            source.nameable = source.nameable and (masked, target) == (link.path, link.target)

    def _register(self, child: Child, source: Branch | None, backend: Backend[Task], key: bytes = b"") -> Branch | None:
        """Take up a node; None where a limit refuses it. ``key``: that of its result where that is known already."""
        node = self._named(child.node)
        name = child.node.path if source is None else child.node.path[len(source.node.path) + 2 :]
        self.nodes[node.path] = node
        self._written += child.written
        self._unpacked.came(child.artefact.file, child.written)
        branch = self._open.add(node, source)
        branch.key = key or self.reuse.key(node)
        if source is not None:
            named = node.path.startswith(child.node.path) and not self.galleries.holds(node.path)
            source.nameable = source.nameable and named
            source.children.append(Kept(name, node.sha256, node.size, child.written, node.span, branch.key))
        refusal = self._refusal(node)
        if refusal:
            self._lose(node.path, ByteState.LIMIT, refusal, backend)
            return None
        return branch

    def _admit(
        self, child: Child, source: Branch | None, backend: Backend[Task], known: Found | None = None, key: bytes = b""
    ) -> None:
        branch = self._register(child, source, backend, key)
        if branch is None:
            return
        budget = self._budget()
        found = known or self._find(branch, budget)
        if found is not None:
            branch.known = True
            self._known.append((branch, found))
            return
        self._unpacked.needed(child.artefact.file)
        if branch.key in self._busy and not branch.repeats():
            self._waiting[branch.key].append((branch, child))
        else:
            self._submit(branch, child, budget, backend)

    def _find(self, branch: Branch, budget: Budget) -> Found | None:
        found = self.reuse.find(branch.key, branch.node, budget)
        return found if found is not None and fits(found, branch.node, self.galleries.anew()) else None

    def _submit(self, branch: Branch, child: Child, budget: Budget, backend: Backend[Task]) -> None:
        if branch.key:
            self._busy.add(branch.key)
        self._folders += 1
        folder = f"{self.work}{os.sep}{NODES}{os.sep}{self._folders:x}"
        backend.submit(Task(branch.node, child.artefact, folder, budget), branch.node.size)

    def _budget(self) -> Budget:
        left = self._allowed - self._written
        files, disk = self.limits.files - len(self.nodes), self._unpacked.left
        return Budget(left, files, self.limits, self.passwords, disk, self._allowed)

    def _named(self, node: Node) -> Node:
        """``node`` under a path that no other node has and that names no person, whatever its container calls it."""
        wanted = self.galleries.shown(node.path, node.parent or "")
        path, number = wanted, 2
        while path in self.nodes:
            path, number = f"{wanted}#{number}", number + 1
        return node if path == node.path else replace(node, path=path)

    def _refusal(self, node: Node) -> str:
        if self._over:
            return self._over
        if node.depth > self.limits.depth:
            return reached(self.limits, "depth")
        if len(node.path) > self.limits.path_bytes:
            return reached(self.limits, "path_bytes")
        if len(self.nodes) > self.limits.files:
            return reached(self.limits, "files")
        if self._written > self._allowed:
            return reached(self.limits, "unpacked_bytes" if self._allowed == self.limits.unpacked_bytes else "ratio")
        return ""

    # -- what is known already

    def _place_known(self, backend: Backend[Task]) -> None:
        """Put results that are at hand into their place, as if a worker had just found them there."""
        while self._known:
            branch, found = self._known.popleft()
            if branch.node.path not in self._open:  # given up
                continue
            self.again += 1
            for link in found.record.links_of(branch.node):
                self._link(link, branch)
            below = zip(found.record.children_of(branch.node), found.children, strict=True)
            for (node, kept), tree in below:
                child = Child(node, Artefact("", 0, node.size), kept.written)
                self._admit(child, branch, backend, tree, kept.key)
            self._conclude(found.record.placed(branch.node), backend)

    def _wake(self, key: bytes, backend: Backend[Task]) -> None:
        """The first node with these bytes is done: the others take its results, or must be examined after all."""
        self._busy.discard(key)
        waiting = self._waiting.pop(key, [])
        for position, (branch, child) in enumerate(waiting):
            if branch.node.path not in self._open:
                self._unpacked.done(child.artefact.file)
                continue
            found = self._find(branch, self._budget())
            if found is None:
                self._submit(branch, child, self._budget(), backend)
                self._waiting[key] += waiting[position + 1 :]
                if not self._waiting[key]:
                    del self._waiting[key]
                return
            self._unpacked.done(child.artefact.file)
            branch.known = True
            self._known.append((branch, found))

    def _break_circle(self, backend: Backend[Task]) -> None:
        """Nothing runs, and some wait: containers that hold each other. One of them is examined once more."""
        for key in [key for key, waiting in self._waiting.items() if not waiting]:
            del self._waiting[key]
        if self._waiting and not self._known:
            key = next(iter(self._waiting))
            branch, child = self._waiting[key].pop(0)
            self._submit(branch, child, self._budget(), backend)

    # -- results

    def _conclude(self, examined: Examined, backend: Backend[Task]) -> None:
        branch = self._open.get(examined.node.path)
        if branch is None or branch.examined:
            return
        unmasked, examined = examined, without_names(examined, self.galleries.anew())
        branch.nameable = branch.nameable and examined is unmasked
        node = examined.node
        self.nodes[node.path] = node
        self._last = node.path
        self.entries += examined.entries
        self.observations += examined.observations
        self.seen_by[node.path] = examined.seen_by
        self.refused += [f"{in_sentence(node.path)}: {said}" for name, said in node.attributes if name == INCOMPLETE]
        for entry in examined.entries:
            if entry.state is ByteState.LIMIT:
                self._limited(node.path, entry.reason)
                break
        said = [f"{in_sentence(node.path)}: {problem}" for problem in examined.problems]
        if examined.decisive:
            self.refused += said
        else:
            self.problems += said
        self.log(node.path, f"{node.format}, {node.size} bytes, seen by {', '.join(examined.seen_by) or 'no detector'}")
        self._join(branch, backend)
        known = branch.known or self.galleries.holds(node.path)
        keep = branch.key and not known and branch.nameable and branch.settled
        if keep and examined.settled and not examined.problems:
            self.reuse.keep(branch.key, examined, branch.children, branch.links)
        self._finish(branch, backend)

    def _join(self, branch: Branch, backend: Backend[Task]) -> None:
        """All that is in ``branch`` has come: volumes among it become one node, what only looks like one stays."""
        held, branch.held = branch.held, []
        if self._over:
            for part in held:
                self._admit(part, branch, backend)
        elif held:
            self._folders += 1
            folder = self.work / JOINED / f"{self._folders:x}"
            folder.mkdir(mode=0o700)
            let_in(folder)
            for child in join_volumes(held, folder, min(self.limits.node_bytes, self._unpacked.left)):
                if isinstance(child, Child):
                    # Whether volumes can be joined depends on the disk and on what else was unpacked.
                    branch.settled = branch.settled and MISSING not in dict(child.node.attributes)
                    self._admit(child, branch, backend)
            self._unpacked.closed(str(folder))

    def _empty(self, child: Child, source: Branch | None, backend: Backend[Task]) -> None:
        """A file without a byte: only its name can say something, and a task of its own would be a waste of time."""
        branch = self._register(child, source, backend)
        if branch is not None:
            self._conclude(self.nothing(branch.node), backend)

    def _limited(self, path: str, reason: str) -> None:
        # The first in the order of paths, whichever worker met one first.
        said = f"{path}: {reason}"
        self._limits_met, self._first_limit = self._limits_met + 1, min(self._first_limit or said, said)

    def _finish(self, branch: Branch, backend: Backend[Task]) -> None:
        for done in self._open.examined(branch):
            if done.key in self._busy:
                self._wake(done.key, backend)

    def _lose(self, path: str, state: ByteState, reason: str, backend: Backend[Task]) -> None:
        branch = self._open.get(path)
        if branch is None or branch.examined:  # it was reported on before the worker died
            return
        self._join(branch, backend)
        self.log(path, f"{state.value}: {reason}")
        if state is ByteState.LIMIT:
            self._limited(path, reason)
        if branch.node.size:
            self.entries.append(LedgerEntry(path, 0, branch.node.size, state, reason, "supervisor"))
        else:
            self.refused.append(f"{in_sentence(path)}: {reason}")
        self._finish(branch, backend)

    def _abandon(self, backend: Backend[Task], reason: str) -> None:
        backend.kill()
        self._over = reason
        self._known.clear()
        self._waiting.clear()
        self._busy.clear()
        for path in self._open.unexamined():
            self._lose(path, ByteState.LIMIT, reason, backend)
