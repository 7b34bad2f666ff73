"""A setting is told in plain words wherever its evidence is shown."""

from __future__ import annotations

import copy

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.registry import FORMATS
from scanner.report.sentences import evidence_phrase
from tests.document import sample

PLAIN = "Face comparison on channel 3"


@pytest.mark.parametrize("name", ["html", "csv", "json"])
def test_plain_words_stand_beside_the_evidence(name):
    document = copy.deepcopy(build(sample.found()).document)
    document["screening"]["findings"][0]["evidence"][0]["places"][0]["plain"] = PLAIN
    (chosen,) = (one for one in FORMATS if name == one.NAME)
    assert PLAIN in chosen.render(Report(document)).decode("utf-8")


@pytest.mark.parametrize(
    ("pattern", "path", "told"),
    [
        ("clips/faces/*", "b.zip!/media/clips/faces/person-1/1.webp", "/media/clips/faces"),
        ("known_faces", "b.zip!/data/known_faces/person-1.jpg", "/data/known_faces"),
    ],
)
def test_a_gallery_is_named_by_its_folder(pattern, path, told):
    document = copy.deepcopy(build(sample.found()).document)
    finding = document["screening"]["findings"][0]
    finding["evidence"] = [{**finding["evidence"][0], "kind": "folder", "value": pattern}]
    finding["evidence"][0]["places"] = [{**finding["evidence"][0]["places"][0], "path": path}]
    assert evidence_phrase(finding).endswith(f" {told}")
