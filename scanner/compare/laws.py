"""What laws say of an update because it is new: clauses that speak only where the version in use is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from scanner.assess.outcomes import clause_outcome, marked, strongest
from scanner.document.deployed import deployed
from scanner.document.report import Report
from scanner.types import Capability, Clause, Deployed, Finding, Outcome, Policy, Qualifier, Signature, State


def clauses(laws: Sequence[Policy], old: Report, new: Report) -> Iterator[dict[str, Any]]:
    """One row for each clause of ``laws`` that findings of ``new`` reach only because ``old`` had nothing like it."""
    before = deployed(old)
    for law in laws:
        for clause in law.clauses:
            if not any(trigger.condition for trigger in clause.triggers):
                continue
            said = {
                row["id"]: _outcome(clause, _as_finding(row), before) for row in new.document["screening"]["findings"]
            }
            reached = {key: outcome for key, outcome in said.items() if outcome is not Outcome.NOT_REACHED}
            if reached:
                yield {
                    "policy": law.id,
                    "clause": marked(clause.number, clause.verified),
                    "outcome": strongest(reached.values()).value,
                    "human_fact": clause.human_fact,
                    "findings": sorted(reached),
                }


def _outcome(clause: Clause, finding: Finding, before: Deployed) -> Outcome:
    """What the clause says of ``finding`` beside what it says of every version."""
    now = clause_outcome(clause, finding, before)
    return Outcome.NOT_REACHED if now is clause_outcome(clause, finding) else now


def _as_finding(row: Mapping[str, Any]) -> Finding:
    """As much of a finding of a report as a clause asks about."""
    return Finding(
        product=cast("Signature", None),
        capability=Capability(row["capability"]),
        state=State.of(row["state"]),
        qualifiers=tuple(Qualifier(word) for word in row["qualifiers"]),
        basis=row["basis"],
        proofs=(),
    )
