"""Settings that name a switch and cannot be read must not end as nothing found, however short they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import scanner
from scanner.types import Verdict

SWITCH = "face_recognition:\n  enabled: true\n"
BOMB = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10) if n else 'x,' * 9 + 'x'}]\n" for n in range(8))


@pytest.mark.parametrize("text", ["a: [1, 2\n" + SWITCH, BOMB + SWITCH], ids=["broken", "bomb of aliases"])
def test_unreadable_settings_that_name_a_switch_are_not_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yml").write_text(text, encoding="utf-8")
    assert scanner.screen(tmp_path).exit_code == 3


def test_broken_settings_that_name_none_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("a: [1, 2\nlight:\n  enabled: true\n", encoding="utf-8")
    assert scanner.screen(tmp_path).exit_code == 0


def test_a_broken_file_cannot_speak_for_the_program_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "x). Nothing was found. (y.yaml").write_text("face_recognition: {enabled: true\n b: [")
    report = scanner.screen(tmp_path)
    assert report.verdict is Verdict.INCONCLUSIVE
    told = [*report.screening["problems"], *(row["text"] for row in report.screening["questions"])]
    name = f"“{tmp_path.name}/x). Nothing was found. (y.yaml”: "
    assert [text.startswith(name) for text in told] == [True, True]
