"""The summary of a comparison: the answer first, the same lines at every width, more of them with -v."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from scanner.report.change_advice import next_step
from scanner.report.change_summary import change_summary
from scanner.report.comparison import page, text

CHANGE = json.loads(
    (Path(__file__).parents[2] / "reports" / "camera-update-plain--camera-update-sdk" / "change.json").read_text(
        "utf-8"
    )
)
OUTCOMES = {
    "risen": ("■ SOMETHING NEW", 1),
    "visibility-lost": ("▲ LESS CAN BE READ", 3),
    "review": ("◆ NEEDS A PERSON", 4),
    "nothing-new": ("● NOTHING NEW", 0),
}


def _lines(change: dict[str, Any], width: int = 80, most: int = 2) -> list[str]:
    return [line.text for line in change_summary(change, width, most)]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_word_shape_and_exit_code_say_the_answer(outcome: str) -> None:
    badge, code = OUTCOMES[outcome]
    made = list(change_summary({**CHANGE, "outcome": outcome}, 80, 3))
    assert made[0].text == f" {badge}  camera-update-sdk.bin "
    assert made[0].style
    assert made[-1].text == f"Exit code: {code}"


def test_an_ordinary_update_fits_a_terminal_with_command_and_prompt() -> None:
    assert len(_lines(CHANGE)) <= 22


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_no_line_is_wider_and_both_digests_are_whole(width: int) -> None:
    made = _lines(CHANGE, width)
    assert max(map(cell_len, made)) <= width
    squeezed = "".join(line.strip() for line in made)
    assert CHANGE["old"]["report"] in squeezed
    assert CHANGE["new"]["report"] in squeezed


def test_what_is_left_out_is_counted_and_verbose_has_it() -> None:
    brief, everything = "\n".join(_lines(CHANGE)), "\n".join(_lines(CHANGE, most=1 << 30))
    left = len(CHANGE["findings"]) - 2
    assert f"And {left} more changes of findings" in brief
    assert "more changes of findings" not in everything
    assert "New in this update: face landmarks" in everything
    assert "New in this update: face landmarks" not in brief


def test_every_outcome_says_what_to_do_and_nothing_new_is_no_go_ahead() -> None:
    steps = {outcome: next_step({**CHANGE, "outcome": outcome}) for outcome in OUTCOMES}
    assert len(set(steps.values())) == len(OUTCOMES)
    assert "the update's own verdict is “Found”" in steps["nothing-new"]
    assert "no proof" in next_step({**CHANGE, "outcome": "nothing-new", "new": {"verdict": "nothing-found"}})
    for outcome, step in steps.items():
        change = {**CHANGE, "outcome": outcome}
        assert f"Next: {step}" in " ".join(" ".join(_lines(change)).split())
        assert f"Next: {step}" in " ".join(text(change).decode("utf-8").split())
        assert f"Next: {step}" in html.unescape(page(change).decode("utf-8"))
