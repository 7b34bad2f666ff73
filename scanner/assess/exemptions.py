"""Exemptions that the findings reach. The tool never applies one: it prints what a person would have to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scanner.assess.outcomes import words_of
from scanner.assess.technical import Scene, technical_facts
from scanner.types import Exemption, Finding, Outcome, Policy

_QUESTIONED = {Outcome.VIOLATION, Outcome.REVIEW, Outcome.EXEMPT_IF_ATTESTED, Outcome.PROCESS}


def reached_exemptions(
    policy: Policy, findings: Mapping[str, Finding], outcomes: Mapping[str, Outcome], scene: Scene
) -> tuple[Exemption, ...]:
    """Exemptions that a finding of consequence could fall under, in the order of the policy, with the facts shown."""
    present = {word for key, said in outcomes.items() if said in _QUESTIONED for word in words_of(findings[key])}
    reached = [e for e in policy.exemptions if present and (not e.capabilities or present & set(e.capabilities))]
    return tuple(replace(e, shown=technical_facts(e.facts, scene)) for e in reached)
