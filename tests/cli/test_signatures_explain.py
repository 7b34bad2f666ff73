"""``facescreen signatures explain`` on a sample, in the workers: a product that is there and one that is not."""

from __future__ import annotations

import json

from tests.cli.program import SAMPLES, run

UPDATE = SAMPLES / "camera-update-sdk.bin"


def test_a_product_that_is_there(tmp_path):
    done = run("signatures", "explain", "arcsoft-arcface", UPDATE)
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "verification: called." in said
    assert "imported in camera-update-sdk.bin!/" in said


def test_a_product_of_which_nothing_hit_as_json():
    done = run("signatures", "explain", "dlib", UPDATE, "--json")
    data = json.loads(done.stdout)
    assert (data["hits"], data["capabilities"]) == ([], [])
    assert data["nodes"] > 10
    assert done.stderr == b""


def test_what_is_asked_wrongly(tmp_path):
    done = run("signatures", "explain", "no-such", UPDATE)
    assert (done.returncode, b"no signature 'no-such'" in done.stderr) == (2, True)
    done = run("signatures", "explain", "dlib", tmp_path / "missing")
    assert done.returncode == 2
