"""From a checked YAML mapping to a :class:`~scanner.types.Policy` that says something about every capability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.types import (
    Capability,
    CapabilityClass,
    Clause,
    Event,
    Exemption,
    Outcome,
    Policy,
    State,
    Statement,
    Trigger,
)

NOT_SETTLED = "not settled in the policy"
_ORIGIN = "+origin"
_ALL = tuple(c.value for c in Capability)
_FACE = tuple(c.value for c in Capability if c.capability_class is not CapabilityClass.CONTEXT)
_ORDER = tuple(Outcome)
"""Strongest first."""
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
        applies_to=data.get("applies_to", ""),
        definitions=tuple(_statement(entry, "term") for entry in data.get("definitions", ())),
        enforcement=tuple(_statement(entry, "number") for entry in data.get("enforcement", ())),
        dates=tuple(Event(entry["what"], entry["on"], entry["verified"]) for entry in data.get("dates", ())),
        note=data.get("note", ""),
    )


def _statement(data: Mapping[str, Any], label: str) -> Statement:
    return Statement(data.get(label, ""), data["says"], data["verified"], data.get("note", ""))


def _clause(data: Mapping[str, Any]) -> Clause:
    triggers = tuple(trigger for entry in data.get("triggers", ()) for trigger in _triggers(entry))
    human_fact, note = data.get("human_fact", ""), data.get("note", "")
    return Clause(data["number"], data["says"], data["verified"], triggers, human_fact, note)


def _triggers(data: Mapping[str, Any]) -> Iterator[Trigger]:
    """One trigger per word; ``+cloud`` stands for every face capability with that qualifier, ``+origin`` for all."""
    for word in data["capabilities"]:
        capability, _, qualifier = word.partition("+")
        every = _ALL if f"+{qualifier}" == _ORIGIN else _FACE
        for each in (capability,) if capability else every:
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
        facts=tuple(data.get("facts", ())),
    )


def _effects(data: Mapping[str, Any], inherit: Mapping[str, str]) -> Iterator[Effect]:
    """A cell for every capability and every qualified one that the chain or the law names, in a fixed order.

    The law's own effect fills a cell; else what a trigger decides for shipped code, under no condition; else the chain.
    """
    said: Mapping[str, Mapping[str, str]] = data["effects"]
    words = list(_ALL)
    settled = {**_spoken(data), **{word: _effect(said[word]) for word in said}}
    words += sorted({word for word in (*settled, *inherit) if "+" in word} | {_ORIGIN})
    for word in words:
        yield word, *(settled[word] if word in settled else _silent(word, settled, inherit))


def _effect(entry: Mapping[str, str]) -> tuple[Outcome, str]:
    return Outcome(entry["outcome"]), entry["why"]


def _spoken(data: Mapping[str, Any]) -> dict[str, tuple[Outcome, str]]:
    """What triggers decide for shipped code under no condition: word → the strongest outcome and its clause."""
    spoken: dict[str, tuple[Outcome, str]] = {}
    for clause in data["clauses"]:
        for entry in clause.get("triggers", ()):
            if "condition" in entry or State.of(entry["state"]) > State.SHIPPED:
                continue
            new = Outcome(entry["outcome"])
            for word in entry["capabilities"]:
                old = spoken.get(word)
                if old is None or _ORDER.index(new) < _ORDER.index(old[0]):
                    spoken[word] = new, f"clause {clause['number']}"
    return spoken


def _silent(word: str, settled: Mapping[str, tuple[Outcome, str]], inherit: Mapping[str, str]) -> tuple[Outcome, str]:
    """A cell that the law leaves empty: a related one of the same law, else a person must decide.

    Two exceptions have no effect: the maker's origin in a law that does not name it, and any cell of a law that
    speaks of no face capability at all.
    """
    if word == _ORIGIN:
        return Outcome.NOT_REACHED, "this law does not speak of the maker's origin"
    if not {settled_word.partition("+")[0] for settled_word in settled} & set(_FACE):
        return Outcome.NOT_REACHED, "this law does not speak of faces"
    related, seen = inherit.get(word, ""), {word}
    while related and related not in seen:
        if related in settled:
            outcome, why = settled[related]
            return outcome, f"as {related}: {why}"
        seen.add(related)
        related = inherit.get(related, "")
    return Outcome.REVIEW, NOT_SETTLED
