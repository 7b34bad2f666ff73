"""From a checked YAML mapping to a :class:`~scanner.types.Signature`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from scanner.types import Capability, Constant, Fact, FactKind, Host, Place, Qualifier, Signature, State, Strength

_KINDS = {kind.value: kind for kind in FactKind}
_STRENGTHS = {strength.value: strength for strength in Strength}
_STATES = {state.word: state for state in State}
WordT = TypeVar("WordT")


def signature_from(data: Mapping[str, Any], *, nursery: bool = False) -> Signature:
    """``data`` must have passed the schema ``signature``; ``nursery``: it lies in the folder of that name."""
    sources: Mapping[str, str] = data.get("sources", {})
    return Signature(
        id=data["id"],
        name=data["name"],
        vendor=data["vendor"],
        kind=data["kind"],
        presence=State.of(data["presence"]),
        sentence=data["sentence"],
        facts=tuple(_fact(entry, sources) for entry in data["facts"]),
        hosts=tuple(_host(entry) for entry in data.get("hosts", ())),
        controls=tuple(data.get("controls", ())),
        qualifiers=_qualifiers(data),
        does=_capabilities(data, "does"),
        note=data.get("note", ""),
        multi_modal=data.get("multi_modal", False),
        nursery=nursery,
        examples=data.get("examples", ""),
        counter_examples=data.get("counter_examples", ""),
        versions=tuple(data.get("versions", ())),
    )


def _fact(data: Mapping[str, Any], sources: Mapping[str, str]) -> Fact:
    return Fact(
        id=data["id"],
        kind=_KINDS[data["kind"]],
        value=data["value"],
        strength=_STRENGTHS[data["strength"]],
        top=_STATES[data["top"]],
        capabilities=_capabilities(data, "capabilities"),
        qualifiers=_qualifiers(data),
        source=sources.get(data["source"], data["source"]),
        verified=str(data["verified"]).lower(),
        note=_note(data),
        doubtful="doubtful" in data,
        places=_words(Place, data.get("places")),
        ignore_case=data.get("ignore_case", False),
        prefix=data.get("prefix", False),
        pattern=data.get("pattern", False),
        role=data.get("role", ""),
        formats=tuple(data.get("formats", ())),
        on=tuple(data.get("on", ())),
        off=tuple(data.get("off", ())),
        where=_neighbours(data, "where"),
        requires=_neighbours(data, "requires"),
        unless=_neighbours(data, "unless"),
        label=data.get("label", ""),
        instance=tuple(data.get("instance", ())),
        constant=_constant(data) if "numbers" in data else None,
    )


def _neighbours(data: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, pattern) for key, pattern in data.get(key, ()))


def _note(data: Mapping[str, Any]) -> str:
    return "; ".join(data[key] for key in ("note", "doubtful") if key in data)


def _constant(data: Mapping[str, Any]) -> Constant:
    told = {key: data[key] for key in ("least", "within") if key in data}
    if "stored" in data:
        told["stored"] = tuple(data["stored"])
    return Constant(tuple(map(float, data["numbers"])), tuple(data["forms"]), **told)


def _host(data: Mapping[str, Any]) -> Host:
    return Host(FactKind(data["kind"]), data["value"], State.of(data.get("state", "available")))


def _capabilities(data: Mapping[str, Any], key: str) -> tuple[Capability, ...]:
    return _words(Capability, data.get(key))


def _qualifiers(data: Mapping[str, Any]) -> tuple[Qualifier, ...]:
    return _words(Qualifier, data.get("qualifiers"))


def _words(kind: Callable[[str], WordT], listed: Iterable[str] | None) -> tuple[WordT, ...]:
    return _tuple_of(kind, tuple(listed)) if listed else ()


@cache
def _tuple_of(kind: Callable[[str], WordT], words: tuple[str, ...]) -> tuple[WordT, ...]:
    """Thousands of facts have the same few lists of words."""
    return tuple(map(kind, words))
