"""An example or a template shows what may be set: no more than available; the live file beside it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

import scanner

LIVE = "mqtt:\n  host: x\nface_recognition:\n  enabled: true\n  model_size: small\n"


def states(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """File → state of its evidence."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    report = scanner.screen(folder)
    found = {}
    for finding in report.screening["findings"]:
        for evidence in finding["evidence"]:
            for place in evidence["places"]:
                found[place["path"].rpartition("/")[2]] = place["state"]
    return found


@pytest.mark.parametrize("name", ["config.example.yml", "config.yml.sample", "config.yml.dist", "config.yml.j2"])
def test_a_sample_makes_available_and_no_more(tmp_path: Path, name: str) -> None:
    assert states(tmp_path, {name: LIVE}) == {name: "available"}


def test_the_live_file_beside_a_sample_is_enabled(tmp_path: Path) -> None:
    files = {"config.example.yml": LIVE.replace("true", "false"), "config.yml": LIVE}
    assert states(tmp_path, files) == {"config.example.yml": "available", "config.yml": "enabled"}


def test_a_remark_in_a_sample_is_nothing(tmp_path: Path) -> None:
    assert states(tmp_path, {"config.example.yml": "mqtt:\n  host: x\n# face_recognition:\n#   enabled: true\n"}) == {}
