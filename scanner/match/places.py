"""How far up the ladder one observation gets: by its kind, its place and the node that carries it."""

from __future__ import annotations

from scanner.match.census import Census
from scanner.match.classes import class_state
from scanner.match.exhibit import Exhibit
from scanner.types import Fact, FactKind, Observation, Place, State

_OWN_PLACES = frozenset({Place.DEFINED, Place.FILE})
_REFERENCES = frozenset({FactKind.SYMBOL, FactKind.SONAME, FactKind.PATH, FactKind.CLASS, FactKind.IMPORT})
"""Kinds whose value names something that lives elsewhere when it stands in another node's text or import table."""


def state_of(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> State:
    """How far one observation gets: the lowest that kind, place, role and carrier allow."""
    state = _by_place(exhibit, fact, observation, census)
    carrier = exhibit.hosts.get(observation.path)
    return state if carrier is None else min(state, carrier)


def _by_place(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> State:
    place = observation.place
    if place is Place.DOCUMENT:
        return State.MENTIONED
    if place in _OWN_PLACES or observation.path in exhibit.own:
        return min(fact.top, exhibit.signature.presence)
    if place in {Place.IMPORTED, Place.INVOKED}:
        return _imported(exhibit, fact, observation)
    if place is Place.DECLARED:
        return min(_called(fact), State.AVAILABLE)
    if fact.kind is FactKind.ENDPOINT:
        return min(fact.top, State.CALLED)
    if fact.kind in _REFERENCES:
        return _reference(exhibit, fact, observation, census)
    return _text(exhibit, fact, place)


def _text(exhibit: Exhibit, fact: Fact, place: Place) -> State:
    """A text of the product.

    In configuration it counts only where the fact names that place. In code, a fact that names the place is at least
    available: an address or request of an online service stands in the caller, and no code of the product does.
    """
    present = min(fact.top, exhibit.signature.presence)
    if place is Place.SCRIPT:
        return min(fact.top, State.CALLED)
    if place is Place.CONFIG:
        return min(fact.top, State.CALLED) if place in fact.places else State.MENTIONED
    return max(present, min(fact.top, State.AVAILABLE)) if place in fact.places else present


def _called(fact: Fact) -> State:
    return State.MENTIONED if fact.top is State.MENTIONED else State.CALLED


def _imported(exhibit: Exhibit, fact: Fact, observation: Observation) -> State:
    """An import. A library that is needed says nothing of its other functions where the functions used are known."""
    if observation.kind is FactKind.NEEDED and observation.path in exhibit.precise:
        return min(_called(fact), State.AVAILABLE)
    return _called(fact)


def _reference(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> State:
    """A name in a node that does not define it: a call in a script, or where the binary loads by name.

    Code without an import table of its own (.NET, static programs, bytecode) shows no call by name, nor rules one out:
    there a name is for a person to judge.
    """
    place = observation.place
    if place is Place.SCRIPT or (place is Place.TEXT and observation.path in census.loads):
        return _called(fact)
    if place is not Place.TEXT:
        return State.MENTIONED
    used = class_state(fact, observation, census, general=bool(exhibit.signature.hosts))
    if used is not None:
        return min(_called(fact), used)
    hidden = census.hides_calls(observation.path)
    return min(_called(fact), State.AVAILABLE) if hidden else State.MENTIONED
