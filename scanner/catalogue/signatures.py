"""From a checked YAML mapping to a :class:`~scanner.types.Signature`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.types import Capability, Constant, Fact, FactKind, Host, Place, Qualifier, Signature, State, Strength


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
        kind=FactKind(data["kind"]),
        value=data["value"],
        strength=Strength(data["strength"]),
        top=State.of(data["top"]),
        capabilities=_capabilities(data, "capabilities"),
        qualifiers=_qualifiers(data),
        source=sources.get(data["source"], data["source"]),
        verified=str(data["verified"]).lower(),
        note="; ".join(data[key] for key in ("note", "doubtful") if key in data),
        doubtful="doubtful" in data,
        places=tuple(Place(word) for word in data.get("places", ())),
        ignore_case=data.get("ignore_case", False),
        prefix=data.get("prefix", False),
        pattern=data.get("pattern", False),
        role=data.get("role", ""),
        formats=tuple(data.get("formats", ())),
        on=tuple(data.get("on", ())),
        off=tuple(data.get("off", ())),
        requires=tuple((key, pattern) for key, pattern in data.get("requires", ())),
        constant=_constant(data) if "numbers" in data else None,
    )


def _constant(data: Mapping[str, Any]) -> Constant:
    told = {key: data[key] for key in ("least", "within") if key in data}
    if "stored" in data:
        told["stored"] = tuple(data["stored"])
    return Constant(tuple(map(float, data["numbers"])), tuple(data["forms"]), **told)


def _host(data: Mapping[str, Any]) -> Host:
    return Host(FactKind(data["kind"]), data["value"], State.of(data.get("state", "available")))


def _capabilities(data: Mapping[str, Any], key: str) -> tuple[Capability, ...]:
    return tuple(Capability(word) for word in data.get(key, ()))


def _qualifiers(data: Mapping[str, Any]) -> tuple[Qualifier, ...]:
    return tuple(Qualifier(word) for word in data.get("qualifiers", ()))
