"""Counting entries of lists and keys of maps: numbers only, never what the keys are called."""

from __future__ import annotations

import pytest

from scanner.catalogue.config_terms import config_terms
from scanner.detect.entries import KEYS, Entries
from scanner.detect.mentions import mentions
from scanner.detect.settings.interface import Setting
from scanner.types import Capability, Fact, FactKind, State, Strength

PEOPLE = ("house", "faces")


def counted(*settings: tuple[str, str], maps: frozenset[str] = frozenset({"faces"})) -> dict[str, int]:
    entries = Entries(lambda path: path[-1] == KEYS and path[-2].startswith("faces"), maps)
    for path, value in settings:
        entries.see(Setting(tuple(path.split("/")), value))
    return {"/".join(path): count for path, count, _ in entries.counted()}


def test_the_keys_of_a_map_are_counted_once_each():
    assert counted(("house/faces/ann", "a.jpg"), ("house/faces/bo", "b.jpg"), ("house/faces/ann", "c.jpg")) == {
        "house/faces/#keys": 2
    }


def test_keys_whose_values_lie_deeper_count_too():
    assert counted(("faces/ann/file", "a"), ("faces/ann/age", "7"), ("faces/bo/x/y", "b")) == {"faces/#keys": 2}


def test_each_element_of_a_list_has_its_own_number():
    found = counted(("image[0]/faces/ann", "a"), ("image[0]/faces/bo", "b"), ("image[1]/faces/cy", "c"))
    assert found == {"image[0]/faces/#keys": 2, "image[1]/faces/#keys": 1}


def test_values_to_be_filled_in_are_nobody():
    assert counted(("faces/name", "{{ picture }}"), ("faces/ann", "a.jpg")) == {"faces/#keys": 1}


@pytest.mark.parametrize("path", ["surfaces/ann", "faces", "house/face/ann"])
def test_other_maps_and_plain_values_are_not_counted(path):
    assert counted((path, "1")) == {}


def test_nothing_is_counted_where_no_fact_asks():
    assert counted(("faces/ann", "a"), maps=frozenset()) == {}


def test_a_file_with_the_map_is_read_although_the_counter_stands_in_no_file():
    fact = Fact(
        "x", FactKind.CONFIG, "faces/#keys", Strength.STRONG, State.ENROLLED, (Capability.ENROLLMENT,),
        role="database", formats=("yaml",), on=(">0",), requires=(("../platform", "gate"),),
    )  # fmt: skip
    terms = config_terms([fact])
    assert mentions(b"platform: gate\nfaces:\n  ann: a.jpg\n", "text:yaml", terms)
    assert not mentions(b"keys:\n  rows: 3\n", "text:yaml", terms)
