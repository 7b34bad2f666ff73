"""Exemptions that the findings reach. The tool never applies one: it prints what a person would have to sign."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.types import Exemption, Finding, Outcome, Policy

_QUESTIONED = {Outcome.VIOLATION, Outcome.REVIEW, Outcome.EXEMPT_IF_ATTESTED}


def reached_exemptions(
    policy: Policy, findings: Mapping[str, Finding], outcomes: Mapping[str, Outcome]
) -> tuple[Exemption, ...]:
    """Exemptions that a finding of consequence could fall under, in the order of the policy."""
    present = {findings[key].capability.value for key, outcome in outcomes.items() if outcome in _QUESTIONED}
    if not present:
        return ()
    return tuple(e for e in policy.exemptions if not e.capabilities or present & set(e.capabilities))
