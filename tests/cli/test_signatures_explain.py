"""``facescreen signatures explain``: in the workers, for a product that is there and for one that is not."""

from __future__ import annotations

import json

import pytest

from tests.catalogue.packs import SIGNATURE, write_pack
from tests.cli.program import run
from tests.detect.vocabulary import NATIVE

CAMERA = NATIVE / "camera"
"""A program that imports ASFFaceFeatureCompare."""


@pytest.fixture(name="pack")
def small_pack(tmp_path):
    there = SIGNATURE.replace("AcmeFaceCompare", "ASFFaceFeatureCompare")
    other = SIGNATURE.replace("acme-face", "other")
    return write_pack(tmp_path / "pack", {"sdk/acme/acme-face.yaml": there, "sdk/acme/other.yaml": other})


def test_a_product_that_is_there(pack):
    done = run("signatures", "explain", "acme-face", CAMERA, "--pack", pack)
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "verification: called." in said
    assert "imported in camera" in said


def test_a_product_of_which_nothing_hit_as_json(pack):
    done = run("signatures", "explain", "other", CAMERA, "--pack", pack, "--json")
    data = json.loads(done.stdout)
    assert (data["hits"], data["capabilities"], data["nodes"]) == ([], [], 1)
    assert [fact["value"] for fact in data["missed"]] == ["AcmeFaceCompare"]
    assert done.stderr == b""


def test_what_is_asked_wrongly(pack, tmp_path):
    done = run("signatures", "explain", "no-such", CAMERA, "--pack", pack)
    assert (done.returncode, b"no signature 'no-such'" in done.stderr) == (2, True)
    done = run("signatures", "explain", "other", tmp_path / "missing", "--pack", pack)
    assert done.returncode == 2
