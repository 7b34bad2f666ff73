"""The import of a module with functions of several kinds says nothing of the functions that a file does not name."""

from __future__ import annotations

import pytest

from scanner.types import Capability, FactKind, Observation, Place, State, Strength
from tests.match.world import fact, matched, product, seen, states

SCRIPT, OTHER = "d!/a/x.py", "d!/a/y.py"
MODULE = fact("acme_face", FactKind.IMPORT, strength=Strength.SUPPORT, top=State.AVAILABLE)
FINDS = fact("acme_face.find", FactKind.STRING, capabilities=(Capability.DETECTION,))


def imported(path: str) -> Observation:
    return seen("acme_face", path, Place.SCRIPT, FactKind.IMPORT)


def named(path: str) -> Observation:
    return seen("acme_face.find", path, Place.SCRIPT, FactKind.STRING)


@pytest.mark.parametrize(
    ("observations", "state"),
    [
        ([imported(SCRIPT), named(SCRIPT)], State.MENTIONED),
        ([imported(SCRIPT), named(SCRIPT), imported(OTHER)], State.AVAILABLE),
    ],
    ids=["its functions are known", "another file names none"],
)
def test_the_import_is_for_a_person_where_no_function_is_named(observations: list[Observation], state: State) -> None:
    found = states(matched(product(MODULE, FINDS), observations))
    assert found.pop("detection") == "called"
    assert set(found.values()) == {state.word}
