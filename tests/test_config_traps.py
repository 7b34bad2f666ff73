"""What looks like a face switch and is none, from the file to the finding; beside each trap stands its true twin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.types import State
from tests.alone import Files, states
from tests.config_traps import COMMENTED, LOOK_ALIKES, NO_HIGHER, NO_SWITCH, SWITCHED_ON, TEMPLATES

Found = dict[str, dict[str, State]]
_GROUPS: dict[str, dict[str, Files]] = {
    "commented": {name: {path: off} for name, (path, off, _) in COMMENTED.items()},
    "uncommented": {name: {path: on} for name, (path, _, on) in COMMENTED.items()},
    "look-alikes": LOOK_ALIKES,
    "no switch": NO_SWITCH,
    "templates": TEMPLATES,
    "no higher": {name: files for name, (files, _, _) in NO_HIGHER.items()},
    "on": {name: files for name, (files, _) in SWITCHED_ON.items()},
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """All deliveries of this page in one run, ``group: name`` → capability → state."""
    deliveries = {f"{group}: {name}": files for group, all_of in _GROUPS.items() for name, files in all_of.items()}
    return states(tmp_path_factory.mktemp("traps"), deliveries)


@pytest.mark.parametrize("name", COMMENTED)
def test_a_key_in_a_comment_switches_nothing_on(found: Found, name: str) -> None:
    assert not above(found[f"commented: {name}"])


@pytest.mark.parametrize("name", COMMENTED)
def test_the_same_key_outside_of_the_comment_is_seen(found: Found, name: str) -> None:
    assert above(found[f"uncommented: {name}"])


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_words_with_a_face_in_them_say_nothing(found: Found, name: str) -> None:
    assert not above(found[f"look-alikes: {name}"])


@pytest.mark.parametrize("name", NO_SWITCH)
def test_schemas_lists_and_models_of_services_switch_nothing_on(found: Found, name: str) -> None:
    assert not above(found[f"no switch: {name}"])


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_and_help_pages_are_no_settings(found: Found, name: str) -> None:
    assert not {key for key, state in found[f"templates: {name}"].items() if state >= State.ENABLED}


@pytest.mark.parametrize("name", NO_HIGHER)
def test_detection_and_what_is_off_stay_what_they_are(found: Found, name: str) -> None:
    """(expected capability and state; no other capability above mentioned, but those that go without saying)."""
    _, expected, also = NO_HIGHER[name]
    got = {key: state.word for key, state in above(found[f"no higher: {name}"]).items() if key not in also}
    assert got == expected


@pytest.mark.parametrize("name", SWITCHED_ON)
def test_what_is_on_is_seen_in_every_spelling(found: Found, name: str) -> None:
    _, expected = SWITCHED_ON[name]
    got = found[f"on: {name}"]
    assert {key: got[key].word for key in expected if key in got} == expected


def test_a_switch_that_is_off_lowers_only_its_own_camera(tmp_path: Path) -> None:
    on, off = {"face_recognition": {"enabled": True}}, {"face_recognition": {"enabled": False}}
    both = {"face_recognition": {"enabled": True}, "cameras": {"yard": off, "door": on}}
    neither = {"face_recognition": {"enabled": False}, "cameras": {"yard": off, "door": off}}
    got = states(
        tmp_path,
        {"both": {"config/config.json": json.dumps(both)}, "neither": {"config/config.json": json.dumps(neither)}},
    )
    assert got["both"]["identification"] is State.ENABLED
    assert got["neither"]["identification"] is State.AVAILABLE


def above(states_of_one: dict[str, State]) -> dict[str, State]:
    """What is reported above `mentioned`."""
    return {name: state for name, state in states_of_one.items() if state > State.MENTIONED}
