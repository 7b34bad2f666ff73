"""A setting is told in plain words wherever its evidence is shown."""

from __future__ import annotations

import copy

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.registry import FORMATS
from tests.document import sample

PLAIN = "Face comparison on channel 3"


@pytest.mark.parametrize("name", ["html", "csv", "json"])
def test_plain_words_stand_beside_the_evidence(name):
    document = copy.deepcopy(build(sample.found()).document)
    document["screening"]["findings"][0]["evidence"][0]["places"][0]["plain"] = PLAIN
    (chosen,) = (one for one in FORMATS if name == one.NAME)
    assert PLAIN in chosen.render(Report(document)).decode("utf-8")
