"""From a checked YAML mapping to a :class:`~scanner.types.Policy` that says something about every capability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.types import Capability, CapabilityClass, Clause, Exemption, Outcome, Policy, State, Trigger

NOT_SETTLED = "not settled in the policy"
_ORIGIN = "+origin"
_FACE = tuple(c.value for c in Capability if c.capability_class is not CapabilityClass.CONTEXT)
Effect = tuple[str, Outcome, str]


def policy_from(data: Mapping[str, Any], inherit: Mapping[str, str]) -> Policy:
    """``data`` must have passed the schema ``policy``; ``inherit`` is the chain that silent cells follow."""
    clauses = tuple(_clause(entry) for entry in data["clauses"])
    floor = data["floor"]
    return Policy(
        id=data["id"],
        title=data["title"],
        jurisdiction=data["jurisdiction"],
        citation=data["citation"],
        status=data["status"],
        status_verified=data["status_verified"],
        clauses=clauses,
        effects=tuple(_effects(data, inherit)),
        exemptions=tuple(_exemption(entry) for entry in data["exemptions"]),
        region_floor=floor["region"],
        total_floor=floor["total"],
        total_floor_share=float(floor["share"]),
        max_pack_age_days=data.get("max_pack_age_days"),
        sources=tuple(data["sources"]),
        disclaimer=data["disclaimer"],
    )


def _clause(data: Mapping[str, Any]) -> Clause:
    triggers = tuple(trigger for entry in data.get("triggers", ()) for trigger in _triggers(entry))
    return Clause(data["number"], data["says"], data["verified"], triggers, data.get("human_fact", ""))


def _triggers(data: Mapping[str, Any]) -> Iterator[Trigger]:
    """One trigger per word; ``+cloud`` alone stands for every face capability with that qualifier."""
    for word in data["capabilities"]:
        capability, _, qualifier = word.partition("+")
        for each in (capability,) if capability else _FACE:
            yield Trigger(each, qualifier, State.of(data["state"]), Outcome(data["outcome"]), data.get("condition", ""))


def _exemption(data: Mapping[str, Any]) -> Exemption:
    return Exemption(
        number=data["number"],
        summary=data["summary"],
        verified=data["verified"],
        statements=tuple(data["statements"]),
        signers=tuple(data["signers"]),
        checks=tuple(data["checks"]),
        capabilities=tuple(data.get("capabilities", ())),
        note=data.get("note", ""),
    )


def _effects(data: Mapping[str, Any], inherit: Mapping[str, str]) -> Iterator[Effect]:
    """A cell for every capability and every qualified one that the chain or the law names, in a fixed order."""
    said: Mapping[str, Mapping[str, str]] = data["effects"]
    words = [capability.value for capability in Capability]
    words += sorted({word for word in (*said, *inherit) if "+" in word} | {_ORIGIN})
    entries = [entry for clause in data["clauses"] for entry in clause.get("triggers", ())]
    spoken = {word for entry in entries for word in entry["capabilities"]}
    for word in words:
        if word in said:
            yield word, Outcome(said[word]["outcome"]), said[word]["why"]
        elif word not in spoken or "+" not in word:
            yield _silent(word, said, inherit, spoken)


def _silent(word: str, said: Mapping[str, Mapping[str, str]], inherit: Mapping[str, str], spoken: set[str]) -> Effect:
    """A cell that the law leaves empty: a related one of the same law, else a person must decide.

    Two exceptions have no effect: the maker's origin in a law that does not name it, and any cell of a law that
    speaks of no face capability at all.
    """
    if word == _ORIGIN:
        return word, Outcome.NOT_REACHED, "this law does not speak of the maker's origin"
    if not (spoken | set(said)) & set(_FACE):
        return word, Outcome.NOT_REACHED, "this law does not speak of faces"
    related, seen = inherit.get(word, ""), {word}
    while related and related not in seen:
        if related in said:
            return word, Outcome(said[related]["outcome"]), f"as {related}: {said[related]['why']}"
        seen.add(related)
        related = inherit.get(related, "")
    return word, Outcome.REVIEW, NOT_SETTLED
