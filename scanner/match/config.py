"""What a setting proves: enabled, enrolled or merely available, by the role of the fact and the value that it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from scanner.catalogue.config_terms import UP, key_meets, last_key, value_meets
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

Siblings = Mapping[tuple[str, str, str], Sequence[str]]
"""(node path, instance, key) → the values that the key has there."""


def config_state(fact: Fact, observation: Observation) -> State | None:
    """How far ``observation`` lifts what ``fact`` stands for, by itself; None where it proves nothing.

    In an example of a description only an output counts, and no further than ``mentioned``.
    """
    path = observation.value.split("/")
    if observation.kind is not FactKind.CONFIG or not key_meets(fact.value, path, fact.ignore_case):
        return None
    with_on, with_off = _STATES[fact.role]
    state = with_off if _any(fact.off, observation) else None
    state = with_on if _any(fact.on, observation) else state
    if observation.place is Place.CONFIG:
        return None if state is None else min(state, fact.top)
    return State.MENTIONED if fact.role == "output" and state is not None else None


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


def match_config(
    facts: Iterable[Fact], observations: Iterable[Observation], formats: Mapping[str, str] | None = None
) -> Iterator[Proof]:
    """Proofs of the configuration facts among ``facts``.

    A switch or mode whose required neighbour is not as required counts as switched off; any other fact proves nothing
    then. Each instance stands for itself: a switch that is off says nothing about another one that is on. ``formats``
    (node path → format id), where given, confines facts to the formats that they name.
    """
    settings = [seen for seen in observations if seen.kind is FactKind.CONFIG]
    by_key: dict[str, list[Observation]] = defaultdict(list)
    siblings: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for seen in settings:
        by_key[last_key(seen.value)].append(seen)
        siblings[seen.path, seen.instance, last_key(seen.value)].append(seen.setting)

    def beside(seen: Observation, key: str) -> str:
        return next(iter(siblings.get(_place(seen, key), ())), "")

    for fact in facts:
        if fact.kind is FactKind.CONFIG:
            for seen in by_key.get(last_key(fact.value), ()):
                graded = _joined(fact, seen, siblings) if _due(fact, seen, formats) else None
                if graded is not None:
                    yield Proof(fact, seen, *graded, plain_words(fact, seen, beside))


def _joined(fact: Fact, seen: Observation, siblings: Siblings) -> tuple[State, str] | None:
    state = config_state(fact, seen)
    if state is None or not all(_holds(seen, siblings, pair) for pair in fact.where):
        return None
    if meets(fact, seen, siblings):
        return state, f"a setting ({fact.role}) with a value for {'on' if _any(fact.on, seen) else 'off'}"
    if fact.role in _SWITCHES:
        return min(state, State.AVAILABLE), f"a setting ({fact.role}) whose neighbour is not as required: counts as off"
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
