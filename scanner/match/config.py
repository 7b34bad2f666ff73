"""What a setting proves: enabled, enrolled or merely available, by the role of the fact and the value that it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from scanner.catalogue.config_terms import UP, key_meets, last_key, value_meets
from scanner.catalogue.placeholders import FILLED_IN
from scanner.match.aside import ASIDE, is_aside
from scanner.match.plain import plain_words
from scanner.types import Fact, FactKind, Observation, Place, Proof, State

_STATES: Mapping[str, tuple[State, State | None]] = {
    "switch": (State.ENABLED, State.AVAILABLE),
    "mode": (State.ENABLED, State.AVAILABLE),
    "database": (State.ENROLLED, State.AVAILABLE),
    "address": (State.ENABLED, State.AVAILABLE),
    "output": (State.ENABLED, None),
    "declares": (State.AVAILABLE, None),
    "threshold": (State.AVAILABLE, None),
}
"""Role → state with a value of ``on``, and with a value of ``off`` (facts/mapping.yaml, configuration.state)."""
_SWITCHES = frozenset({"switch", "mode"})

_ON = {
    "switch": "a switch that is on",
    "mode": "a choice of this function",
    "database": "a face library with entries",
    "output": "a record that only this function leaves",
    "declares": "says that it can be done, not that it is",
    "threshold": "a threshold that only this function has",
    "address": "an address that face data goes to",
}
"""Role → what a value of ``on`` is, and below what a value of ``off`` is."""
_OFF = {
    "switch": "a switch that is off",
    "mode": "a choice of another function",
    "database": "a face library without entries",
    "address": "an address within the site",
}

_COUNTS_AS_OFF = "; it counts as off by a setting beside it"
_SETTING = frozenset({Place.CONFIG, Place.DECLARED})
_SAMPLE = "; the file is an example, a template or a translation: it shows what may be set"

_SAYS_OFF = frozenset({_OFF[role] for role in _SWITCHES} | {_ON[role] + _COUNTS_AS_OFF for role in _SWITCHES})

Siblings = Mapping[tuple[str, str, str], Sequence[str]]
"""(node path, instance, key) → the values that the key has there."""


def config_state(fact: Fact, observation: Observation) -> State | None:
    """How far ``observation`` lifts what ``fact`` stands for, by itself; None where it proves nothing.

    In an example of a description only an output counts, and no further than ``mentioned``. In a file that is an
    example or a template (place ``declared``), or lies among such, a setting makes ``available``, whatever its value:
    it shows what may be set.
    """
    path = observation.value.split("/")
    if observation.kind is not FactKind.CONFIG or not key_meets(fact.value, path, fact.ignore_case):
        return None
    with_on, with_off = _STATES[fact.role]
    state = with_off if _any(fact.off, observation) or _is_filled_in(fact, observation) else None
    state = with_on if _any(fact.on, observation) else state
    if observation.place is Place.CONFIG and not is_aside(observation.path):
        return None if state is None else min(state, fact.top)
    if observation.place in _SETTING:
        return None if state is None else min(state, fact.top, State.AVAILABLE)
    return State.MENTIONED if fact.role == "output" and state is not None else None


def _is_filled_in(fact: Fact, observation: Observation) -> bool:
    return fact.role == "switch" and observation.setting == FILLED_IN


def role_state(fact: Fact) -> State:
    """How far a configuration fact gets with a value of ``on``, by itself."""
    return min(_STATES[fact.role][0], fact.top)


def meets(fact: Fact, observation: Observation, siblings: Siblings) -> bool:
    """Whether the neighbours of ``observation`` are as ``fact`` requires, and none is as it must not be."""
    holds = partial(_holds, observation, siblings)
    return all(map(holds, fact.requires)) and not any(map(holds, fact.unless))


def _holds(observation: Observation, siblings: Siblings, pair: tuple[str, str]) -> bool:
    """Whether the key that stands beside ``observation`` as ``pair`` says has such a value, at least once."""
    relative, pattern = pair
    return any(value_meets(pattern, value) for value in siblings.get(_place(observation, relative), ()))


def says_off(proof: Proof) -> bool:
    """Whether ``proof`` is a switch that is off where it stands; one in an example that is off or on says neither."""
    return proof.fact.kind is FactKind.CONFIG and proof.why in _SAYS_OFF


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a delivery, by key and by the place where they stand: made once, asked by every product."""

    by_key: Mapping[str, Sequence[Observation]]
    siblings: Siblings

    def beside(self, seen: Observation, key: str) -> str:
        """The value of the key that stands at ``key`` from ``seen``; nothing where there is none."""
        return next(iter(self.siblings.get(_place(seen, key), ())), "")


