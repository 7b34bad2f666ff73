"""``signatures packs``, ``list`` and ``show`` as a person runs them, also with packs of an enemy."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.catalogue.signed import city
from tests.cli.program import ENTRY, environment, run


@pytest.fixture
def desk(tmp_path):
    """A city's pack that was imported."""
    run("signatures", "keygen", tmp_path / "k")
    city(tmp_path / "pack")
    made = ("--signatures", tmp_path / "pack", "--key", tmp_path / "k", "--number", "3", "--expires", "2098-01-01")
    run("signatures", "export", tmp_path / "a.zip", *made)
    taken = _on(tmp_path, "import", tmp_path / "a.zip", "--trust", tmp_path / "k.pub")
    assert taken.returncode == 0, taken.stderr
    return tmp_path


def _on(desk, *words):
    return run("signatures", *words, FACESCREEN_DATA_DIR=str(desk / "data"))


def test_packs_are_listed_and_taken_back(desk):
    listed = _on(desk, "packs")
    assert listed.returncode == 0, listed.stderr
    text = listed.stdout.decode()
    assert "city-of-x 2026.11.0 of 2026-11-25 (imported, number 3, expires 2098-01-01)" in text
    told = json.loads(_on(desk, "packs", "--json").stdout)
    assert [pack["origin"] for pack in told["packs"]] == ["installed", "imported"]
    (key,) = told["trusted_keys"]
    assert f"Trusted key {key}\n  for city-of-x\n" in text

    assert _on(desk, "packs", "--remove", "city-of-x").returncode == 0
    assert [pack["id"] for pack in json.loads(_on(desk, "packs", "--json").stdout)["packs"]] == ["facescreen"]
    assert _on(desk, "import", desk / "a.zip").returncode == 0
    gone = _on(desk, "packs", "--distrust", key[:8])
    assert b"Removed the imported pack city-of-x, which it had signed." in gone.stdout
    assert _on(desk, "import", desk / "a.zip").stderr.startswith(b"Refused: no key is trusted yet")


def test_a_damaged_pack_is_listed_with_what_to_do(desk):
    next((desk / "data/packs").rglob("city-of-x-face.yaml")).unlink()
    listed = _on(desk, "packs")
    assert listed.returncode == 1
    assert b"city-of-x (imported) CANNOT BE USED" in listed.stdout
    assert b"NO SCREENING POSSIBLE" in listed.stdout
    assert b"packs --remove city-of-x" in listed.stdout
    assert _on(desk, "list").returncode == 2
    assert _on(desk, "packs", "--remove", "city-of-x").returncode == 0
    assert _on(desk, "list").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--remove", "facescreen"), "there are: city-of-x"),
        (("--distrust", "0123"), "8 digits or more"),
        (("--remove", "a", "--distrust", "b"), "one at a time"),
    ],
)
def test_wrong_words_change_nothing(words, said, desk):
    done = _on(desk, "packs", *words)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert _on(desk, "list").returncode == 0


def test_one_line_a_signature_for_other_programs(tmp_path):
    pack = city(tmp_path / "pack")
    lines = run("signatures", "list", "--signatures", pack).stdout.decode().splitlines()
    (line,) = [line for line in lines if line.startswith("city-of-x-face")]
    assert line.split()[-1] == "verification"
    told = json.loads(run("signatures", "list", "--signatures", pack, "--json").stdout)["signatures"]
    assert "city-of-x-face" in {signature["id"] for signature in told}
    shown = json.loads(run("signatures", "show", "city-of-x-face", "--signatures", pack, "--json").stdout)
    assert [fact["value"] for fact in shown["facts"]] == ["AcmeFaceCompare"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
def test_a_narrow_terminal(tmp_path):
    import pty

    reading, end = pty.openpty()
    words = [*ENTRY, "signatures", "list", "--signatures", str(city(tmp_path / "pack"))]
    program = subprocess.Popen(words, stdout=end, env=environment(COLUMNS="80", TERM="xterm", NO_COLOR="1"))
    os.close(end)
    text = b""
    try:
        while more := os.read(reading, 65536):
            text += more
    except OSError:  # Linux says so at the end
        os.close(reading)
    assert program.wait() == 0
    lines = text.decode().splitlines()
    at = lines.index("city-of-x-face (sdk, 1 fact): Acme Face")
    assert lines[at + 1] == "    verification"
    assert max(len(line) for line in lines if not line.startswith("Digest")) <= 80


NAME = ("name: Acme Face", r'name: "\e[31mAcme\e]0;x\a"')


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        (("list",), *NAME),
        (("list",), "kind: sdk", r'kind: "s\e[31mdk"'),
        (("list",), "AcmeFace", "\x1b[2J"),
        (("show", "city-of-x-face"), *NAME),
        (("lint", "city-of-x-face"), *NAME),
        (("packs",), *NAME),
    ],
)
def test_no_command_hands_control_to_a_pack(command, old, new, tmp_path):
    pack = city(tmp_path / "pack")
    file = next(pack.rglob("city-of-x-face.yaml"))
    file.write_text(file.read_text().replace(old, new))
    done = run("signatures", *command, "--signatures", pack)
    assert done.returncode in {1, 2}
    assert b"internal error" not in done.stderr
    assert not {*(done.stdout + done.stderr)} & {0x1B, 0x07}


def test_a_question_that_nobody_answers_is_wrong_usage():
    done = run("signatures", "new")
    assert done.returncode == 2
    assert b"give it as an option" in done.stderr


@pytest.mark.parametrize("command", [("signatures", "list"), ("screen", "x")])
def test_an_early_interrupt_does_not_mean_found(command, monkeypatch):
    """click ends with 1 then."""
    from click.testing import CliRunner

    from scanner.cli.main import cli

    def interrupted(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("scanner.catalogue.packs.load_packs", interrupted)
    monkeypatch.setattr("scanner.cli.lazy.import_module", interrupted)
    assert CliRunner().invoke(cli, list(command)).exit_code == 130
