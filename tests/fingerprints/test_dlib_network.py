"""dlib's network for faces has the layers of its example for any pictures: all but the size of a face picture."""

from __future__ import annotations

import pytest

from scanner.catalogue.packs import load_packs
from scanner.fingerprints.score import judge


@pytest.fixture(scope="module")
def record():
    (found,) = (one for one in load_packs().fingerprints if one.id == "dlib-metric-network")
    return found


def _every(record):
    return {part.kind: list(range(part.total)) for part in record.parts}


def test_the_whole_network_is_certain(record):
    assert judge(record, _every(record)).word == "certain"


def test_layers_without_any_one_of_their_features_are_traces(record):
    every = _every(record)
    for left_out in every["qual"]:
        some = {**every, "qual": [place for place in every["qual"] if place != left_out]}
        assert judge(record, some).word == "traces"
