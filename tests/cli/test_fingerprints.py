"""Learning a library that a vendor once handed over, and finding it in a delivery under another name."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from scanner.cli.main import cli
from scanner.types import FacescreenError
from tests.fingerprints.carriers import build, unrelated
from tests.fingerprints.teaching import BUILDS


@pytest.fixture
def shelf(tmp_path):
    """Samples and a background on disk."""
    for number in range(12):
        folder = tmp_path / "background" / f"package{number}"
        folder.mkdir(parents=True)
        (folder / "lib.so").write_bytes(unrelated(number))
    samples = []
    for kind, seed, version in BUILDS:
        file = tmp_path / f"lib-{kind}.so"
        file.write_bytes(build(kind, seed=seed))
        samples.append(f"{file}@{version}")
    return tmp_path, samples


def run(*words):
    done = CliRunner().invoke(cli, list(map(str, words)), catch_exceptions=True)
    if isinstance(done.exception, FacescreenError):
        return done.exit_code, str(done.exception)
    return done.exit_code, done.output


def taught(shelf, *more):
    folder, samples = shelf
    about = ("--id", "acme-net", "--target", "acme's network", "--capability", "template")
    background = ("--background", folder / "background")
    return run("fingerprints", "learn", *about, *background, "--into", folder / "own", *more, *samples)


def test_learn_says_what_it_learned_and_match_finds_it(shelf):
    folder, _ = shelf
    code, said = taught(shelf, "--keep-background", folder / "known.npz")
    assert code == 0, said
    assert "3 of 4 samples share" in said
    assert "Background: 12 different files" in said
    (folder / "renamed.bin").write_bytes(build(seed=77))
    (folder / "other.bin").write_bytes(unrelated(99))
    own = ("--signatures", folder / "own", "--id", "acme")
    code, said = run("fingerprints", "match", *own, folder / "renamed.bin", folder / "other.bin")
    assert code == 0
    assert "certain: acme-net" in said
    assert "other.bin: nothing of 1 known libraries" in said
    code, said = run("fingerprints", "list", "--long", *own[:2])
    assert "acme-net" in said
    assert "3 of 4 samples agree" in said


def test_a_delivery_is_screened_with_the_private_record(shelf):
    folder, _ = shelf
    taught(shelf)
    delivery = folder / "update"
    delivery.mkdir()
    (delivery / "svc").write_bytes(build(seed=78))
    report = folder / "report.json"
    code, said = run("screen", delivery, "--signatures", folder / "own", "--no-cache", "-f", f"json={report}")
    assert code == 1, said
    (finding,) = json.loads(report.read_text())["screening"]["findings"]
    assert (finding["product"]["id"], finding["state"], finding["capability"]) == ("acme-net", "shipped", "template")
    (evidence,) = finding["evidence"]
    assert "texts: 40 of 40 (100 %)" in evidence["places"][0]["detail"]
    assert "learned" in evidence["source"]


def test_the_kept_background_gives_the_same_record(shelf):
    folder, samples = shelf
    taught(shelf, "--keep-background", folder / "known.npz")
    first = (folder / "own" / "fingerprints" / "acme-net.yaml").read_text()
    about = ("--id", "acme-net", "--target", "acme's network", "--capability", "template")
    background = ("--background", folder / "known.npz")
    run("fingerprints", "learn", *about, *background, "--into", folder / "own", *samples)
    assert (folder / "own" / "fingerprints" / "acme-net.yaml").read_text() == first


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda samples: samples[:3], "too few"),
        (lambda samples: [*samples[:3], samples[0]], "same file"),
        (lambda samples: [*samples, "missing.so"], "no such file"),
    ],
)
def test_what_cannot_work_is_refused(change, why, shelf):
    folder, samples = shelf
    code, said = taught((folder, change(samples)))
    assert code != 0
    assert why in said
    assert not (folder / "own").exists()


def test_a_sample_is_no_sister(shelf):
    _, samples = shelf
    code, said = taught(shelf, "--sister", samples[0].partition("@")[0])
    assert code != 0
    assert "is a sample and a sister" in said


def test_a_face_target_says_what_it_does(shelf):
    folder, samples = shelf
    code, said = run(
        "fingerprints", "learn", "--id", "x1", "--target", "something", "--background", folder / "background", *samples
    )
    assert code == 2
    assert "--capability" in said
