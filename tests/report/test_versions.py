"""Which version of a product reports name."""

from __future__ import annotations

from typing import Any

from scanner.report.versions import version_phrase, version_rows

GUESS = {"version": "4.8.1 or older", "read_from": "fingerprint", "path": "a.whl!/cv2.so"}
SAID = {"version": "5.0.0.93", "read_from": "package", "path": "a.whl!/METADATA"}


def _finding(*versions: dict[str, Any]) -> dict[str, Any]:
    return {"product": {"name": "Example"}, "versions": list(versions)}


def test_a_guess_from_samples_does_not_contradict_what_the_delivery_says_itself() -> None:
    assert version_phrase(_finding(GUESS, SAID)) == "5.0.0.93"
    assert version_rows(_finding(GUESS, SAID)) == [SAID]


def test_a_guess_is_told_where_nothing_else_is_known() -> None:
    assert version_phrase(_finding(GUESS)) == "4.8.1 or older"
    assert version_rows(_finding(GUESS)) == [GUESS]
    assert version_rows({}) == []
