"""From proofs to findings: one strong fact, or several independent weaker ones, and the highest state they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.census import take_census
from scanner.match.config import match_config
from scanner.match.exhibit import Exhibit
from scanner.match.graph import call_edges, lifted_by_need, needed_edges, providers
from scanner.match.proofs import exhibits
from scanner.types import (
    Capability,
    Edge,
    FactKind,
    Finding,
    Node,
    Observation,
    Place,
    Proof,
    Signature,
    State,
    Strength,
)

MIN_KINDS, MIN_FACTS = 2, 3
"""Weaker facts are independent when they are of two kinds, or three different ones of one kind, in one folder."""

_FILE_NAMES = frozenset({FactKind.PATH, FactKind.SONAME, FactKind.NEEDED})
"""One name in three places is one fact: a library is called in its table as its file is, and asked for by that name."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Findings and the arrows of the link graph that lead to them, both in a fixed order."""

    findings: tuple[Finding, ...]
    edges: tuple[Edge, ...]
    identities: Mapping[str, tuple[tuple[str, str], ...]]
    """Node path → (label, text): versions, build ids, signer presence. Printed, never evidence."""


def match(
    signatures: Sequence[Signature],
    vocabulary: Vocabulary,
    nodes: Sequence[Node],
    observations: Sequence[Observation],
    evidence_limit: int,
) -> Matched:
    """All findings of one delivery. A pure function: the order of nodes and observations does not matter."""
    ordered = sorted(observations, key=_order)
    census = take_census(nodes, ordered)
    by_name = providers(census)
    found: list[Finding] = []
    edges: list[Edge] = []
    for exhibit in _with_configuration(exhibits(signatures, vocabulary, ordered, census), signatures, ordered):
        needs = needed_edges(exhibit, census, by_name)
        lifts = lifted_by_need(exhibit, needs)
        exhibit.proofs += [replace(proof, state=State.CALLED) for proof, _ in lifts]
        made = _findings(exhibit, sorted({sentence for _, sentence in lifts}), evidence_limit)
        found += made
        if made:
            edges += needs + call_edges(exhibit, by_name)
    ranked = sorted(found, key=lambda f: (-f.state, f.product.id, f.capability.value))
    return Matched(
        tuple(ranked), tuple(sorted(set(edges), key=lambda e: (e.target, e.source, e.how))), _identities(ordered)
    )


def _identities(observations: Iterable[Observation]) -> dict[str, tuple[tuple[str, str], ...]]:
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for seen in observations:
        if seen.kind in {FactKind.VERSION, FactKind.IDENTITY}:
            told[seen.path].add((seen.value, seen.detail))
    return {path: tuple(sorted(pairs)) for path, pairs in told.items()}


def _order(o: Observation) -> tuple[str, str, str, int, str]:
    return (o.path, o.kind.value, o.value, -1 if o.offset is None else o.offset, o.detail)


def _with_configuration(
    found: list[Exhibit], signatures: Sequence[Signature], observations: Iterable[Observation]
) -> list[Exhibit]:
    """``found`` with the proofs of configuration added to the exhibit of the same product."""
    by_id = {exhibit.signature.id: exhibit for exhibit in found}
    settings = [o for o in observations if o.kind is FactKind.CONFIG]
    for signature in signatures:
        facts = [fact for fact in signature.facts if fact.kind is FactKind.CONFIG]
        proofs = list(match_config(facts, settings)) if facts and settings else []
        if proofs:
            exhibit = by_id.setdefault(signature.id, Exhibit(signature, {}))
            exhibit.proofs += proofs
    return [by_id[key] for key in sorted(by_id)]


def _findings(exhibit: Exhibit, lifts: list[str], evidence_limit: int) -> list[Finding]:
    counting = [proof for proof in exhibit.proofs if proof.fact.strength is not Strength.CONTEXT]
    product_is_proven = any(map(_carries, counting))
    by_capability: dict[Capability, list[Proof]] = defaultdict(list)
    for proof in counting:
        for capability in proof.fact.capabilities:
            by_capability[capability].append(proof)
    made = []
    for capability, proofs in by_capability.items():
        judged = _judge(proofs, product_is_proven)
        if judged is not None:
            finding = _finding(exhibit.signature, capability, judged, proofs, lifts, evidence_limit)
            made.append(_with_carrier(finding, counting))
    strong = [proof for proof in counting if proof.fact.strength is Strength.STRONG]
    if not made and strong:
        made = [
            _finding(
                exhibit.signature,
                capability,
                ("strong", _without_capability(strong)),
                counting,
                lifts,
                evidence_limit,
            )
            for capability in exhibit.signature.does
        ]
    return made


