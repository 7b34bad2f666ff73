"""One law in plain lines and as JSON; what was not read in the law itself carries its mark everywhere."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from scanner.assess.outcomes import marked
from scanner.types import Clause, Exemption, Policy, State, Trigger

WIDTH = 118


def as_data(law: Policy) -> dict[str, Any]:
    """The whole law with the cells that were filled for it; states by their words."""
    data = asdict(law)
    data["effects"] = [{"capability": word, "outcome": outcome, "why": why} for word, outcome, why in law.effects]
    for clause in data["clauses"]:
        for trigger in clause["triggers"]:
            trigger["state"] = State(trigger["state"]).word
    for exemption in data["exemptions"]:
        del exemption["shown"]
    return data


def lines(law: Policy) -> Iterator[str]:
    """The law for a reader, at most :data:`WIDTH` columns wide."""
    for line in _all(law):
        indent = " " * (len(line) - len(line.lstrip()))
        yield from textwrap.wrap(line, WIDTH, subsequent_indent=f"{indent}  ") or [""]


def _all(law: Policy) -> Iterator[str]:
    yield f"{law.id}: {law.title} ({law.jurisdiction})"
    yield f"Citation: {law.citation}"
    yield f"Status: {marked(law.status, law.status_verified)}"
    yield from (f"  {event.what} {marked(event.on, event.verified)}" for event in law.dates)
    if law.applies_to:
        yield f"Applies to: {law.applies_to}"
    yield from (f"Note: {text}" for text in (law.note,) if text)
    yield from (f"Definition of {marked(d.label, d.verified)}: {d.says}" for d in law.definitions)
    for clause in law.clauses:
        yield from _clause(clause)
    yield "What it says about shipped code, by capability:"
    yield from (f"  {word}: {outcome.value} ({why})" for word, outcome, why in law.effects)
    for exemption in law.exemptions:
        yield from _exemption(exemption)
    yield from (f"Enforcement {marked(e.label, e.verified).strip()}: {e.says}" for e in law.enforcement)
    yield (
        f"Floor: an unread region of {law.region_floor:,} bytes, or unread bytes in all above {law.total_floor:,} or "
        f"{law.total_floor_share:.2%} of what can be read; under every law, more than half of it."
    )
    if law.max_pack_age_days is not None:
        yield f"Signatures may be {law.max_pack_age_days} days old."
    yield from (f"Source: {source}" for source in law.sources)
    yield law.disclaimer


def _clause(clause: Clause) -> Iterator[str]:
    yield f"Clause {marked(clause.number, clause.verified)}: {clause.says}"
    yield from (f"  Note: {text}" for text in (clause.note,) if text)
    yield from (f"  {text}" for text in (clause.human_fact,) if text)
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for trigger in clause.triggers:
        key = (trigger.outcome.value, trigger.state.word, trigger.condition, trigger.qualifier)
        grouped.setdefault(key, []).append(_word(trigger))
    for (outcome, state, condition, _), words in grouped.items():
        new = ", where the deployed version had none" if condition else ""
        yield f"  {outcome} from {state} on{new}: {', '.join(words)}"


def _word(trigger: Trigger) -> str:
    return trigger.capability + (f"+{trigger.qualifier}" if trigger.qualifier else "")


def _exemption(exemption: Exemption) -> Iterator[str]:
    yield f"Exemption {marked(exemption.number, exemption.verified)}: {exemption.summary}"
    yield from (f"  Note: {text}" for text in (exemption.note,) if text)
    yield from (f"  To sign by {' and '.join(exemption.signers)}: {text}" for text in exemption.statements)
    yield from (f"  To be confirmed: {check}" for check in exemption.checks)
    if exemption.facts:
        yield f"  Worked out from a screening: {', '.join(exemption.facts)}"
