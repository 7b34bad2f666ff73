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


def assess(
    policies: Sequence[Policy],
    findings: Mapping[str, Finding],
    nodes: Sequence[Node],
    entries: Sequence[LedgerEntry],
    refused: Sequence[str],
    packs: Sequence[About],
    on: str,
    deployed: Deployed | None = None,
) -> Assessment:
    """Judge ``findings`` (by id) and the ledger under every policy.

    ``refused`` names what could not be listed or measured, so that the ledger cannot hold it; ``packs``
    begins with the main one; ``on`` is an ISO date; ``deployed`` is the version in use, where one was given.
    """
    read = coverage(entries)
    regions = unread_regions(entries)
    imbalanced = imbalance(nodes, roll_up(nodes, entries))
    verdicts = tuple(
        judge(policy, findings, Evidence(read, regions, imbalanced, refused), packs, on, deployed)
        for policy in policies
    )
    return Assessment(verdicts, worst([v.verdict for v in verdicts]), questions(tuple(findings.values()), regions))
