"""The part of a report document that lists findings with the evidence behind them, grouped by fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from scanner.document.result import Result
from scanner.types import CapabilityClass, Edge, Fact, Finding, Proof, Signature, State

_CLASS_ORDER = (
    CapabilityClass.RECOGNITION,
    CapabilityClass.ANALYSIS,
    CapabilityClass.CONTEXT,
    CapabilityClass.DETECTION,
)


def findings(result: Result) -> list[dict[str, Any]]:
    """Every finding: recognition first, then by state from the top of the ladder, then by product."""
    pairs = zip(result.findings, result.finding_ids, strict=True)
    return [_finding(finding, identifier) for finding, identifier in sorted(pairs, key=_order)]


def _order(pair: tuple[Finding, str]) -> tuple[int, int, str, str, str]:
    finding, identifier = pair
    rank = _CLASS_ORDER.index(finding.capability.capability_class)
    return (rank, -finding.state, finding.product.id, finding.capability.value, identifier)


def _finding(finding: Finding, identifier: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "product": _product(finding.product),
        "capability": finding.capability.value,
        "class": finding.capability.capability_class.value,
        "state": finding.state.word,
        "qualifiers": sorted(qualifier.value for qualifier in finding.qualifiers),
        "basis": finding.basis,
        "evidence": _evidence(finding.proofs),
        "lifted_by": sorted(finding.lifted_by),
        "left_out": finding.left_out,
        "remarks": list(finding.remarks),
        "also_fits": list(finding.also_fits),
        "versions": [{"version": v.text, "path": v.path, "read_from": v.read_from} for v in finding.versions],
    }


def _product(product: Signature) -> dict[str, Any]:
    return {
        "id": product.id,
        "name": product.name,
        "vendor": product.vendor,
        "kind": product.kind,
        "sentence": product.sentence,
        "note": product.note,
        "nursery": product.nursery,
    }


def _evidence(proofs: Sequence[Proof]) -> list[dict[str, Any]]:
    """Proofs by fact; the fact that proves the highest state comes first."""
    by_fact: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        by_fact[proof.fact.id].append(proof)
    groups = [_group(group) for group in by_fact.values()]
    return sorted(groups, key=lambda group: (-State.of(group["state"]), group["kind"], group["value"], group["fact"]))


def _group(proofs: Sequence[Proof]) -> dict[str, Any]:
    fact: Fact = proofs[0].fact
    places = sorted((_place(proof) for proof in proofs), key=_place_order)
    return {
        "fact": fact.id,
        "kind": fact.kind.value,
        "value": fact.value,
        "strength": fact.strength.value,
        "source": fact.source,
        "verified": fact.verified,
        "state": max(proof.state for proof in proofs).word,
        "places": places,
    }


def _place(proof: Proof) -> dict[str, Any]:
    seen = proof.observation
    return {
        "path": seen.path,
        "place": seen.place.value,
        "offset": seen.offset,
        "count": seen.count,
        "value": seen.value,
        "detail": seen.detail,
        "state": proof.state.word,
        **({"hex": seen.hex} if seen.hex else {}),
        **({"plain": proof.plain} if proof.plain else {}),
    }


def _place_order(place: dict[str, Any]) -> tuple[Any, ...]:
    offset = -1 if place["offset"] is None else place["offset"]
    return (
        -State.of(place["state"]),
        place["path"],
        place["place"],
        offset,
        place["value"],
        place["detail"],
        place["count"],
    )


def edges(found: Sequence[Edge]) -> list[dict[str, Any]]:
    """The link graph's arrows, sorted."""
    rows = sorted((e.source, e.target, e.how, sorted(e.names)) for e in found)
    return [{"source": source, "target": target, "how": how, "names": names} for source, target, how, names in rows]
