"""The parts of a report document that say what findings and ledger mean under a law, and what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from scanner.types import Clause, ClauseResult, Exemption, Outcome, Policy, PolicyVerdict, Question


def verdicts(found: Sequence[PolicyVerdict]) -> list[dict[str, Any]]:
    """One verdict per policy, by policy id, each with all clauses of the policy: those that nothing reaches too."""
    return [_verdict(verdict) for verdict in sorted(found, key=lambda verdict: verdict.policy.id)]


def _verdict(verdict: PolicyVerdict) -> dict[str, Any]:
    against = verdict.standing
    return {
        "policy": _policy(verdict.policy),
        "verdict": verdict.verdict.value,
        "standing": {"word": against.word, "sentence": against.sentence} if against else None,
        "reasons": list(verdict.reasons),
        "clauses": _clauses(verdict),
        "outcomes": _outcomes(verdict),
        "exemptions": [
            _exemption(exemption) for exemption in sorted(verdict.exemptions, key=lambda e: (e.number, e.summary))
        ],
    }


def _outcomes(verdict: PolicyVerdict) -> list[dict[str, Any]]:
    why = dict(verdict.why)
    return [
        {"finding": finding, "outcome": outcome.value, "why": why.get(finding, "")}
        for finding, outcome in sorted(verdict.outcomes)
    ]


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "jurisdiction": policy.jurisdiction,
        "citation": policy.citation,
        "applies_to": policy.applies_to,
        "status": policy.status,
        "status_verified": policy.status_verified,
        "region_floor": policy.region_floor,
        "total_floor": policy.total_floor,
        "total_floor_share": policy.total_floor_share,
        "max_pack_age_days": policy.max_pack_age_days,
        "sources": sorted(policy.sources),
        "disclaimer": policy.disclaimer,
    }


def _clauses(verdict: PolicyVerdict) -> list[dict[str, Any]]:
    reached = {(result.clause.number, result.clause.says): result for result in verdict.clauses}
    rows = [_clause(clause, reached.pop((clause.number, clause.says), None)) for clause in verdict.policy.clauses]
    # A result for a clause that the policy does not list would be a bug upstream; it is shown all the same.
    rows.extend(_clause(reached[key].clause, reached[key]) for key in sorted(reached))
    return rows


def _clause(clause: Clause, result: ClauseResult | None) -> dict[str, Any]:
    return {
        "number": clause.number,
        "says": clause.says,
        "verified": clause.verified,
        "human_fact": clause.human_fact,
        "outcome": (result.outcome if result else Outcome.NOT_REACHED).value,
        "findings": sorted(result.findings) if result else [],
    }


def _exemption(exemption: Exemption) -> dict[str, Any]:
    return {
        "number": exemption.number,
        "summary": exemption.summary,
        "verified": exemption.verified,
        "statements": list(exemption.statements),
        "signers": list(exemption.signers),
        "checks": list(exemption.checks),
        "capabilities": sorted(exemption.capabilities),
        "note": exemption.note,
        "facts": [asdict(fact) for fact in exemption.shown],
    }


def questions(found: Sequence[Question]) -> list[dict[str, Any]]:
    """The questions in the order of :mod:`scanner.assess`, which puts the weightiest first."""
    return [{"kind": row.kind, "text": row.text, "about": sorted(row.about)} for row in found]
