"""Whole settings files of open recorders and recognition servers through detectors and matcher: on, off, one of two."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

import scanner
from scanner.report.registry import FORMATS
from tests.match.apps import VARIABLES, switched_off, switched_on, variables
from tests.report.shown import readable

States = Mapping[str, Mapping[str, str]]
ON = {
    "frigate": {"identification": "enabled"},
    # Two products of the delivery name it as the server that they ask, and both are switched on.
    "compreface": {
        "identification": "enabled", "enrollment": "enabled", "template": "available", "analysis": "enabled",
    },
    "double-take": {
        "identification": "enabled", "analysis": "enabled", "capture": "enabled", "enrollment": "enrolled",
    },
    "zoneminder-face": {"identification": "enabled", "enrollment": "available", "capture": "enabled"},
    "immich": {"identification": "called", "template": "enabled"},
    "photoprism": {"detection": "enabled", "identification": "enabled", "template": "enabled"},
    "deepstack-codeproject-facebox": {"identification": "enabled", "detection": "enabled"},
    "viseron": {"identification": "enabled", "capture": "enabled"},
    "home-assistant-face": {"identification": "enabled", "enrollment": "enrolled"},
}  # fmt: skip
OFF = {
    "frigate": {"identification": "available"},
    "double-take": {"identification": "available", "capture": "available", "enrollment": "available"},
    "zoneminder-face": {"identification": "available", "enrollment": "available", "capture": "available"},
    "photoprism": {"detection": "available", "identification": "available", "template": "available"},
    "deepstack-codeproject-facebox": {"identification": "available", "detection": "available"},
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("apps")
    return {"on": scanner.screen(switched_on(folder)), "off": scanner.screen(switched_off(folder))}


def states(report) -> States:
    """Product → capability → state; where pictures are sent is another matter."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for finding in report.screening["findings"]:
        if finding["capability"] != "transfer":
            found[finding["product"]["id"]][finding["capability"]] = finding["state"]
    return found


def told(report, product: str) -> set[str]:
    """What the report says of the settings of ``product`` in plain words, with the state of each."""
    findings = [finding for finding in report.screening["findings"] if finding["product"]["id"] == product]
    places = [place for finding in findings for shown in finding["evidence"] for place in shown["places"]]
    return {f"{place['plain']}: {place['state']}" for place in places if place.get("plain")}


@pytest.mark.parametrize("product", ON)
def test_switched_on(reports, product):
    assert states(reports["on"])[product] == ON[product]


@pytest.mark.parametrize("product", ON)
def test_switched_off(reports, product):
    assert states(reports["off"]).get(product, {}) == OFF.get(product, {})


def test_no_other_product_is_accused(reports):
    assert set(states(reports["on"])) == set(ON)
    assert set(states(reports["off"])) == set(OFF)


def test_one_camera_of_two_is_on(reports):
    said = told(reports["on"], "frigate")
    assert "Face recognition on camera front: enabled" in said
    assert "Face recognition on camera yard: available" in said


def test_one_monitor_of_two_looks_for_faces(reports):
    said = told(reports["on"], "zoneminder-face")
    assert "Faces among what is looked for in section general: enabled" in said
    assert "Faces among what is looked for in section monitor-7: available" in said


def test_people_are_counted_and_never_named(reports):
    (finding,) = [
        finding
        for finding in reports["on"].screening["findings"]
        if (finding["product"]["id"], finding["capability"]) == ("home-assistant-face", "enrollment")
    ]
    assert any("#keys = 3 entries" in p["detail"] for e in finding["evidence"] for p in e["places"])
    for each in FORMATS:
        text = readable(each.render(reports["on"]))
        assert not any(name in text for name in ("Zebulon", "Wilhelmina", "Thaddeus"))
        assert not any(secret in text for secret in ("Quixotry9", "operator", "11111111-2222"))
    assert "Zebulon" not in json.dumps(reports["on"].run)


def test_settings_in_a_comment_are_nothing(tmp_path: Path):
    commented = tmp_path / "commented"
    commented.mkdir()
    (commented / "config.yml").write_text("cameras:\n  front: {}\n# face_recognition:\n#   enabled: true\n")
    (commented / "objectconfig.ini").write_text("[general]\n# detection_sequence=object,face\n")
    assert scanner.screen(commented).screening["findings"] == []


@pytest.mark.parametrize(("value", "state"), [("True", "enabled"), ("False", "available")])
def test_a_variable_is_seen_in_every_place_where_it_is_set(tmp_path: Path, value: str, state: str):
    (finding,) = [
        finding
        for finding in scanner.screen(variables(tmp_path, value)).screening["findings"]
        if finding["capability"] == "identification"
    ]
    switch = next(shown for shown in finding["evidence"] if shown["fact"] == "cf202")
    assert {Path(place["path"]).name: place["state"] for place in switch["places"]} == dict.fromkeys(VARIABLES, state)
