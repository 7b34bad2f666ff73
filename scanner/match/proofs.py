"""Which observation proves which fact of which product, and how far up the ladder it gets there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from scanner.catalogue.vocabulary import EMPTY, Names, Vocabulary
from scanner.match.census import Census
from scanner.match.exhibit import Exhibit
from scanner.match.own import mixed_nodes, own_nodes, packaged_nodes
from scanner.match.places import ruling_of
from scanner.match.ruling import Ruling
from scanner.match.wrappers import complete_spots
from scanner.types import Fact, FactKind, Observation, Place, Proof, Signature, State

_NAMING = frozenset({Place.IMPORTED, Place.DECLARED, Place.INVOKED})
_USING = frozenset({Place.SCRIPT, Place.TEXT, Place.IMPORTED, Place.INVOKED})
_IN_TABLES = frozenset({FactKind.SYMBOL, FactKind.CLASS})

Pair = tuple[Fact, Observation]
_LIBRARIES = frozenset({FactKind.NEEDED, FactKind.SONAME})
"""Kinds that are observed as they stand and looked up here, see :func:`_terms`."""


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
        result.append(_exhibit(signature, met, census))
    return result


def _exhibit(signature: Signature, met: Sequence[Pair], census: Census) -> Exhibit:
    exhibit = Exhibit(signature, census.hosts(signature, {seen.path for _, seen in met}))
    exhibit.own = own_nodes(met, census)
    exhibit.packaged = packaged_nodes(signature, met, census)
    exhibit.mixed = mixed_nodes(met, census)
    exhibit.precise = {o.path for fact, o in met if _names_a_function(fact, o)}
    exhibit.complete = complete_spots(signature, met)
    named = {o.path for fact, o in met if _uses_a_function(fact, o)}
    for fact, seen in met:
        ruling = ruling_of(exhibit, fact, seen, census)
        if _is_general_import(fact):
            ruling = _of_general_import(ruling, known=seen.path in named)
        exhibit.proofs.append(Proof(fact, seen, ruling.state, ruling.why))
    return exhibit


def _names_a_function(fact: Fact, observation: Observation) -> bool:
    """Whether a node says which functions of the product it uses or may use, by symbols that stand for a capability."""
    named = observation.kind is FactKind.SYMBOL and observation.place in _NAMING
    return named and bool(fact.capabilities)


def _uses_a_function(fact: Fact, observation: Observation) -> bool:
    """Whether a node names a function of the product, in its code or in what its code asks for."""
    return bool(fact.capabilities) and fact.kind is not FactKind.IMPORT and observation.place in _USING


def _is_general_import(fact: Fact) -> bool:
    """Whether the fact is the import of a module with functions of several kinds: by itself it is for a person."""
    return fact.kind is FactKind.IMPORT and fact.top is State.AVAILABLE


def _of_general_import(ruling: Ruling, *, known: bool) -> Ruling:
    if known:
        return ruling.at_most(State.MENTIONED, "the functions that this file uses are known by their names")
    return ruling.at_most(State.AVAILABLE, "the import does not say which of the module's functions are used")


def _pairs(
    signatures: Sequence[Signature], vocabulary: Vocabulary, seen: Sequence[Observation]
) -> dict[str, list[Pair]]:
    """Facts and the observations that meet them, by signature id."""
    index = _index(signatures, _values(seen, vocabulary.names))
    result: dict[str, list[Pair]] = defaultdict(list)
    for observation in _unsettled(seen):
        for term in _terms(observation, vocabulary.names):
            for signature_id, fact in index.get(term, ()):
                if not fact.places or observation.place in fact.places:
                    result[signature_id].append((fact, observation))
    return result


def _values(seen: Sequence[Observation], names: Mapping[FactKind, Names]) -> set[str]:
    """Every value that a fact must have to be met."""
    values = {observation.value for observation in seen}
    libraries = (observation for observation in seen if observation.kind in _LIBRARIES)
    return values | {value for observation in libraries for _, value in _terms(observation, names)}


def _index(
    signatures: Sequence[Signature], values: Container[str]
) -> dict[tuple[FactKind, str], list[tuple[str, Fact]]]:
    """The facts with one of ``values``: few of a pack's thousands, and making an index of all takes longer."""
    index: dict[tuple[FactKind, str], list[tuple[str, Fact]]] = defaultdict(list)
    for signature in signatures:
        for fact in signature.facts:
            if fact.value in values and fact.kind is not FactKind.CONFIG:
                index[fact.kind, fact.value].append((signature.id, fact))
    return index


def _unsettled(seen: Iterable[Observation]) -> Iterator[Observation]:
    """``seen`` without the names that stand in a node's text only because they stand in its tables."""
    settled: set[tuple[str, FactKind, str]] = set()
    for observation in sorted(seen, key=lambda o: o.place is Place.TEXT):
        if observation.kind in _IN_TABLES:
            key = (observation.path, observation.kind, observation.value)
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
