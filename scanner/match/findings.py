"""From proofs to findings: one strong fact, or several independent weaker ones, and the highest state they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.standing import is_installed
from scanner.match.census import Census, take_census
from scanner.match.config import match_config, settings_of
from scanner.match.engines import Context, contexts, remarked, searches, with_contexts
from scanner.match.exhibit import Exhibit
from scanner.match.fingerprints import united
from scanner.match.folders import folder_proofs
from scanner.match.graph import call_edges, lifted_by_need, needed_edges, needers, providers
from scanner.match.judgement import Judgement, carries, counting, judgements
from scanner.match.proofs import exhibits
from scanner.match.remarks import remarks, told_once
from scanner.match.switched import ELSEWHERE, elsewhere, lift_controlled, lower_started, of_settings, switched_off
from scanner.match.unlisted import leave_explained
from scanner.match.versions import versions, versions_by_path
from scanner.types import (
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

_IN_A_KIT = "in a file of a kit or tool that holds this whether it is used or not"


@dataclass(frozen=True, slots=True)
class Matched:
    """Findings and the arrows of the link graph that lead to them, both in a fixed order."""

    findings: tuple[Finding, ...]
    edges: tuple[Edge, ...]
    identities: Mapping[str, tuple[tuple[str, str], ...]]
    """Node path → (label, text): versions, build ids, signer presence, engines. Printed, never evidence."""
    searches: tuple[Context, ...] = ()
    """Libraries for vector search that the delivery holds."""


def match(
    signatures: Sequence[Signature],
    vocabulary: Vocabulary,
    nodes: Sequence[Node],
    observations: Sequence[Observation],
    evidence_limit: int,
) -> Matched:
    """All findings of one delivery. A pure function: the order of nodes and observations does not matter."""
    together = united(vocabulary.fingerprints, nodes, observations)
    ordered = sorted([*observations, *together], key=order_of)
    census = take_census(nodes, ordered)
    by_name = providers(census)
    said = versions_by_path(ordered)
    found: list[Finding] = []
    edges: list[Edge] = []
    assembled = assemble(signatures, vocabulary, ordered, census, nodes)
    without_code, off = elsewhere(assembled), switched_off(assembled)
    for exhibit in assembled:
        made = _findings(exhibit, evidence_limit)
        product = exhibit.signature.id
        made = [_with_settings(f, product in without_code, off.get(product, ())) for f in made]
        if made:
            known = versions(exhibit, said)
            found += [replace(finding, versions=known) for finding in made]
            edges += exhibit.needs + call_edges(exhibit, by_name)
    ranked = sorted(told_once(found), key=lambda f: (-f.state, f.product.id, f.capability.value))
    met = contexts(vocabulary.fingerprints, ordered)
    many = searches(met)
    return Matched(
        tuple(remarked(ranked, many)),
        tuple(sorted(set(edges), key=lambda e: (e.target, e.source, e.how))),
        with_contexts(_identities(ordered), met),
        many,
    )


def assemble(
    signatures: Sequence[Signature],
    vocabulary: Vocabulary,
    observations: Sequence[Observation],
    census: Census,
    nodes: Sequence[Node] = (),
) -> list[Exhibit]:
    """Everything that speaks for each product of which anything was seen, with what calls of its libraries lift."""
    by_need = needers(census)
    seen = exhibits(signatures, vocabulary, observations, census)
    made = _with_configuration(seen, signatures, observations, nodes, census)
    for exhibit in made:
        exhibit.needs = needed_edges(exhibit, census, by_need)
        lifts = lifted_by_need(exhibit, exhibit.needs)
        exhibit.proofs += [replace(proof, state=State.CALLED, why=sentence) for proof, sentence in lifts]
        exhibit.lifts = sorted({sentence for _, sentence in lifts})
    leave_explained(made)
    for exhibit in made:
        lower_started(exhibit)
    lift_controlled(made)
    return made


def _identities(observations: Iterable[Observation]) -> dict[str, tuple[tuple[str, str], ...]]:
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for seen in observations:
        if seen.kind is FactKind.IDENTITY:
            told[seen.path].add((seen.value, seen.detail))
        elif seen.kind is FactKind.VERSION:
            told[seen.path].add((seen.detail, seen.value))
    return {path: tuple(sorted(pairs)) for path, pairs in told.items()}


def order_of(o: Observation) -> tuple[str, str, str, int, str]:
    """The fixed order in which observations are judged."""
    return (o.path, o.kind.value, o.value, -1 if o.offset is None else o.offset, o.detail)


def _with_configuration(
    found: list[Exhibit],
    signatures: Sequence[Signature],
    observations: Iterable[Observation],
    nodes: Sequence[Node],
    census: Census,
) -> list[Exhibit]:
    """``found`` with the proofs of configuration and of folders added to the exhibit of the same product."""
    by_id = {exhibit.signature.id: exhibit for exhibit in found}
    settings = settings_of(observations)
    for signature in signatures:
        facts = [fact for fact in signature.facts if fact.kind is FactKind.CONFIG]
        proofs = _in_kits(signature, list(match_config(facts, settings)), census) if facts else []
        proofs += folder_proofs(signature.facts, nodes)
        if proofs:
            exhibit = by_id.setdefault(signature.id, Exhibit(signature, {}))
            exhibit.proofs += proofs
    return [by_id[key] for key in sorted(by_id)]


def _in_kits(signature: Signature, proofs: list[Proof], census: Census) -> list[Proof]:
    """``proofs`` of settings; those in a general-purpose carrier (a list of all policies that there are) get no further
    than its code does, and anywhere but where a package manager put it they are for a person still."""
    carriers = census.hosts(signature, {proof.observation.path for proof in proofs}) if proofs else {}
    made = []
    for proof in proofs:
        path = proof.observation.path
        most = carriers.get(path, proof.state)
        most = most if is_installed(path) else max(most, State.AVAILABLE)
        made.append(replace(proof, state=most, why=_IN_A_KIT) if most < proof.state else proof)
    return made


def _findings(exhibit: Exhibit, evidence_limit: int) -> list[Finding]:
    made = []
    for judged in judgements(exhibit):
        if judged.state is not None:
            finding = _finding(exhibit, judged, judged.state, evidence_limit)
            made.append(_with_carrier(finding, counting(exhibit)))
    return made


def _with_settings(finding: Finding, without_code: bool, off: tuple[str, ...]) -> Finding:
    """``finding`` with what the settings of the delivery say about its code, and its code about the settings."""
    if without_code and of_settings(finding):
        return replace(finding, remarks=(*finding.remarks, ELSEWHERE))
    if off and State.SHIPPED <= finding.state < State.ENABLED and not of_settings(finding):
        return replace(finding, remarks=(*finding.remarks, *off))
    return finding


def _with_carrier(finding: Finding, proofs: list[Proof]) -> Finding:
    """``finding`` with the strong fact of its product that it rests on, where its own capability has none."""
    if finding.basis != "strong" or any(proof.fact.strength is Strength.STRONG for proof in finding.proofs):
        return finding
    carriers, _ = most_telling([proof for proof in proofs if carries(proof)], 1)
    return replace(finding, proofs=(*finding.proofs, *carriers))


def _finding(exhibit: Exhibit, judged: Judgement, state: State, evidence_limit: int) -> Finding:
    signature = exhibit.signature
    qualifiers = {q for proof in judged.proofs for q in proof.fact.qualifiers} | set(signature.qualifiers)
    kept, left_out = most_telling(judged.proofs, evidence_limit)
    lifted = exhibit.lifts if state is State.CALLED else []
    if state >= State.CALLED:
        lifted = lifted + sorted({_call_sentence(p) for p in kept if p.state is State.CALLED and _is_call(p)})
    return Finding(
        signature,
        judged.capability,
        state,
        tuple(sorted(qualifiers, key=lambda q: q.value)),
        judged.basis,
        tuple(kept),
        tuple(lifted[:20]),
        left_out,
        remarks(exhibit, state, kept),
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
    if proof.fact.kind is FactKind.YARA:  # its detail is the rule's name, which stands nowhere in the file
        return f"{proof.observation.path} fits the pattern {proof.fact.value}"
    verb = _VERBS[proof.observation.place]
    if proof.observation.place is Place.TEXT and proof.fact.kind in {FactKind.ENDPOINT, FactKind.STRING}:
        verb = "names"
    return f"{proof.observation.path} {verb} {proof.observation.detail or proof.observation.value}"


def most_telling(proofs: Sequence[Proof], limit: int) -> tuple[list[Proof], int]:
    """``proofs`` without repetition, strongest first, at most ``limit``; and how many were left out."""
    best: dict[tuple[str, str, Place, str], Proof] = {}
    for proof in proofs:
        # Each channel, rule and camera has a switch of its own.
        key = (proof.fact.id, proof.observation.path, proof.observation.place, _instance(proof))
        if key not in best or proof.state > best[key].state:
            best[key] = proof
    order = {Strength.STRONG: 0, Strength.SUPPORT: 1, Strength.CONTEXT: 2}
    ranked = sorted(best.values(), key=lambda p: (-p.state, order[p.fact.strength], order_of(p.observation), p.fact.id))
    return ranked[:limit], max(0, len(ranked) - limit)


def _instance(proof: Proof) -> str:
    seen = proof.observation
    return seen.detail.rpartition(" = ")[0] or seen.instance if proof.fact.kind is FactKind.CONFIG else ""
