"""Why a product was found in a delivery, or was not: its facts, what became of each, and the matcher's own reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.ledger import coverage
from scanner.match.census import take_census
from scanner.match.exhibit import Exhibit
from scanner.match.findings import assemble, match, most_telling, order_of
from scanner.match.judgement import Judgement, judgements
from scanner.types import (
    UNREAD,
    Capability,
    Fact,
    FactKind,
    Finding,
    LedgerEntry,
    Limits,
    Node,
    Observation,
    Proof,
    Signature,
)

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary

_ALL = 1 << 30


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say about one product in one delivery."""

    signature: Signature
    delivery: str
    nodes: int
    unread: Mapping[str, int]
    """Byte state → bytes that could not be read: there the product may be, unseen."""
    hits: Mapping[Fact, tuple[Proof, ...]]
    """Facts that hit → where, the highest state first."""
    missed: tuple[Fact, ...]
    elsewhere: Mapping[Fact, tuple[Observation, ...]]
    """Facts among ``missed`` that were seen, at places where they do not count."""
    judgements: tuple[Judgement, ...]
    findings: Mapping[Capability, Finding]
    """What the report has of this product."""
    shown_by: Mapping[Capability, str]
    """Capabilities that are judged a finding and are in the report under another product, of which all this evidence is
    a part → the id of that product."""
    own: tuple[str, ...] = ()
    """Nodes that are the product's own."""
    carriers: tuple[str, ...] = ()
    """General-purpose nodes that hold code of the product whether it is used or not."""


def explain(
    signature: Signature,
    signatures: Sequence[Signature],
    vocabulary: Vocabulary,
    nodes: Sequence[Node],
    observations: Sequence[Observation],
    entries: Iterable[LedgerEntry],
    delivery: str,
) -> Explanation:
    """What was seen of the product of ``signature``, judged by the code that judges every screening.

    ``signatures`` are the whole pack.
    """
    seen = sorted(observations, key=order_of)
    census = take_census(nodes, seen)
    (exhibit,) = assemble([signature], vocabulary, seen, census, nodes) or [Exhibit(signature, {})]
    found = match(signatures, vocabulary, nodes, observations, Limits().evidence).findings
    hits = _hits(exhibit)
    missed = tuple(fact for fact in signature.facts if fact not in hits)
    return Explanation(
        signature,
        delivery,
        len(nodes),
        _unread(entries),
        hits,
        missed,
        _elsewhere(missed, seen),
        tuple(sorted(judgements(exhibit), key=lambda judged: judged.capability.value)),
        {finding.capability: finding for finding in found if finding.product.id == signature.id},
        {finding.capability: finding.product.id for finding in found if signature.id in finding.also_fits},
        tuple(sorted(exhibit.own)),
        tuple(sorted(exhibit.hosts)),
    )


def _hits(exhibit: Exhibit) -> dict[Fact, tuple[Proof, ...]]:
    by_fact: dict[Fact, list[Proof]] = defaultdict(list)
    for proof in most_telling(exhibit.proofs, _ALL)[0]:
        by_fact[proof.fact].append(proof)
    return {fact: tuple(by_fact[fact]) for fact in exhibit.signature.facts if fact in by_fact}


def _elsewhere(missed: Iterable[Fact], seen: Sequence[Observation]) -> dict[Fact, tuple[Observation, ...]]:
    found: dict[tuple[FactKind, str], list[Observation]] = defaultdict(list)
    for observation in seen:
        found[observation.kind, observation.value].append(observation)
    pairs = ((fact, found.get((fact.kind, fact.value), [])) for fact in missed if fact.kind is not FactKind.CONFIG)
    return {fact: tuple(observations) for fact, observations in pairs if observations}


def _unread(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    states = coverage(entries).states
    return {state.value: states[state] for state in sorted(UNREAD & states.keys()) if states[state]}
