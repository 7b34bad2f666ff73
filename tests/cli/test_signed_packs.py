"""The commands around signed packs as a person runs them: exit codes, reasons, and what screenings then use."""

from __future__ import annotations

import json
import os

import pytest

from tests.catalogue.signed import city
from tests.cli.program import run


@pytest.fixture
def desk(tmp_path):
    """Keys, an exported private pack, and the folder that imports go to."""
    assert run("signatures", "keygen", tmp_path / "k").returncode == 0
    city(tmp_path / "pack")
    return tmp_path


def _export(desk, name, number, *more):
    options = ("--signatures", desk / "pack", "--key", desk / "k", "--number", str(number), "--expires", "2098-01-01")
    return run("signatures", "export", desk / name, *options, *more)


def _import(desk, name, *more):
    return run("signatures", "import", desk / name, *more, FACESCREEN_DATA_DIR=str(desk / "data"))


def test_from_key_to_screening(desk):
    done = _export(desk, "a.zip", 1)
    assert done.returncode == 0, done.stderr
    assert b"pack city-of-x 2026.11.0, number 1" in done.stdout
    refused = _import(desk, "a.zip")
    assert refused.returncode == 1
    assert refused.stderr.startswith(b"Refused: no key is trusted yet")
    taken = _import(desk, "a.zip", "--trust", desk / "k.pub")
    assert taken.returncode == 0, taken.stderr
    assert b"Screenings use it from now on: 1 signature, 1 fact." in taken.stdout
    again = _import(desk, "a.zip")
    assert (again.returncode, b"rollback" in again.stderr) == (1, True)

    (desk / "delivery.txt").write_text("AcmeFaceCompare")
    folder = str(desk / "data")
    report = desk / "report.json"
    run("screen", desk / "delivery.txt", "-q", "-f", f"json={report}", FACESCREEN_DATA_DIR=folder)
    pack = json.loads(report.read_text())["screening"]["pack"]
    assert [(part["id"], part["origin"], part["expires"]) for part in pack["packs"]] == [
        ("facescreen", "installed", ""),
        ("city-of-x", "imported", "2098-01-01"),
    ]
    late = run("screen", desk / "delivery.txt", "--as-of", "2098-01-02", FACESCREEN_DATA_DIR=folder)
    assert late.returncode == 3
    assert "The signature pack city-of-x 2026.11.0 expired on 2098-01-01" in " ".join(late.stderr.decode().split())


def test_an_encrypted_key_needs_its_password(tmp_path):
    (tmp_path / "word").write_text("secret\n")
    made = run("signatures", "keygen", tmp_path / "k", "--key-password-file", tmp_path / "word")
    assert made.returncode == 0, made.stderr
    assert b"secret" not in made.stdout + made.stderr
    city(tmp_path / "pack")
    assert _export(tmp_path, "a.zip", 1, "--key-password-file", tmp_path / "word").returncode == 0
    (tmp_path / "word").write_text("other\n")
    refused = _export(tmp_path, "b.zip", 2, "--key-password-file", tmp_path / "word")
    assert (refused.returncode, b"password is missing or wrong" in refused.stderr) == (2, True)
    (tmp_path / "word").write_text("\n")
    assert _export(tmp_path, "b.zip", 2, "--key-password-file", tmp_path / "word").returncode == 2
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.parametrize("args", [("--number", "0"), ("--expires", "soon"), ("--key", "none")])
def test_usage_of_export(args, desk):
    wrong = dict(zip(("--number", "--expires", "--key"), ("1", "2098-01-01", str(desk / "k")), strict=True))
    wrong[args[0]] = args[1]
    done = run("signatures", "export", desk / "a.zip", "--signatures", desk / "pack", *sum(wrong.items(), ()))
    assert done.returncode == 2


def test_two_cities_in_one_screening(tmp_path):
    one, two = city(tmp_path / "one", "b-town"), city(tmp_path / "two", "city-of-x")
    (tmp_path / "delivery.txt").write_text("x")
    options = ("--signatures", one, "--signatures", two, "-f", f"json={tmp_path / 'r.json'}", "-q")
    assert run("screen", tmp_path / "delivery.txt", *options).returncode == 0
    pack = json.loads((tmp_path / "r.json").read_text())["screening"]["pack"]
    assert [part["id"] for part in pack["packs"]] == ["facescreen", "b-town", "city-of-x"]
    both = run("signatures", "list", FACESCREEN_SIGNATURES=os.pathsep.join(map(str, (one, two))))
    assert both.returncode == 0
    assert b"b-town 2026.11.0" in both.stdout
    assert b"city-of-x 2026.11.0" in both.stdout


def test_a_clash_is_refused_with_the_reason(tmp_path):
    done = run("signatures", "list", "--signatures", city(tmp_path / "one"), "--signatures", city(tmp_path / "two"))
    assert (done.returncode, b"two packs have this id" in done.stderr) == (2, True)
