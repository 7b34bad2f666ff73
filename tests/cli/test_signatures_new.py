"""``facescreen signatures new``: from options alone, from answers, from a library; what it writes screens at once."""

from __future__ import annotations

import json

import pytest

from tests.catalogue.packs import SIGNATURE, write_pack
from tests.cli.program import run
from tests.detect.vocabulary import NATIVE

WHO = ("--name", "Acme Face", "--vendor", "Acme", "--kind", "sdk", "--sentence", "A kit of Acme that compares faces.")


@pytest.fixture(name="pack")
def small_pack(tmp_path):
    taken = SIGNATURE.replace("AcmeFaceCompare", "ASFFaceFeatureCompare").replace("acme-face", "taken")
    return write_pack(tmp_path / "pack", {"sdk/acme/acme-face.yaml": SIGNATURE, "sdk/acme/taken.yaml": taken})


def test_from_options_then_screened(pack):
    facts = ("--fact", "verification:string=compare two example faces and say how alike they are")
    done = run("signatures", "new", "--id", "new-face", *WHO, *facts, "--source", "its header", "--into", pack)
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert f"facescreen signatures test new-face --pack {pack}" in said
    done = run("signatures", "explain", "new-face", NATIVE / "camera", "--pack", pack, "--json")
    assert [entry["capability"] for entry in json.loads(done.stdout)["capabilities"]] == ["verification"]


def test_from_answers_a_pack_of_ones_own_is_begun(tmp_path):
    answers = "acme-face\nAcme Face\nAcme\nsdk\nA kit of Acme that compares faces.\n"
    answers += "verification:symbol=AcmeFaceCompare\n\nits header\n"
    done = run("signatures", "new", stdin=answers.encode(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Begun: a pack of your own in signatures" in done.stdout.decode()
    assert (tmp_path / "signatures/sdk/acme/acme-face.yaml").is_file()


def test_from_a_library(pack):
    library = NATIVE / "libexample_face.so"
    done = run("signatures", "new", "--id", "example", *WHO, "--from", library, "--into", pack)
    assert done.returncode == 0, done.stderr
    assert "Left out: symbol ASFFaceFeatureCompare is a fact of taken already" in done.stdout.decode()
    assert "value: libexample_face.so" in (pack / "sdk/acme/example.yaml").read_text()


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--fact", "nonsense"), "a fact is written as"), (("--fact", "symbol=AcmeFaceCompare", "--kind", "toy"), "toy")],
)
def test_what_is_asked_wrongly(more, said, tmp_path):
    done = run("signatures", "new", "--id", "acme-face", *WHO, *more, "--source", "x", "--into", tmp_path / "own")
    assert (done.returncode, said in done.stderr.decode()) == (2, True)
    assert not (tmp_path / "own").exists()
