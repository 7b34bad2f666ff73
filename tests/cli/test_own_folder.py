"""Started in the folder of a delivery: neither its settings nor its modules have a say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import SAMPLES, run, run_anew

SETTINGS = '[screen]\nfail-on = "never"\nquiet = true\n[compare]\nquiet = true\n'
SAMPLE = "camera-update-sdk.bin"


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    folder = tmp_path / "delivery"
    (folder / "etc").mkdir(parents=True)
    (folder / SAMPLE).write_bytes((SAMPLES / SAMPLE).read_bytes())
    return folder


@pytest.mark.parametrize("command", [("screen", "."), ("screen", "../delivery"), ("compare", SAMPLE, ".")])
def test_settings_of_the_delivery_are_refused(delivery: Path, command: tuple[str, ...]) -> None:
    (delivery / "facescreen.toml").write_text(SETTINGS)
    done = run(*command, cwd=delivery)
    assert done.returncode == 2
    assert b"facescreen.toml of the current folder lies in the delivery" in done.stderr


def test_settings_through_a_link_are_those_of_the_delivery(delivery: Path) -> None:
    (delivery / "etc/facescreen.toml").write_text(SETTINGS)
    (delivery.parent / "facescreen.toml").symlink_to(delivery / "etc/facescreen.toml")
    assert run("screen", "delivery", cwd=delivery.parent).returncode == 2
    (delivery / "facescreen.toml").symlink_to(delivery.parent / "other.toml")
    (delivery.parent / "other.toml").write_text(SETTINGS)
    assert run("screen", ".", cwd=delivery).returncode == 2


def test_settings_beside_the_delivery_count(delivery: Path) -> None:
    (delivery.parent / "facescreen.toml").write_text(SETTINGS)
    assert run("screen", f"delivery/{SAMPLE}", cwd=delivery.parent).returncode == 0


def test_modules_of_the_current_folder_are_not_imported(delivery: Path) -> None:
    for name in ("yaml", "click", "rich", "json", "lief"):
        (delivery / f"{name}.py").write_text("open('owned', 'w').close()\n")
    assert run_anew("screen", ".", cwd=delivery).returncode == 1
    assert not (delivery / "owned").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[screen]\npolcy = 'us-me-25-6001'", b"facescreen.toml: screen has no option --polcy"),
        ("[scren]\nquiet = true", b"facescreen.toml: [scren] is no command"),
        ("fail-on = 'never'", b"facescreen.toml: [fail-on] is no command"),
        ("[screen", b"facescreen.toml: "),
        ("[screen]\nfail-on = 'bad'", b"'bad' is not one of"),
    ],
)
def test_a_slip_in_the_settings_is_an_error_and_no_default(tmp_path: Path, text: str, said: bytes) -> None:
    (tmp_path / "facescreen.toml").write_text(text)
    done = run("screen", SAMPLES / SAMPLE, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr


def test_keys_are_the_long_options(tmp_path: Path) -> None:
    (tmp_path / "facescreen.toml").write_text(
        "[screen]\nformat = ['csv=o.csv']\nfail-on = 'never'\n[policy.list]\nx = 1\n"
    )
    assert run("screen", SAMPLES / SAMPLE, cwd=tmp_path).returncode == 0
    assert (tmp_path / "o.csv").is_file()
