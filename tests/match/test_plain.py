from __future__ import annotations

import pytest

from scanner.match.plain import plain_words
from scanner.types import FactKind, Observation, Place
from tests.match.world import fact


def words(key, instance, value, around, siblings=()):
    told = fact(key, FactKind.CONFIG, label="Face comparison", instance=instance)
    seen = Observation(FactKind.CONFIG, value, "x", Place.CONFIG, instance=around)
    return plain_words(told, seen, lambda _, name: dict(siblings).get(name, ""))


@pytest.mark.parametrize(
    ("key", "instance", "value", "around", "expected"),
    [
        ("Rule/Enable", ("channel", "rule"), "Rule/Enable", "table/Rule[2][0]", "channel 3, rule 1"),
        ("cameras/*/face/on", ("camera",), "cameras/front/face/on", "cameras/front/face", "camera front"),
        ("List/Face[n]/enable", ("channel",), "a/List/Face/enable", "a/List/Face", "channel 1"),
        ("List/Face[n]/enable", ("channel",), "a/List/Face/enable", "a/List/Face[1]", "channel 2"),
        ("Rule/Enable", ("channel", "rule"), "Rule/Enable", "table/Rule[2]", "in entry 3"),
        ("Channel/*/on", ("channel from zero",), "Channel/0/on", "Channel/0", "channel 1"),
        ("Channel/*/on", ("channel from zero",), "Channel/a/on", "Channel/a", "channel a"),
        ("List/Count", ("library",), "List/Count", "List[0]", "in library 1"),
        ("face/enable", ("channel",), "face/enable", "", ""),
    ],
)
def test_indexes_and_names_become_words(key, instance, value, around, expected):
    said = expected if expected.startswith("in ") else f"on {expected}"
    assert words(key, instance, value, around) == (f"Face comparison {said}" if expected else "Face comparison")


def test_a_neighbour_says_which_channel_it_is():
    told = words("Face/enable", ("channel=id",), "Face/enable", "Face[1]", [("id", "7")])
    assert told == "Face comparison on channel 7"
    told = words("Face/enable", ("channel from zero=Channel",), "Face/enable", "Face", [("Channel", "7")])
    assert told == "Face comparison on channel 8"


def test_a_fact_without_a_label_has_no_plain_words():
    seen = Observation(FactKind.CONFIG, "a/b", "x", Place.CONFIG, instance="a[1]")
    assert plain_words(fact("a/b", FactKind.CONFIG, instance=("channel",)), seen, lambda *_: "") == ""
