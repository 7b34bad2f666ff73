"""The result of one screening before it becomes a document: everything that a report may tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.types import Edge, Finding, LedgerEntry, Limits, Link, Node, PolicyVerdict, Question, Verdict


@dataclass(frozen=True, slots=True)
class Context:
    """What the city says about a delivery; free text, all optional."""

    vendor: str = ""
    product: str = ""
    contract: str = ""
    received_by: str = ""


@dataclass(frozen=True, slots=True)
class PackPart:
    """One of the signature packs that were used. ``digest`` is the SHA-256 over all its files."""

    id: str
    name: str
    version: str
    date: str
    age_days: int
    """On the screening date; below zero where the pack is of a later date."""
    min_engine: str
    expires: str
    """ISO date, or empty."""
    origin: str
    digest: str
    signatures: int
    facts: int


@dataclass(frozen=True, slots=True)
class PackInfo:
    """The signatures that were used.

    ``version``, ``date`` and ``age_days`` are those of the main pack, ``min_engine`` is the newest that any asks for;
    ``digest`` and the counts are of all ``packs`` together.
    """

    version: str
    digest: str
    date: str
    age_days: int
    min_engine: str
    signatures: int
    facts: int
    packs: tuple[PackPart, ...] = ()
    """The main one first."""
    remarks: tuple[str, ...] = ()
    """What else is to be known of them, in sentences."""


@dataclass(frozen=True, slots=True)
class Program:
    """An external program: its version (empty when it is missing), what is lost without it, its Debian package."""

    name: str
    version: str
    formats: str
    package: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this installation could do: readers and detectors with versions, tools with versions and formats."""

    readers: tuple[str, ...]
    detectors: tuple[tuple[str, str], ...]
    """(name, version)."""
    tools: tuple[Program, ...]
    limitations: tuple[tuple[str, str], ...] = ()
    """(reader or detector, sentence)."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is true of this run only and therefore not part of the canonical screening."""

    started: str
    finished: str
    host: str
    isolation: tuple[str, ...]
    """What the workers were fenced by, and what was not available, in sentences."""
    tool_paths: tuple[tuple[str, str], ...] = ()
    jobs: int = 1
    interrupted: bool = False
    given: str = ""
    """The delivery's path below the folder that the run was started in; empty for one that lies elsewhere."""
    notes: tuple[str, ...] = ()
    """What else was peculiar to this run, in sentences: results that were known already, a cache that was not used."""


@dataclass(frozen=True, slots=True)
class Result:
    """One delivery, screened.

    ``nodes`` are sorted by path; the roots have no parent. ``entries`` partition every node. ``seen_by`` maps a node's
    path to the names of the detectors that finished on it. ``finding_ids`` are parallel to ``findings``.
    """

    name: str
    context: Context
    date: str
    """Screening date, ISO."""
    policies: tuple[str, ...]
    fail_on: str
    limits: Limits
    pack: PackInfo
    capabilities: Capabilities
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    entries: tuple[LedgerEntry, ...]
    seen_by: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    finding_ids: tuple[str, ...]
    edges: tuple[Edge, ...]
    verdicts: tuple[PolicyVerdict, ...]
    verdict: Verdict
    questions: tuple[Question, ...]
    problems: tuple[str, ...]
    """Internal errors (a ledger that does not add up, a crashed detector) in sentences."""
    run: Run
    identities: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Node path → (label, text): versions, build ids, signer presence. Printed, never evidence."""
