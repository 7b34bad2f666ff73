"""Which observation proves which fact of which product, and how far up the ladder it gets there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scanner.catalogue.vocabulary import EMPTY, Names, Vocabulary
from scanner.match.census import Census
from scanner.types import Fact, FactKind, Observation, Place, Proof, Signature, State

_OWN_PLACES = frozenset({Place.DEFINED, Place.FILE})
_REFERENCES = frozenset({FactKind.SYMBOL, FactKind.SONAME, FactKind.PATH, FactKind.CLASS, FactKind.IMPORT})
"""Kinds whose value names something that lives elsewhere when it stands in another node's text or import table."""


@dataclass(slots=True)
class Exhibit:
    """Everything that speaks for one product: its proofs, the nodes that are its own, its general-purpose carriers."""

    signature: Signature
    hosts: Mapping[str, State]
    own: set[str] = field(default_factory=set)
    proofs: list[Proof] = field(default_factory=list)


Pair = tuple[Fact, Observation]


def exhibits(
    signatures: Sequence[Signature], vocabulary: Vocabulary, seen: Sequence[Observation], census: Census
) -> list[Exhibit]:
    """One exhibit for every product of which at least one fact was observed; configuration facts excepted."""
    pairs = _pairs(signatures, vocabulary, seen)
    result = []
    for signature in signatures:
        met = pairs.get(signature.id, [])
        if not met:
            continue
        exhibit = Exhibit(signature, census.hosts(signature))
        # The product's own files: they define its names or carry its name, hash or package.
        exhibit.own = {o.path for _, o in met if o.place in _OWN_PLACES and o.kind is not FactKind.NEEDED}
        exhibit.proofs = [
            Proof(fact, o, state) for fact, o in met if (state := _state(exhibit, fact, o, census)) is not None
        ]
        result.append(exhibit)
    return result


def _pairs(
    signatures: Sequence[Signature], vocabulary: Vocabulary, seen: Iterable[Observation]
) -> dict[str, list[Pair]]:
    """Facts and the observations that meet them, by signature id."""
    index = _index(signatures)
    result: dict[str, list[Pair]] = defaultdict(list)
    for observation in _unsettled(seen):
        for term in _terms(observation, vocabulary.names):
            for signature_id, fact in index.get(term, ()):
                if not fact.places or observation.place in fact.places:
                    result[signature_id].append((fact, observation))
    return result


def _index(signatures: Sequence[Signature]) -> dict[tuple[FactKind, str], list[tuple[str, Fact]]]:
    index: dict[tuple[FactKind, str], list[tuple[str, Fact]]] = defaultdict(list)
    for signature in signatures:
        for fact in signature.facts:
            if fact.kind is not FactKind.CONFIG:
                index[fact.kind, fact.value].append((signature.id, fact))
    return index


def _unsettled(seen: Iterable[Observation]) -> Iterator[Observation]:
    """``seen`` without the names that stand in a node's text only because they stand in its symbol table."""
    settled: set[tuple[str, str]] = set()
    for observation in sorted(seen, key=lambda o: o.place is Place.TEXT):
        if observation.kind is FactKind.SYMBOL:
            key = (observation.path, observation.value)
            if observation.place is Place.TEXT and key in settled:
                continue
            settled.add(key)
        yield observation


def _terms(observation: Observation, names: Mapping[FactKind, Names]) -> Iterable[tuple[FactKind, str]]:
    """Kind and value of the facts that an observation may meet; library names come unfiltered, so look them up."""
    if observation.kind is FactKind.NEEDED:
        for kind in (FactKind.SONAME, FactKind.PATH, FactKind.NEEDED):
            yield from ((kind, value) for value in names.get(kind, EMPTY).find(observation.value))
    elif observation.kind is FactKind.SONAME and observation.place is Place.DEFINED:
        for kind in (FactKind.SONAME, FactKind.PATH):
            yield from ((kind, value) for value in names.get(kind, EMPTY).find(observation.value))
    else:
        yield observation.kind, observation.value


def _state(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> State | None:
    """How far one observation gets: the lowest that kind, place, role and carrier allow."""
    state = _by_place(exhibit, fact, observation, census)
    carrier = exhibit.hosts.get(observation.path)
    return state if carrier is None else min(state, carrier)


def _by_place(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> State:
    present = min(fact.top, exhibit.signature.presence)
    place = observation.place
    if place is Place.DOCUMENT:
        return State.MENTIONED
    if place in _OWN_PLACES or observation.path in exhibit.own:
        return present
    if place is Place.IMPORTED:
        return _called(fact)
    if fact.kind is FactKind.ENDPOINT:
        return min(fact.top, State.CALLED)
    if fact.kind in _REFERENCES:
        return _reference(fact, place, observation.path in census.loads)
    if place is Place.CONFIG:
        return State.MENTIONED
    if place is Place.SCRIPT:
        return min(fact.top, State.CALLED)
    return present


def _called(fact: Fact) -> State:
    return State.MENTIONED if fact.top is State.MENTIONED else State.CALLED


def _reference(fact: Fact, place: Place, loads_at_run_time: bool) -> State:
    """A name in the text of a node that does not define it: a call in a script, or where the binary loads by name."""
    if place is Place.SCRIPT or (place is Place.TEXT and loads_at_run_time):
        return _called(fact)
    return State.MENTIONED
