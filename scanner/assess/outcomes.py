"""What one finding means under one policy: the strongest outcome that a trigger or an effect names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanner.types import Capability, CapabilityClass, Clause, Finding, Outcome, Policy, Qualifier, State, Trigger

STRENGTH = {
    Outcome.VIOLATION: 5,
    Outcome.REVIEW: 4,
    Outcome.EXEMPT_IF_ATTESTED: 4,
    Outcome.PROCESS: 2,
    Outcome.NOTE: 1,
    Outcome.NOT_REACHED: 0,
}
"""Order of outcomes; the strongest over all clauses counts."""


def strongest(outcomes: Iterable[Outcome]) -> Outcome:
    """The strongest of ``outcomes``; ``not_reached`` when there is none."""
    return max(outcomes, key=STRENGTH.__getitem__, default=Outcome.NOT_REACHED)


def outcome_under(policy: Policy, finding: Finding) -> Outcome:
    """What ``policy`` says about ``finding``, below the trigger's state included.

    A recogniser that is only available is for review whatever the clauses say: a dormant function is still obtained.
    """
    said = [clause_outcome(clause, finding) for clause in policy.clauses]
    if finding.state >= State.SHIPPED:
        said += _effects(policy, finding)
    elif _is_dormant(finding):
        said.append(Outcome.REVIEW)
    else:
        said.append(Outcome.NOTE)
    return strongest(said)


def clause_outcome(clause: Clause, finding: Finding) -> Outcome:
    """The strongest outcome of the clause's triggers that ``finding`` meets, or would meet if it were not dormant.

    A recogniser that is only available touches the clauses about shipped ones: a person has to judge it under them.
    """
    met = [trigger.outcome for trigger in clause.triggers if _meets(trigger, finding)]
    if not met and _is_dormant(finding):
        shipped = replace(finding, state=State.SHIPPED)
        met = [
            Outcome.REVIEW
            for t in clause.triggers
            if STRENGTH[t.outcome] >= STRENGTH[Outcome.REVIEW] and _meets(t, shipped)
        ]
    return strongest(met)


def _is_dormant(finding: Finding) -> bool:
    return finding.state is State.AVAILABLE and finding.capability.capability_class is CapabilityClass.RECOGNITION


def _meets(trigger: Trigger, finding: Finding) -> bool:
    """A trigger with a condition on the deployed version is silent: no deployed version was given."""
    if trigger.condition or finding.state < trigger.state:
        return False
    qualifiers = {qualifier.value for qualifier in finding.qualifiers}
    if trigger.qualifier and trigger.qualifier not in qualifiers:
        return False
    return not trigger.capability or trigger.capability == finding.capability.value


def _effects(policy: Policy, finding: Finding) -> list[Outcome]:
    table = {word: outcome for word, outcome, _ in policy.effects}
    words = [finding.capability.value, *(f"{finding.capability.value}+{q.value}" for q in finding.qualifiers)]
    words += ["+cloud"] if Qualifier.CLOUD in finding.qualifiers else []
    return [table[word] for word in words if word in table]


RECOGNITION = frozenset(c for c in Capability if c.capability_class is CapabilityClass.RECOGNITION)
