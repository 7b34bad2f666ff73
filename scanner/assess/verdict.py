"""The verdict table of one policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from scanner.assess.age import age_reasons
from scanner.assess.exemptions import reached_exemptions
from scanner.assess.floor import floor_reasons
from scanner.assess.outcomes import STRENGTH, clause_outcome, ruling
from scanner.assess.standing import standing
from scanner.assess.technical import Scene
from scanner.catalogue.pack import About
from scanner.ledger import Coverage
from scanner.text import in_sentence, plural
from scanner.types import ClauseResult, Deployed, Finding, LedgerEntry, Outcome, Policy, PolicyVerdict, State, Verdict

PRECEDENCE = (Verdict.FOUND, Verdict.INCONCLUSIVE, Verdict.REVIEW, Verdict.NOTHING_FOUND)
"""The earlier wins, within one policy and over several."""

AnswerT = TypeVar("AnswerT")
_FOR_REVIEW = {Outcome.REVIEW, Outcome.EXEMPT_IF_ATTESTED}


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of a run with several policies or deliveries; inconclusive where there is none."""
    return min(verdicts, key=PRECEDENCE.index, default=Verdict.INCONCLUSIVE)


_SEEN = {
    State.MENTIONED: "a text or a list names it",
    State.AVAILABLE: "it could be done, and no use was seen",
    State.SHIPPED: "it is in the delivery",
    State.CALLED: "a program in the delivery is built to use it",
    State.ENABLED: "a setting switches it on",
    State.ENROLLED: "a face library or a watch list for it is there",
}
"""How far a finding goes, as a clause of a sentence for people."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the ledger says: coverage, unread regions (largest first), nodes that do not add up, what was refused.

    ``missing`` are detectors that the signatures need and this installation does not have: no byte was seen by them.
    """

    read: Coverage
    regions: Sequence[LedgerEntry]
    imbalanced: Sequence[str] = ()
    refused: Sequence[str] = ()
    missing: Sequence[str] = ()


def judge(
    policy: Policy,
    findings: Mapping[str, Finding],
    ledger: Evidence,
    packs: Sequence[About],
    on: str,
    deployed: Deployed | None = None,
) -> PolicyVerdict:
    """The verdict on ``findings`` (by id); the same whatever their order.

    ``packs`` begins with the main one; ``on`` is the screening date, ISO; ``deployed`` is the version in use.
    """
    findings = {key: findings[key] for key in sorted(findings)}
    rulings = _of_each(findings, lambda finding: ruling(policy, finding, deployed))
    outcomes = {key: each.outcome for key, each in rulings.items()}
    hits = [key for key, outcome in outcomes.items() if outcome is Outcome.VIOLATION]
    doubts = [key for key, outcome in outcomes.items() if outcome in _FOR_REVIEW]
    faults = _faults(ledger)
    gaps = [*floor_reasons(policy, ledger.read, ledger.regions), *faults, *age_reasons(policy, packs, on)]
    reasons = [_sentence(findings[key], "The wording of the law reaches it.") for key in hits]
    reasons += gaps
    reasons += [_sentence(findings[key], "A person must judge it.") for key in doubts]
    scene = Scene(tuple(findings.values()), ledger.read, deployed, faults)
    return PolicyVerdict(
        policy,
        _first(bool(hits), bool(gaps), bool(doubts)),
        tuple(reasons),
        _clauses(policy, findings, deployed),
        reached_exemptions(policy, findings, outcomes, scene),
        tuple(outcomes.items()),
        tuple((key, each.why) for key, each in rulings.items()),
        standing(policy, on),
    )


def _first(hit: bool, gap: bool, doubt: bool) -> Verdict:
    for holds, verdict in zip((hit, gap, doubt), PRECEDENCE, strict=False):
        if holds:
            return verdict
    return Verdict.NOTHING_FOUND


def _faults(ledger: Evidence) -> list[str]:
    """What no law allows, whatever its floor."""
    gaps = []
    if ledger.imbalanced:
        files = plural(len(ledger.imbalanced), "file")
        gaps.append(f"Internal error: the ledger of {files} does not add up ({in_sentence(ledger.imbalanced[0])}).")
    if ledger.refused:
        places = plural(len(ledger.refused), "place")
        # The first in the order of the alphabet: workers answer in an order of their own.
        gaps.append(f"{places} of the delivery could not be read at all ({min(ledger.refused)}).")
    if ledger.missing:
        names = ", ".join(ledger.missing)
        gaps.append(
            f"The signatures need detectors that this installation does not have ({names}): no byte was seen by them."
        )
    return gaps


def _clauses(policy: Policy, findings: Mapping[str, Finding], deployed: Deployed | None) -> tuple[ClauseResult, ...]:
    results = []
    for clause in policy.clauses:
        said = _of_each(findings, partial(clause_outcome, clause, deployed=deployed))
        met = {key: outcome for key, outcome in said.items() if outcome is not Outcome.NOT_REACHED}
        if met:
            outcome = max(met.values(), key=STRENGTH.__getitem__)
            results.append(ClauseResult(clause, outcome, tuple(met)))
    return tuple(results)


def _of_each(findings: Mapping[str, Finding], say: Callable[[Finding], AnswerT]) -> dict[str, AnswerT]:
    """What ``say`` answers for each finding; a law sees only what it can do and how far: equal ones are asked once."""
    answers: dict[tuple[object, ...], AnswerT] = {}
    for finding in findings.values():
        kind = _kind(finding)
        if kind not in answers:
            answers[kind] = say(finding)
    return {key: answers[_kind(finding)] for key, finding in findings.items()}


def _kind(finding: Finding) -> tuple[object, ...]:
    return finding.capability, finding.state, finding.qualifiers


def _sentence(finding: Finding, end: str) -> str:
    where = in_sentence(finding.proofs[0].observation.path)
    return f"{finding.product.name}, {finding.capability.value}: {_SEEN[finding.state]} ({where}). {end}"
