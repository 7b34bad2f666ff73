"""What one finding means under one policy: the strongest outcome that a trigger or an effect names, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from scanner.types import (
    Capability,
    CapabilityClass,
    Clause,
    Deployed,
    Finding,
    Outcome,
    Policy,
    Qualifier,
    State,
    Trigger,
)

STRENGTH = {
    Outcome.VIOLATION: 5,
    Outcome.REVIEW: 4,
    Outcome.EXEMPT_IF_ATTESTED: 4,
    Outcome.PROCESS: 2,
    Outcome.NOTE: 1,
    Outcome.NOT_REACHED: 0,
}
"""Order of outcomes; the strongest over all clauses counts."""

CHECKED = {"verified": "", "secondary": " (from a secondary source, not from the text)"}
UNCHECKED = " (not checked against the text)"
"""What is written behind the number of a clause that was not read in the law itself."""

RECOGNITION = frozenset(c for c in Capability if c.capability_class is CapabilityClass.RECOGNITION)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a law says about a finding, and because of which clause or reason."""

    outcome: Outcome
    why: str


_SILENT = Ruling(Outcome.NOT_REACHED, "no clause speaks of it")


def strongest(outcomes: Iterable[Outcome]) -> Outcome:
    """The strongest of ``outcomes``; ``not_reached`` when there is none."""
    return max(outcomes, key=STRENGTH.__getitem__, default=Outcome.NOT_REACHED)


def outcome_under(policy: Policy, finding: Finding, deployed: Deployed | None = None) -> Outcome:
    """What ``policy`` says about ``finding``; see :func:`ruling`."""
    return ruling(policy, finding, deployed).outcome


def ruling(policy: Policy, finding: Finding, deployed: Deployed | None = None) -> Ruling:
    """What ``policy`` says about ``finding``, below the trigger's state included.

    A recogniser that is only available is for review under a law that would reach a shipped one: a dormant function is
    still obtained. Anything else below shipped is a note at most, unless a clause names so low a state itself.
    ``deployed`` is the version in use; without it, clauses about what is new in an update are silent.
    """
    said = list(_clauses(policy, finding, deployed))
    if finding.state >= State.SHIPPED:
        said += _effects(policy, finding)
    else:
        shipped = replace(finding, state=State.SHIPPED)
        said.append(_lowered(ruling(policy, shipped, deployed), finding))
    return max(said, key=lambda each: STRENGTH[each.outcome], default=_SILENT)


def clause_outcome(clause: Clause, finding: Finding, deployed: Deployed | None = None) -> Outcome:
    """The strongest outcome of the clause's triggers that ``finding`` meets, or would meet if it were not dormant.

    A recogniser that is only available touches the clauses about shipped ones: a person has to judge it under them.
    """
    met = [trigger.outcome for trigger in clause.triggers if _meets(trigger, finding, deployed)]
    if _is_dormant(finding):
        shipped = replace(finding, state=State.SHIPPED)
        met += [_weaker(t.outcome, Outcome.REVIEW) for t in clause.triggers if _meets(t, shipped, deployed)]
    return strongest(met)


def marked(number: str, verified: str) -> str:
    """The number of a clause, with a remark where it was not read in the law itself."""
    return number + CHECKED.get(verified, UNCHECKED)


def _clauses(policy: Policy, finding: Finding, deployed: Deployed | None) -> Iterator[Ruling]:
    for clause in policy.clauses:
        for trigger in clause.triggers:
            if _meets(trigger, finding, deployed):
                yield Ruling(trigger.outcome, f"clause {marked(clause.number, clause.verified)}")


def _lowered(shipped: Ruling, finding: Finding) -> Ruling:
    """What is left of a ruling on shipped code where the finding is below it."""
    if _is_dormant(finding):
        most, why = Outcome.REVIEW, "nothing was seen to use the code; having it may be enough"
    elif finding.state is State.AVAILABLE:
        most, why = Outcome.NOTE, "nothing was seen to use the code"
    else:
        most, why = Outcome.NOTE, "it is only named, no code of it is there"
    outcome = _weaker(shipped.outcome, most)
    return Ruling(outcome, why if outcome is most else shipped.why)


def _weaker(one: Outcome, two: Outcome) -> Outcome:
    return min(one, two, key=STRENGTH.__getitem__)


def _is_dormant(finding: Finding) -> bool:
    return finding.state is State.AVAILABLE and finding.capability in RECOGNITION


def _meets(trigger: Trigger, finding: Finding, deployed: Deployed | None) -> bool:
    if finding.state < trigger.state:
        return False
    qualifiers = {qualifier.value for qualifier in finding.qualifiers}
    if trigger.qualifier and trigger.qualifier not in qualifiers:
        return False
    if trigger.capability and trigger.capability != finding.capability.value:
        return False
    return not trigger.condition or _is_new(trigger, finding, deployed)


def _is_new(trigger: Trigger, finding: Finding, deployed: Deployed | None) -> bool:
    """The deployed version is known, and it had the capability at no such state."""
    if deployed is None:
        return False
    word = finding.capability.value + (f"+{trigger.qualifier}" if trigger.qualifier else "")
    return deployed.states.get(word, State.MENTIONED) < trigger.state


def _effects(policy: Policy, finding: Finding) -> list[Ruling]:
    table = _table(policy.effects)
    return [table[word] for word in words_of(finding) if word in table]


@lru_cache(maxsize=64)
def _table(effects: tuple[tuple[str, Outcome, str], ...]) -> dict[str, Ruling]:
    return {word: Ruling(outcome, why) for word, outcome, why in effects}


def words_of(finding: Finding) -> list[str]:
    """The words under which a policy may speak of ``finding``: ``analysis``, ``analysis+emotion``, ``+cloud``.

    A qualifier alone speaks of face capabilities; only the maker's origin speaks of transfer and unlocking too.
    """
    capability = finding.capability.value
    face = finding.capability.capability_class is not CapabilityClass.CONTEXT
    words = [capability, *(f"{capability}+{q.value}" for q in finding.qualifiers)]
    return words + [f"+{q.value}" for q in finding.qualifiers if face or q is Qualifier.ORIGIN]
