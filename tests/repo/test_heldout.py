"""The held-out list stays what it says: real words, and no package that something was tuned on."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from benchmarks.heldout import CLASSES, beyond, distance, first, found
from benchmarks.places import LISTS
from scanner.types import Capability, State

ENTRIES: list[dict[str, Any]] = yaml.safe_load((LISTS / "heldout.yaml").read_text(encoding="utf-8"))


def _package(pinned: str) -> str:
    """The name of a package, of ``name==version`` or ``name@version``."""
    return pinned.split("==", maxsplit=1)[0] if "==" in pinned else pinned[:1] + pinned[1:].split("@", maxsplit=1)[0]


def test_there_are_enough_of_both_kinds() -> None:
    assert sum(bool(entry["truth"]) for entry in ENTRIES) >= 45
    assert sum(not entry["truth"] for entry in ENTRIES) >= 30
    assert len({entry["what"] for entry in ENTRIES}) == len(ENTRIES)


def test_every_word_is_one_of_the_vocabulary() -> None:
    for entry in ENTRIES:
        assert set(entry.get("open", ())) <= set(CLASSES), entry["what"]
        for capability, state in entry["truth"].items():
            assert Capability(capability) and State.of(state), entry["what"]


def test_no_package_stands_in_a_list_that_was_tuned_on() -> None:
    tuned = {name for entry in yaml.safe_load((LISTS / "recall.yaml").read_text()) for name in entry["names"]}
    for path in LISTS.glob("silence-*.txt"):
        tuned |= {line.split()[0] for line in path.read_text().splitlines() if line.strip()}
    held_out = {_package(name) for entry in ENTRIES for name in entry["names"]}
    assert not held_out & {_package(name) for name in tuned}


def test_the_first_run_covers_every_package() -> None:
    kept = first()
    assert set(kept["got"]) == {entry["what"] for entry in ENTRIES}
    assert all(State.of(state) for states in kept["got"].values() for state in states.values())


@pytest.mark.parametrize(
    ("true", "got", "steps"),
    [("shipped", "called", 1), ("called", "available", -2), ("mentioned", "mentioned", 0), ("called", None, None)],
)
def test_a_state_one_step_beside_the_truth_is_found(true: str, got: str | None, steps: int | None) -> None:
    assert distance(true, got) == steps
    assert found(true, got) is (steps in {-1, 0, 1})


def test_a_class_beyond_the_truth_is_told_unless_it_is_open_or_a_mention() -> None:
    row = {"truth": {"detection": "called"}, "open": ["analysis"]}
    got = {"detection": "called", "analysis": "called", "recognition": "available"}
    assert beyond(row, got) == ["recognition"]
    assert beyond(row, {"recognition": "mentioned"}) == []
