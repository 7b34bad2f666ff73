"""The whole assessment of one screening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scanner.assess.floor import unread_regions
from scanner.assess.questions import questions
from scanner.assess.verdict import Evidence, judge, worst
from scanner.catalogue.pack import About
from scanner.ledger import coverage, imbalance, roll_up
from scanner.types import Deployed, Finding, LedgerEntry, Node, Policy, PolicyVerdict, Question, Verdict


@dataclass(frozen=True, slots=True)
class Assessment:
    """One verdict per policy, the worst of them, and the questions that are open."""

    verdicts: tuple[PolicyVerdict, ...]
    verdict: Verdict
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a screening looked at, and what it could not look at."""

    nodes: Sequence[Node]
    entries: Sequence[LedgerEntry]
    refused: Sequence[str] = ()
    """What could not be listed or measured, so that the ledger cannot hold it, in sentences."""
    missing: Sequence[str] = ()
    """Detectors that the signatures need and the screening did not have."""
    searches: Sequence[str] = ()
    """Paths of libraries for vector search."""


def assess(
    policies: Sequence[Policy],
    findings: Mapping[str, Finding],
    looked: Looked,
    packs: Sequence[About],
    on: str,
    deployed: Deployed | None = None,
) -> Assessment:
    """Judge ``findings`` (by id) and the ledger under every policy.

    ``packs`` begins with the main one; ``on`` is an ISO date; ``deployed`` is the version in use, where one was given.
    """
    regions = unread_regions(looked.entries)
    imbalanced = imbalance(looked.nodes, roll_up(looked.nodes, looked.entries))
    ledger = Evidence(coverage(looked.entries), regions, imbalanced, looked.refused, looked.missing)
    verdicts = tuple(judge(policy, findings, ledger, packs, on, deployed) for policy in policies)
    asked = questions(tuple(findings.values()), regions, looked.searches)
    return Assessment(verdicts, worst([v.verdict for v in verdicts]), asked)
