"""What a reader must know beside a finding's state: why it is no higher, and what else the same evidence fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scanner.match.exhibit import Exhibit
from scanner.types import Capability, Finding, Proof, State

CLIENT = "The product operates devices that may recognise faces; nothing here was seen to ask them to."
SWITCHED_ON = "a setting of the system switches it on"
"""Why a setting of another product counts for one whose code it switches."""
_MOST = 3
"""Wrappers that are named one by one."""


def remarks(exhibit: Exhibit, state: State, proofs: Sequence[Proof]) -> tuple[str, ...]:
    """Sentences about the finding that ``proofs``, the most telling first, carry up to ``state``."""
    said = []
    if exhibit.signature.kind == "client" and state <= State.AVAILABLE:
        said.append(CLIENT)
    wrappers = {p.observation.path: p.why for p in proofs if _wraps(exhibit, p)}
    said += [f"{path}: {why}." for path, why in sorted(wrappers.items())[:_MOST]]
    if not wrappers and state <= State.SHIPPED and proofs and proofs[0].why:
        said.append(f"{proofs[0].observation.path}: {proofs[0].why}.")
    return tuple(said)


def _wraps(exhibit: Exhibit, proof: Proof) -> bool:
    seen = proof.observation
    complete = exhibit.complete.get((seen.path, seen.place))
    return complete is not None and proof.why == complete.why


Seen = frozenset[tuple[object, ...]]
"""What a finding rests on: node, place, kind, value and offset of each observation."""


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """``findings`` without those whose evidence is all part of another product's, which names them instead.

    One fact may be true of several products (facts/mapping.yaml, shared_values). It proves the capability, not whose it
    is: the product with more evidence is shown, of equals the first by id. Nothing is dropped that reaches further
    or is marked with more than what is shown in its stead.
    """
    by_capability: dict[Capability, list[tuple[Seen, Finding]]] = defaultdict(list)
    for finding in findings:
        by_capability[finding.capability].append((_seen(finding), finding))
    kept: list[Finding] = []
    for group in by_capability.values():
        kept += _folded(sorted(group, key=_first))
    return kept


def _first(pair: tuple[Seen, Finding]) -> tuple[int, int, int, str]:
    seen, finding = pair
    return (-len(seen), -finding.state, -len(finding.qualifiers), finding.product.id)


def _folded(group: Iterable[tuple[Seen, Finding]]) -> list[Finding]:
    shown: list[tuple[Seen, Finding]] = []
    for seen, finding in group:
        index = next((i for i, (more, other) in enumerate(shown) if _covers(more, other, seen, finding)), None)
        if index is None:
            shown.append((seen, finding))
        else:
            more, other = shown[index]
            shown[index] = (more, replace(other, also_fits=tuple(sorted({*other.also_fits, finding.product.id}))))
    return [_told(finding) for _, finding in shown]


def _told(finding: Finding) -> Finding:
    if not finding.also_fits:
        return finding
    names = ", ".join(finding.also_fits)
    return replace(finding, remarks=(*finding.remarks, f"The evidence, or a part of it, also fits: {names}."))


def _covers(more: Seen, other: Finding, seen: Seen, finding: Finding) -> bool:
    complete = not finding.left_out and not other.left_out
    marked = set(finding.qualifiers) <= set(other.qualifiers)
    return complete and marked and seen <= more and finding.state <= other.state


def _seen(finding: Finding) -> Seen:
    # A setting of the system that switches this code is the system's own evidence, which is shown there.
    seen = (proof.observation for proof in finding.proofs if proof.why != SWITCHED_ON)
    return frozenset((o.path, o.place, o.kind, o.value, o.offset) for o in seen)
