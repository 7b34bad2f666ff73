"""What the listings of camera signatures show is what real files with these settings show, after all is hidden."""

from __future__ import annotations

import hashlib

import pytest

from scanner.authoring.listing import cases
from scanner.authoring.scene import scene
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.load import load
from scanner.detect.config import Configuration
from scanner.detect.interface import Subject
from scanner.detect.redact import redacted
from scanner.formats.source import Source
from scanner.match.config import match_config, settings_of
from scanner.types import FactKind, Limits, Node
from tests.detect.listed import WRITERS

PACK = load()
CAMERAS = (
    "axis-acap dahua-http hanwha-sunapi-face hikvision-isapi milestone-face-plugins nx-face-plugin onvif-analytics"
    " reolink-camera unifi-protect-face uniview-lapi xiongmai-xmeye"
).split()


@pytest.fixture(scope="module")
def vocabulary():
    return compile_pack(PACK)


def proven(signature, observations, form):
    settings = settings_of(observations)
    proofs = match_config(signature.facts, settings, dict.fromkeys((o.path for o in observations), form))
    return {(proof.fact.id, proof.state.word) for proof in proofs}


def read(file, form, vocabulary):
    """The settings that the detector keeps of ``file``, as they leave a worker."""
    with Source(file, "d/file") as source:
        node = Node(source.path, None, source.size, hashlib.sha256(source.data).hexdigest(), form)
        return [redacted(one) for one in Configuration().observe(Subject(node, source, vocabulary, Limits()))]


@pytest.mark.parametrize("name", CAMERAS)
def test_a_file_with_the_settings_of_a_listing_shows_the_same(name, vocabulary, tmp_path):
    (signature,) = (one for one in PACK.signatures if one.id == name)
    tried = 0
    for case in (*cases(signature.examples), *cases(signature.counter_examples)):
        listed = scene(case, vocabulary, tmp_path).observations
        for node in case.nodes:
            lines = [(line.value, line.setting) for line in node.shows if line.kind is FactKind.CONFIG]
            if node.form not in WRITERS or len(lines) != len(node.shows):
                continue
            file = tmp_path / "file"
            file.write_text(WRITERS[node.form](lines), encoding="utf-8")
            told = [one for one in listed if one.path.endswith(f"/{node.path}") and one.kind is FactKind.CONFIG]
            came = proven(signature, read(file, node.form, vocabulary), node.form)
            assert came == proven(signature, told, node.form), (case.title, node.path)
            tried += 1
    assert tried > 3