def _with_carrier(finding: Finding, proofs: list[Proof]) -> Finding:
    """``finding`` with the strong fact of its product that it rests on, where its own capability has none."""
    if finding.basis != "strong" or any(proof.fact.strength is Strength.STRONG for proof in finding.proofs):
        return finding
    carriers, _ = _most_telling([proof for proof in proofs if _carries(proof)], 1)
    return replace(finding, proofs=(*finding.proofs, *carriers))


def _judge(proofs: list[Proof], product_is_proven: bool) -> tuple[str, State] | None:
    """(basis, state) that ``proofs`` of one capability carry, or None where they are too weak."""
    if product_is_proven:
        return "strong", max(proof.state for proof in proofs)
    # A strong fact that is only mentioned proves that mention, and lends no weight to a weaker fact elsewhere.
    return _combined(proofs) or _mentioned(proofs)


def _carries(proof: Proof) -> bool:
    """Whether ``proof`` shows that the product itself is there, not only its name in a document."""
    return proof.fact.strength is Strength.STRONG and proof.state > State.MENTIONED


def _mentioned(proofs: list[Proof]) -> tuple[str, State] | None:
    strong = any(proof.fact.strength is Strength.STRONG for proof in proofs)
    return ("strong", State.MENTIONED) if strong else None


def _combined(proofs: list[Proof]) -> tuple[str, State] | None:
    folders: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        folders[proof.observation.path.rpartition("/")[0]].append(proof)
    reached = [state for state in map(_combined_state, folders.values()) if state is not None]
    return ("combined", max(reached)) if reached else None


def _combined_state(proofs: list[Proof]) -> State | None:
    """The highest state that several independent facts of one folder agree on."""
    for state in sorted({proof.state for proof in proofs}, reverse=True):
        at_least = [proof for proof in proofs if proof.state >= state]
        kinds = {FactKind.PATH if proof.fact.kind in _FILE_NAMES else proof.fact.kind for proof in at_least}
        values = {proof.fact.value for proof in at_least}
        if len(kinds) >= MIN_KINDS or len(values) >= MIN_FACTS:
            return state
    return None


def _without_capability(proofs: list[Proof]) -> State:
    """A product whose facts name no capability is at most available: it is present, its use and function unproven."""
    return min(State.AVAILABLE, max(proof.state for proof in proofs))


def _finding(
    signature: Signature,
    capability: Capability,
    judged: tuple[str, State],
    proofs: list[Proof],
    lifts: list[str],
    evidence_limit: int,
) -> Finding:
    basis, state = judged
    state = min(state, State.AVAILABLE) if signature.nursery else state
    qualifiers = {q for proof in proofs for q in proof.fact.qualifiers} | set(signature.qualifiers)
    kept, left_out = _most_telling(proofs, evidence_limit)
    lifted = lifts if state is State.CALLED else []
    lifted = lifted + sorted({_call_sentence(p) for p in kept if p.state is State.CALLED and _is_call(p)})
    return Finding(
        signature,
        capability,
        state,
        tuple(sorted(qualifiers, key=lambda q: q.value)),
        basis,
        tuple(kept),
        tuple(lifted[:20]),
        left_out,
    )


_VERBS = {
    Place.IMPORTED: "imports",
    Place.INVOKED: "invokes",
    Place.TEXT: "loads by name",
    Place.SCRIPT: "uses",
}


def _is_call(proof: Proof) -> bool:
    return proof.observation.place in _VERBS


def _call_sentence(proof: Proof) -> str:
    verb = _VERBS[proof.observation.place]
    return f"{proof.observation.path} {verb} {proof.observation.detail or proof.observation.value}"


def _most_telling(proofs: list[Proof], limit: int) -> tuple[list[Proof], int]:
    """``proofs`` without repetition, strongest first, at most ``limit``; and how many were left out."""
    best: dict[tuple[str, str, Place], Proof] = {}
    for proof in proofs:
        key = (proof.fact.id, proof.observation.path, proof.observation.place)
        if key not in best or proof.state > best[key].state:
            best[key] = proof
    order = {Strength.STRONG: 0, Strength.SUPPORT: 1, Strength.CONTEXT: 2}
    ranked = sorted(best.values(), key=lambda p: (-p.state, order[p.fact.strength], _order(p.observation), p.fact.id))
    return ranked[:limit], max(0, len(ranked) - limit)
