"""``facescreen signatures new``: from options alone, from answers, from a library; what it writes screens at once."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import run
from tests.detect.vocabulary import NATIVE

WHO = ("--name", "Acme Face", "--vendor", "Acme", "--kind", "sdk", "--sentence", "A kit of Acme that compares faces.")


def test_from_options_then_screened(tmp_path):
    done = run("signatures", "new", "--id", "acme-face", *WHO, "--fact", "verification:symbol=ASFFaceFeatureCompareNot",
               "--fact", "verification:string=compare two example faces and say how alike they are",
               "--source", "its header", cwd=tmp_path)  # fmt: skip
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "Begun: a pack of your own in signatures" in said
    assert "facescreen signatures test acme-face --signatures signatures" in said
    done = run(
        "signatures", "explain", "acme-face", NATIVE / "camera", "--signatures", "signatures", "--json", cwd=tmp_path
    )
    assert [entry["capability"] for entry in json.loads(done.stdout)["capabilities"]] == ["verification"]


def test_from_answers(tmp_path):
    answers = "acme-face\nAcme Face\nAcme\nsdk\nA kit of Acme that compares faces.\n"
    answers += "verification:symbol=AcmeFaceCompare\n\nits header\n"
    done = run("signatures", "new", "--into", tmp_path / "own", stdin=answers.encode())
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "own/sdk/acme/acme-face.yaml").is_file()


def test_from_a_library(tmp_path):
    library = NATIVE / "libexample_face.so"
    done = run("signatures", "new", "--id", "example", *WHO, "--from", library, "--into", tmp_path / "own")
    assert done.returncode == 0, done.stderr
    assert "Left out: symbol ASFFaceFeatureCompare is a fact of arcsoft-arcface already" in done.stdout.decode()
    assert "value: libexample_face.so" in (tmp_path / "own/sdk/acme/example.yaml").read_text()


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--fact", "nonsense"), "a fact is written as"), (("--fact", "symbol=AcmeFaceCompare", "--kind", "toy"), "toy")],
)
def test_what_is_asked_wrongly(more, said, tmp_path):
    done = run("signatures", "new", "--id", "acme-face", *WHO, *more, "--source", "x", "--into", tmp_path / "own")
    assert (done.returncode, said in done.stderr.decode()) == (2, True)
    assert not (tmp_path / "own").exists()
