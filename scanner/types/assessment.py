"""What the findings and the ledger mean under a law, and what to ask the vendor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.types.words import Outcome, State, Verdict


@dataclass(frozen=True, slots=True)
class Trigger:
    """Findings of one of ``capabilities`` (with ``qualifier``, where given) at ``state`` or above have ``outcome``."""

    capability: str
    qualifier: str
    state: State
    outcome: Outcome
    condition: str = ""
    """Not empty: it speaks only of a capability that the deployed version did not have at ``state``."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """The version that is in use: how far each capability had got in it.

    ``states`` maps ``capability`` and ``capability+qualifier`` to the highest state of any finding.
    """

    name: str
    states: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something else that a law says, in our own words: a definition (``label`` is its term) or what it threatens."""

    label: str
    says: str
    verified: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A day in the life of a law: signed, in force, ended. ``on`` is ISO: a year, a month or a day."""

    what: str
    on: str
    verified: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a law, paraphrased. ``verified`` is verified, secondary or unverified."""

    number: str
    says: str
    verified: str
    triggers: tuple[Trigger, ...] = ()
    human_fact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TechnicalFact:
    """What a screening can say about an exemption's conditions. ``speaks`` is for, against, open or note."""

    name: str
    speaks: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exemption is never applied by the tool: it prints what a named person would have to sign."""

    number: str
    summary: str
    verified: str
    statements: tuple[str, ...]
    signers: tuple[str, ...]
    checks: tuple[str, ...]
    """Technical facts for and against, as the policy names them."""
    capabilities: tuple[str, ...] = ()
    """Capabilities that reach this exemption; empty: every finding of consequence does."""
    note: str = ""
    facts: tuple[str, ...] = ()
    """Names of the technical facts that are worked out from the findings (:mod:`scanner.assess.technical`)."""
    shown: tuple[TechnicalFact, ...] = ()
    """What they are in this screening; empty in the policy itself."""


LEAST_READ_SHARE = 0.5
"""Share of the leaves, 0 to 1, that must be read whatever a law allows: of a small delivery its floor would be all."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One law as data, with the coverage floor under which a screening is inconclusive."""

    id: str
    title: str
    jurisdiction: str
    citation: str
    status: str
    status_verified: str
    clauses: tuple[Clause, ...]
    effects: tuple[tuple[str, Outcome, str], ...]
    """(capability or ``capability+qualifier``, outcome, why): fills what no trigger of a clause names."""
    exemptions: tuple[Exemption, ...]
    region_floor: int
    """An unread region of this many bytes or more makes the screening inconclusive."""
    total_floor: int
    """So do more unread bytes than this …"""
    total_floor_share: float
    """… or than this share (0 to 1) of the leaves, whichever is more."""
    max_pack_age_days: int | None = None
    sources: tuple[str, ...] = ()
    disclaimer: str = ""
    applies_to: str = ""
    definitions: tuple[Statement, ...] = ()
    enforcement: tuple[Statement, ...] = ()
    dates: tuple[Event, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause that at least one finding reaches, with the strongest outcome; findings by id."""

    clause: Clause
    outcome: Outcome
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """That a law did not hold on the day of the screening, or speaks of no face: what to know before its verdict.

    ``word`` is ended, not yet in force, or not about faces.
    """

    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """The verdict under one policy with its reasons in plain sentences, strongest first."""

    policy: Policy
    verdict: Verdict
    reasons: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]
    exemptions: tuple[Exemption, ...]
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    """(finding id, what the policy as a whole says about it); a clause's own outcome is its strongest finding's."""
    why: tuple[tuple[str, str], ...] = ()
    """(finding id, the clause or the reason that gives it that outcome, as a sentence)."""
    standing: Standing | None = None
    """None: the law is about faces, and nothing is known against its holding on the day of the screening."""


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question to the vendor. ``about`` are node paths; ``kind`` is ``unread`` or ``finding``."""

    kind: str
    text: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow of the link graph: ``source`` needs, imports from or loads ``target`` (a node path)."""

    source: str
    target: str
    how: str
    """needs, imports, loads or script."""
    names: tuple[str, ...] = ()
    """The facts' names that prove it (library or functions)."""
