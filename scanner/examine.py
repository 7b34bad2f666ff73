"""What one worker does with one node: identify it, read it or unpack it, let every due detector look at it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.interface import Detector, Subject
from scanner.detect.matched import with_bytes
from scanner.detect.redact import redact, redacted, told
from scanner.detect.registry import DETECTORS
from scanner.formats import ids
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.sandbox.exhaustion import exhausted
from scanner.sandbox.interface import Emit
from scanner.text import safe_text
from scanner.types import (
    CARRIED,
    ByteState,
    LedgerEntry,
    LimitReached,
    Limits,
    Node,
    Observation,
    ParseFailure,
    ToolMissing,
)
from scanner.types.compact import Compact
from scanner.unpack.interface import Reader
from scanner.unpack.meter import Meter
from scanner.unpack.outlet import Artefact, Budget, Outlet
from scanner.unpack.regions import uniform
from scanner.unpack.registry import reader_for
from scanner.unpack.salvage import salvage
from scanner.unpack.structure import looked_at, measured
from scanner.unpack.volumes import with_missing_parts

HASH_BLOCK = 1 << 20
LONG_RUN = 16 << 20
"""Bytes from which on a node is first looked at for being one byte repeated."""
_BYTES = tuple(detector for detector in DETECTORS if getattr(detector, "ANY_BYTES", False))
_DECISIVE = tuple(detector.NAME for detector in DETECTORS if getattr(detector, "ANY_SIZE", False))


def looking() -> frozenset[str]:
    """Names of the detectors that look at nodes."""
    return frozenset(detector.NAME for detector in DETECTORS)


@dataclass(frozen=True, slots=True)
class Task(Compact):
    """One node to examine: its bytes on disk, a private folder to unpack into, and what it may still use up."""

    node: Node
    artefact: Artefact
    folder: str
    budget: Budget


@dataclass(frozen=True, slots=True)
class Examined(Compact):
    """All there is to say about one node; its children were emitted before.

    ``problems`` are detectors that broke, in sentences: their node's bytes are ``failed`` in ``entries``.
    """

    node: Node
    entries: tuple[LedgerEntry, ...]
    observations: tuple[Observation, ...]
    seen_by: tuple[str, ...]
    problems: tuple[str, ...] = ()
    decisive: bool = False
    """A detector broke whose loss counts at any size: a few bytes of settings can switch a function on. The loss of a
    name counts where no byte of the node can be failed for it: it is empty, or its children carry them all.
    """
    settled: bool = True
    """The same bytes would give the same again: no limit was met, no program ended early, nothing broke."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """The handler of the worker pool; ``vocabulary`` is compiled once and shared by all workers."""

    vocabulary: Vocabulary
    meter: Meter = field(default_factory=Meter)

    def __call__(self, task: Task, emit: Emit) -> None:
        """Examine ``task`` and emit its children and links, then one :class:`Examined`."""
        try:
            source = Source(task.artefact.file, task.node.path, task.artefact.offset, task.artefact.length)
        except OSError as error:
            emit(_unopened(task.node, error))
            return
        with source:
            emit(self._examine(task, source, emit))

    def of_nothing(self, node: Node) -> Examined:
        """What there is to say about ``node``, which has no byte; safe in the supervisor, for nothing is parsed."""
        with Source(os.devnull, node.path, 0, 0) as source:
            node = replace(node, format=ids.EMPTY)
            seen, problems, observations = _detect(
                Subject(node, source, self.vocabulary, Limits()), _due(DETECTORS, node.format, scanned=True)
            )
        return Examined(node, (), observations, seen, problems, decisive=bool(problems))

    def _examine(self, task: Task, source: Source, emit: Emit) -> Examined:
        if source.size >= LONG_RUN and uniform(source.data, 0, source.size):
            return self._padding(task.node, source)
        node = _told(task.node, source)
        reader = reader_for(node.format)
        outlet = Outlet(node, task.artefact, task.folder, task.budget, emit, self.meter)
        entries = _read(reader, source, outlet)
        entries = entries if reader.SCANNED else measured(entries, source)
        entries = with_missing_parts(node, entries)
        said = [(name, redact(value)) for name, value in outlet.attributes]
        node = replace(node, attributes=(*task.node.attributes, *said))
        # A container that broke is evidence as it stands: its bytes are scanned, though they count as unread.
        scanned = reader.SCANNED or any(entry.state is ByteState.FAILED for entry in entries)
        subject = Subject(node, source, self.vocabulary, task.budget.limits)
        seen, problems, observations = _detect(subject, _due(DETECTORS, node.format, scanned))
        unseen, nameless = (problems, False) if scanned else ((), bool(problems))
        if not scanned:
            unseen, more = self._look_at_structure(task, node, entries)
            problems, observations = (*problems, *unseen), (*observations, *more)
        if unseen:
            entries = _failed_for(entries, unseen)
        decisive = nameless or any(problem.startswith(_DECISIVE) for problem in problems)
        settled = outlet.settled and not _may_differ(reader, entries)
        return Examined(node, entries, observations, seen, problems, decisive, settled)

    def _padding(self, node: Node, source: Source) -> Examined:
        """One byte over and over: gigabytes of it would be searched for nothing."""
        node = replace(node, sha256=node.sha256 or _sha256(source), format=ids.UNKNOWN)
        subject = Subject(node, source, self.vocabulary, Limits())
        seen, problems, observations = _detect(subject, _due(DETECTORS, node.format, scanned=False))
        entries = (LedgerEntry(node.path, 0, source.size, ByteState.PADDING, "", "padding"),)
        return Examined(node, _failed_for(entries, problems) if problems else entries, observations, seen, problems)

    def _look_at_structure(
        self, task: Task, node: Node, entries: tuple[LedgerEntry, ...]
    ) -> tuple[tuple[str, ...], tuple[Observation, ...]]:
        """(problems, observations) of the detectors of bytes, in what a container's reader called structure."""
        problems: list[str] = []
        found: dict[tuple[object, ...], Observation] = {}
        for entry in looked_at(entries):
            with Source(task.artefact.file, node.path, task.artefact.offset + entry.offset, entry.length) as part:
                subject = Subject(node, part, self.vocabulary, task.budget.limits)
                _, said, observations = _detect(subject, _BYTES)
            problems += said
            for one in observations:
                moved = replace(one, offset=None if one.offset is None else one.offset + entry.offset)
                found.setdefault((one.kind, one.value, one.place), moved)
        return tuple(problems), tuple(found.values())