def settings_of(observations: Iterable[Observation]) -> Settings:
    """The settings among ``observations``."""
    by_key: dict[str, list[Observation]] = defaultdict(list)
    siblings: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for seen in observations:
        if seen.kind is FactKind.CONFIG:
            by_key[last_key(seen.value)].append(seen)
            siblings[seen.path, seen.instance, last_key(seen.value)].append(seen.setting)
    return Settings(by_key, siblings)


def match_config(
    facts: Iterable[Fact], settings: Settings, formats: Mapping[str, str] | None = None
) -> Iterator[Proof]:
    """Proofs of the configuration facts among ``facts``.

    A switch or mode whose required neighbour is not as required counts as switched off; any other fact proves nothing
    then. Each instance stands for itself: a switch that is off says nothing about another one that is on. Of facts
    that mean the same by one setting the one that names most of its path is heard: a camera's switch is no general one.
    ``formats`` (node path → format id), where given, confines facts to the formats that they name.
    """
    met: dict[Observation, list[Proof]] = defaultdict(list)
    for fact in facts:
        if fact.kind is FactKind.CONFIG:
            for seen in settings.by_key.get(last_key(fact.value), ()):
                graded = _joined(fact, seen, settings.siblings) if _due(fact, seen, formats) else None
                if graded is not None:
                    met[seen].append(Proof(fact, seen, *graded, plain_words(fact, seen, settings.beside)))
    for proofs in met.values():
        yield from _closest(proofs)


def _closest(proofs: Sequence[Proof]) -> Iterator[Proof]:
    """``proofs`` of one setting without those that another one with a longer key says all of."""
    longest = max(proof.fact.value.count("/") for proof in proofs)
    close = [proof for proof in proofs if proof.fact.value.count("/") == longest]
    said = {capability for proof in close for capability in proof.fact.capabilities}
    yield from close
    yield from (proof for proof in proofs if proof not in close and not said.issuperset(proof.fact.capabilities))


def _joined(fact: Fact, seen: Observation, siblings: Siblings) -> tuple[State, str] | None:
    state = config_state(fact, seen)
    if state is None or not all(_holds(seen, siblings, pair) for pair in fact.where):
        return None
    where = _SAMPLE if seen.place is Place.DECLARED else f"; {ASIDE}" if is_aside(seen.path) else ""
    if meets(fact, seen, siblings):
        said = _ON[fact.role] if _any(fact.on, seen) else _OFF.get(fact.role, "a setting without it")
        said = "a switch whose value is filled in elsewhere: it may be on" if _is_filled_in(fact, seen) else said
        return state, said + where
    if fact.role in _SWITCHES:
        return min(state, State.AVAILABLE), _ON[fact.role] + _COUNTS_AS_OFF + where
    return None


def _any(patterns: Iterable[str], observation: Observation) -> bool:
    return any(value_meets(pattern, observation.setting) for pattern in patterns)


def _place(observation: Observation, relative: str) -> tuple[str, str, str]:
    instance = observation.instance
    while relative.startswith(UP):
        relative, instance = relative[len(UP) :], instance.rpartition("/")[0]
    below, _, key = relative.rpartition("/")
    return observation.path, "/".join(filter(None, (instance, below))), last_key(key)


def _due(fact: Fact, seen: Observation, formats: Mapping[str, str] | None) -> bool:
    if formats is None or not fact.formats or seen.path not in formats:
        return True
    return formats[seen.path].removeprefix("text:") in fact.formats
