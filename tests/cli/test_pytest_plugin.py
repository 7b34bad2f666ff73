"""The plugin of pytest, in a pytest of its own as a user has it."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.cli.pytest_plugin import assert_no_face_recognition
from scanner.types import UsageError
from tests.cli.program import SAMPLES, environment
from tests.deliveries import noise

ACCEPTANCE = """
from scanner.cli.pytest_plugin import assert_no_face_recognition

def test_nothing_is_found(screening):
    assert screening.verdict.value == "nothing-found"

def test_it_was_read(screening):
    assert screening.coverage > 99

def test_by_path():
    assert_no_face_recognition({path!r}, policy="boston")
"""


def _pytest(folder: Path, delivery: Path, *options: str) -> tuple[int, str]:
    (folder / "test_acceptance.py").write_text(ACCEPTANCE.format(path=str(delivery)))
    plugin = ("-p", "scanner.cli.pytest_plugin", "-p", "no:facescreen", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), *plugin, *options, str(folder)]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_an_acceptance_test_passes_on_a_delivery_without_evidence(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("an ordinary note\n" * 10)
    code, said = _pytest(tmp_path, note, "--facescreen-delivery", str(note))
    assert code == 0, said
    assert "3 passed" in said


def test_it_fails_with_the_summary_where_something_is_found(tmp_path: Path) -> None:
    delivery = SAMPLES / "windows-installer"
    code, said = _pytest(tmp_path, delivery, "--facescreen-delivery", str(delivery), "--facescreen-policy", "boston")
    assert code == 1
    assert "2 failed, 1 passed" in said
    assert "■ FOUND" in said


def test_without_a_delivery_the_fixture_is_an_error_and_no_skip(tmp_path: Path) -> None:
    code, said = _pytest(tmp_path, SAMPLES / "windows-installer", "-k", "read")
    assert code == 1
    assert "1 error" in said
    assert "--facescreen-delivery PATH" in said


def test_a_relative_delivery_is_found_wherever_a_test_has_gone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("an ordinary note\n" * 10)
    gone = "import os\nos.chdir('/')\n"
    (tmp_path / "conftest.py").write_text(gone)
    code, said = _pytest(tmp_path, tmp_path / "note.txt", "--facescreen-delivery", "note.txt")
    assert code == 0, said


@pytest.mark.parametrize("options", [("missing",), ("note.txt", "--facescreen-policy", "atlantis")])
def test_what_cannot_be_screened_is_an_error_in_one_line(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "note.txt").write_text("an ordinary note\n")
    code, said = _pytest(tmp_path, tmp_path / "note.txt", "-k", "read", "--facescreen-delivery", *options)
    assert code == 1
    assert "1 error" in said
    assert "\nfacescreen: " in said
    assert "another exception" not in said
    assert "site-packages" not in said
    assert "scanner/" not in said


def test_what_could_not_be_read_is_no_pass(tmp_path: Path) -> None:
    file = tmp_path / "update.bin"
    file.write_bytes(noise())
    with pytest.raises(AssertionError, match="COULD NOT BE CHECKED"):
        assert_no_face_recognition(file)


def test_a_missing_delivery_and_an_unknown_law_are_no_pass(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        assert_no_face_recognition(tmp_path / "missing")
    with pytest.raises(UsageError):
        assert_no_face_recognition(SAMPLES / "windows-installer", policy=["atlantis"])


def test_pytest_is_told_of_it() -> None:
    settings = configparser.ConfigParser()
    settings.read(Path(__file__).parents[2] / "setup.cfg", encoding="utf-8")
    assert settings["options.entry_points"]["pytest11"].strip() == "facescreen = scanner.cli.pytest_plugin"
