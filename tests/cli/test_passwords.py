"""``--password-file`` as a person uses it: it opens, and the words in it come out nowhere."""

from __future__ import annotations

import json

import pytest

from scanner.unpack.tools import find
from tests.cli.program import run
from tests.unpack.lockers import by_seven_zip

SECRET, OTHER = "correct horse battery", "7d0c-unlikely-words"


@pytest.fixture
def delivery(tmp_path):
    if not find("7zz"):
        pytest.skip("needs 7zz")
    file = tmp_path / "update.7z"
    file.write_bytes(by_seven_zip({"config.ini": b"[camera]\nname = door\n" * 20}, "7z", "-mhe=on", f"-p{SECRET}"))
    return file


def test_a_password_opens_and_is_in_no_output(delivery, tmp_path):
    words, report, log = tmp_path / "words", tmp_path / "r.json", tmp_path / "log"
    words.write_text(f"\n{OTHER}\r\n\n{SECRET}\n")
    args = ("-v", "--log-file", log, "-f", f"json={report}", "-f", f"html={tmp_path / 'r.html'}")
    done = run("screen", delivery, "--password-file", words, *args)
    document = json.loads(report.read_text())
    assert {node["path"] for node in document["screening"]["nodes"]} == {"update.7z", "update.7z!/config.ini"}
    assert any("2 passwords" in note for note in document["run"]["notes"])
    written = (
        done.stdout + done.stderr + b"".join(f.read_bytes() for f in tmp_path.glob("*") if f not in (words, delivery))
    )
    for word in (SECRET, OTHER):
        assert word.encode() not in written


def test_without_it_the_archive_is_encrypted(delivery, tmp_path):
    run("screen", delivery, "-q", "-f", f"json={tmp_path / 'r.json'}")
    [node] = json.loads((tmp_path / "r.json").read_text())["screening"]["nodes"]
    assert set(node["states"]) == {"encrypted"}


@pytest.mark.parametrize(
    "content",
    [b"caf\xe9-secret", b"s" * 1001, b"\n".join(b"secret%d" % n for n in range(1001)), b"secret" * 200_000],
    ids=["no UTF-8", "long line", "many", "large"],
)
def test_a_file_that_cannot_be_used_is_refused_without_a_word_of_it(tmp_path, content):
    words, file = tmp_path / "words", tmp_path / "delivery"
    words.write_bytes(content)
    file.write_bytes(b"text")
    done = run("screen", file, "--password-file", words)
    assert done.returncode == 2
    assert b"words" in done.stderr or b"password" in done.stderr
    assert b"secret" not in done.stderr
    assert b"sss" not in done.stderr
