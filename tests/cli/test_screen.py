"""Exit codes, inputs and outputs of ``facescreen screen``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import SAMPLES, run
from tests.deliveries import noise, tar

FOUND, ENCRYPTED = SAMPLES / "windows-installer", SAMPLES / "camera-update-encrypted.tar"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "note.txt"
    file.write_text("an ordinary note\n" * 10)
    return file


def test_every_verdict_has_its_exit_code(text: Path) -> None:
    assert run("screen", text).returncode == 0
    assert run("screen", FOUND).returncode == 1
    assert run("screen", ENCRYPTED).returncode == 3


@pytest.mark.parametrize(
    ("threshold", "found", "encrypted"), [("review", 1, 3), ("inconclusive", 1, 3), ("found", 1, 0), ("never", 0, 0)]
)
def test_the_threshold_lets_weaker_verdicts_pass(threshold: str, found: int, encrypted: int) -> None:
    assert run("screen", FOUND, "--fail-on", threshold).returncode == found
    assert run("screen", ENCRYPTED, "--fail-on", threshold).returncode == encrypted


def test_machine_output_is_on_stdout_and_the_summary_on_stderr(text: Path) -> None:
    done = run("screen", text, "-f", "json")
    assert json.loads(done.stdout)["screening"]["verdict"] == "nothing-found"
    assert b"Nothing found in 100" in done.stderr


def test_files_are_written_and_named(text: Path, tmp_path: Path) -> None:
    done = run("screen", text, "-f", f"json={tmp_path}/a/r.json", "-f", f"html={tmp_path}/r.html")
    assert done.returncode == 0
    assert json.loads((tmp_path / "a/r.json").read_text())["schema"] == "facescreen-report/1"
    assert (tmp_path / "r.html").read_text().lower().startswith("<!doctype html>")
    again = run("report", tmp_path / "a/r.json", "-f", f"html={tmp_path}/again.html")
    assert again.returncode == 0
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "r.html").read_bytes()


def test_standard_input_has_the_name_it_is_given() -> None:
    done = run("screen", "-", "--name", "update.tar", "-f", "json", stdin=tar({"blob": noise()}))
    screening = json.loads(done.stdout)["screening"]
    assert (done.returncode, screening["delivery"]["name"]) == (3, "update.tar")


def test_several_deliveries_have_a_report_each_and_the_worst_exit_code(text: Path, tmp_path: Path) -> None:
    names = f"{text}\0{ENCRYPTED}\0".encode()
    done = run("screen", "--files-from", "-", "-f", f"json={tmp_path}/out", stdin=names)
    assert done.returncode == 3
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "001-note.txt.json",
        "002-camera-update-encrypted.tar.json",
    ]


def test_flag_beats_environment_beats_settings_file(text: Path, tmp_path: Path) -> None:
    (tmp_path / "facescreen.toml").write_text('[screen]\nvendor = "from file"\n')
    vendors = []
    for args, env in (
        ((), {}),
        ((), {"FACESCREEN_VENDOR": "from env"}),
        (("--vendor", "flag"), {"FACESCREEN_VENDOR": "x"}),
    ):
        done = run("screen", text, "-f", "json", *args, cwd=tmp_path, **env)
        vendors.append(json.loads(done.stdout)["screening"]["delivery"]["context"]["vendor"])
    assert vendors == ["from file", "from env", "flag"]


@pytest.mark.parametrize(
    "args",
    [
        ("screen",),
        ("screen", "/nonexistent/update.bin"),
        ("screen", "/dev/null"),
        ("screen", str(FOUND), "--policy", "atlantis"),
        ("screen", str(FOUND), "-f", "docx"),
        ("screen", str(FOUND), "-f", "json", "-f", "html"),
        ("screen", str(FOUND), str(ENCRYPTED), "-f", "json"),
        ("screen", str(FOUND), "-f", "json=/proc/nowhere/r.json"),
        ("report", str(ENCRYPTED)),
        ("report", "/nonexistent.json"),
    ],
)
def test_wrong_use_is_exit_code_2_with_one_clear_line(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_the_log_says_what_was_done_to_which_node(text: Path, tmp_path: Path) -> None:
    run("screen", text, "--log-file", tmp_path / "log")
    assert "note.txt: text" in (tmp_path / "log").read_text()
    assert b"note.txt: text" in run("screen", text, "-v").stderr


def test_limits_are_options_and_their_hits_are_in_the_ledger(tmp_path: Path) -> None:
    delivery = tmp_path / "d.tar"
    delivery.write_bytes(tar({f"{n}": b"x" * 300_000 for n in range(5)}))
    done = run("screen", delivery, "--max-files", "3", "-f", "json")
    regions = json.loads(done.stdout)["screening"]["ledger"]["regions"]
    assert done.returncode == 3
    assert any(region["state"] == "limit" for region in regions)


@pytest.mark.parametrize("command", ["doctor", "signatures list", "completion bash", "--version", "screen --help"])
def test_the_other_commands_answer(command: str) -> None:
    done = run(*command.split())
    assert done.returncode == 0
    assert done.stdout


def test_a_crash_of_the_program_is_never_taken_for_a_verdict(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    from scanner.cli import main as program

    def broken(**_: object) -> None:
        raise ZeroDivisionError("a bug\x1b[31m")

    monkeypatch.setattr(program, "cli", broken)
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "internal error, no verdict" in said
    assert "\x1b[31m" not in said
