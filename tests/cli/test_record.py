"""``facescreen record``: make the folder that is filed, add to its log, check it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scanner.document.build import build
from scanner.record.names import ARCHIVE, CUSTODY
from tests.cli.program import run
from tests.document import sample
from tests.record.making import sha256

WHEN = "2026-11-24T09:30:00-05:00"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "report.json"
    path.write_bytes(build(sample.found()).to_bytes())
    return path


@pytest.fixture(scope="module")
def untouched(source: Path) -> Path:
    folder = source.parent / "untouched"
    assert run("record", "create", source, "--out", folder, "-q").returncode == 0
    return folder


def printed(done) -> str:
    """The one line on standard output."""
    (line,) = done.stdout.decode().splitlines()
    return line


def test_create_add_and_check(source, tmp_path):
    folder = tmp_path / "record"
    done = run("record", "create", source, "--out", folder)
    assert done.returncode == 0, done.stderr
    assert printed(done) == f"{sha256((folder / ARCHIVE).read_bytes())}  {folder}/{ARCHIVE}"
    assert b"Note the SHA-256" in done.stderr

    words = ("--what", "received", "--by", "Front desk", "--when", WHEN, "--note", "two boxes")
    done = run("record", "add", folder, *words)
    assert done.returncode == 0, done.stderr
    assert printed(done) == f"{sha256((folder / ARCHIVE).read_bytes())}  {folder}/{ARCHIVE}"
    assert b"2 entries in the log" in done.stderr

    done = run("record", "check", folder)
    assert (done.returncode, printed(done).split()[0]) == (0, sha256((folder / ARCHIVE).read_bytes()))
    assert b"as it was written. The check shows a change by accident; one on purpose can be hidden." in done.stderr

    (folder / "report.html").write_text("<p>other")
    done = run("record", "check", folder)
    assert (done.returncode, done.stdout) == (1, b"report.html was changed\n")
    assert b"1 fault" in done.stderr
    done = run("record", "add", folder, "--what", "opened", "--by", "Somebody")
    assert done.returncode == 2
    assert b"report.html was changed" in done.stderr
    assert len(json.loads((folder / CUSTODY).read_bytes())["entries"]) == 2


def test_the_same_bytes_in_another_locale_time_zone_and_folder(source, tmp_path):
    made = []
    for name, env in (
        ("one", {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"}),
        ("two", {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2", "LANGUAGE": "es"}),
    ):
        folder = tmp_path / name
        done = run("record", "create", source, "--out", folder, "-q", **env)
        assert (done.returncode, done.stderr) == (0, b"")
        done = run("record", "add", folder, "--what", "opened", "--by", "Büro", "--when", WHEN, "-q", **env)
        assert (done.returncode, done.stderr) == (0, b"")
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--what", "opened"), b"--by"),
        (("--what", "burned", "--by", "Nobody"), b"--what"),
        (("--what", "opened", "--by", "A", "--when", "2026-11-24 09:30"), b"zone"),
        (("--what", "opened", "--by", "A", "--when", "2999-01-01T00:00:00Z"), b"not come yet"),
        (("--what", "opened", "--by", "A", "--note", "one\ntwo"), b"on one line"),
        (("--what", "opened", "--by", " "), b"who did it"),
    ],
)
def test_what_cannot_be_an_entry_is_refused_in_words(untouched, words, said):
    before = (untouched / ARCHIVE).read_bytes()
    done = run("record", "add", untouched, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert b"internal error" not in done.stderr
    assert (untouched / ARCHIVE).read_bytes() == before


def test_the_time_of_an_entry_is_now_where_none_is_given(source, tmp_path):
    folder = tmp_path / "record"
    run("record", "create", source, "--out", folder, "-q")
    assert run("record", "add", folder, "--what", "opened", "--by", "A", TZ="America/New_York").returncode == 0
    when = json.loads((folder / CUSTODY).read_bytes())["entries"][1]["when"]
    assert when[10] == "T"
    assert when[-6:] in {"-05:00", "-04:00"}


def test_what_is_no_record_or_no_report_exits_2(source, tmp_path):
    for words in (
        ("check", tmp_path / "missing"),
        ("check", tmp_path),
        ("add", tmp_path, "--what", "opened", "--by", "A"),
        ("create", source, "--out", tmp_path),
        ("create", tmp_path / "missing.json", "--out", tmp_path / "new"),
        ("create", source, "--out", tmp_path / "new", "--language", "xx"),
        ("create", source),
    ):
        done = run("record", *words)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"internal error" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="names that Windows does not have")
def test_a_hostile_name_of_the_folder_is_shown_escaped(source, tmp_path):
    folder = tmp_path / "a\x1b[2Jb\n\u202ec"
    done = run("record", "create", source, "--out", folder)
    assert done.returncode == 0
    assert "a\\x1b[2Jb\\x0a\\u{202e}c" in printed(done)
    done = run("record", "check", folder)
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_path_below_a_folder_that_is_not_there_is_said(source, tmp_path):
    done = run("record", "create", source, "--out", tmp_path / "no" / "such" / "record")
    assert done.returncode == 2
    assert b"No such file" in done.stderr


def test_the_three_levels_of_the_record(tmp_path: Path) -> None:
    made = tmp_path / "case"
    report = tmp_path / "report.json"
    report.write_text(build(sample.found()).to_json(), encoding="utf-8")
    quiet = run("record", "create", report, "--out", made, "-q")
    assert (quiet.returncode, quiet.stderr) == (0, b"")
    checked = run("record", "check", made, "-q")
    assert (checked.returncode, checked.stderr, checked.stdout.split()[0]) == (0, b"", quiet.stdout.split()[0])
    told = run("record", "check", made, "-v").stderr.decode()
    assert all(name in told for name in ("report.json", "MANIFEST.sha256", "1. "))
    (made / "report.html").write_text("changed")
    assert run("record", "check", made, "-v").returncode == 1
    assert run("record", "check", made, "-q", "-v").returncode == 2


def test_the_words_beside_a_record_speak_its_language(source, tmp_path):
    done = run("record", "create", source, "--out", tmp_path / "es", "--language", "es")
    said = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 0
    assert said[0].startswith("Escrito: ")
    assert said[0].endswith("1 entrada en el registro de custodia).")
    assert said[-1].startswith("Anote el SHA-256 de record.zip")