def _may_differ(reader: Reader, entries: tuple[LedgerEntry, ...]) -> bool:
    """Whether another run could read more: a limit depends on what else there is, and a program that fails for want of
    disk or memory looks like one that meets a broken archive."""
    states = {entry.state for entry in entries}
    return ByteState.LIMIT in states or (bool(reader.TOOLS) and ByteState.FAILED in states)


def _unopened(node: Node, error: OSError) -> Examined:
    reason = f"cannot be opened: {error.strerror or type(error).__name__}"
    entry = LedgerEntry(node.path, 0, node.size, ByteState.FAILED, reason, "open")
    return Examined(replace(node, format="unknown"), (entry,) if node.size else (), (), (), (reason,), settled=False)


def _told(node: Node, source: Source) -> Node:
    """``node`` with its hash and format (made anew: ``replace`` takes five times as long)."""
    sha256 = node.sha256 or _sha256(source)
    return Node(node.path, node.parent, node.size, sha256, identify(source), node.span, node.depth, node.attributes)


def _sha256(source: Source) -> str:
    digest = hashlib.sha256()
    for start in range(0, source.size, HASH_BLOCK):
        digest.update(source.data[start : start + HASH_BLOCK])
    return digest.hexdigest()


def _read(reader: Reader, source: Source, outlet: Outlet) -> tuple[LedgerEntry, ...]:
    """The node's ledger. Whatever ends the reading, every byte gets a state and the reason is kept."""
    try:
        reader.read(source, outlet)
    except LimitReached as error:
        return outlet.close(reader.NAME, ByteState.LIMIT, redact(str(error)))
    except ToolMissing as error:
        return outlet.close(reader.NAME, ByteState.NO_TOOL, str(error))
    except ParseFailure as error:
        salvage(reader, source, outlet, stopped=True)
        return outlet.close(reader.NAME, ByteState.FAILED, redact(str(error)))
    except Exception as error:  # noqa: BLE001 - a reader's bug must cost this node's coverage, not the run
        outlet.settled = False
        if limit := exhausted(error):
            return outlet.close(reader.NAME, ByteState.LIMIT, limit)
        salvage(reader, source, outlet, stopped=True)
        return outlet.close(reader.NAME, ByteState.FAILED, f"reader {reader.NAME} broke: {told(error)}")
    salvage(reader, source, outlet, stopped=False)
    return outlet.close(reader.NAME)


def _detect(
    subject: Subject, due: Iterable[Detector]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Observation, ...]]:
    """(detectors that finished, problems in sentences, observations)."""
    seen: list[str] = []
    problems: list[str] = []
    observations: list[Observation] = []
    for detector in due:
        try:
            observations += (with_bytes(redacted(seen), subject.source.data) for seen in detector.observe(subject))
        except (LimitReached, ParseFailure) as error:
            problems.append(f"{detector.NAME}: {safe_text(redact(str(error)), 200)}")
        except Exception as error:  # noqa: BLE001 - a detector's bug costs this node's coverage, not the run
            problems.append(f"{detector.NAME} broke: {told(error)}")
        else:
            seen.append(detector.NAME)
    return tuple(seen), tuple(problems), tuple(observations)


def _due(detectors: Sequence[Detector], format_id: str, scanned: bool) -> Iterator[Detector]:
    """Detectors of names and hashes look at every node, those of bytes only where no child carries the bytes."""
    for detector in detectors:
        if detector.FORMATS is not None and format_id not in detector.FORMATS:
            continue
        if scanned or getattr(detector, "NODE_ONLY", False):
            yield detector


def _failed_for(entries: tuple[LedgerEntry, ...], problems: tuple[str, ...]) -> tuple[LedgerEntry, ...]:
    """``entries`` with every read byte failed: a detector that was due to see them did not finish."""
    reason = "not seen to the end by a detector: " + "; ".join(problems)
    return tuple(
        entry
        if entry.state in {CARRIED, ByteState.ENCRYPTED, ByteState.FAILED, ByteState.LIMIT}
        else replace(entry, state=ByteState.FAILED, reason=reason)
        for entry in entries
    )
