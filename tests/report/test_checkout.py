"""SARIF names the delivered file as it lies in the checkout: GitHub shows an alert at no other path."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.document.build import build
from scanner.report.sarif.format import SarifFormat
from scanner.screening import _given
from tests.document import sample


def uris(given: str) -> set[str]:
    known = sample.found()
    log = json.loads(SarifFormat().render(build(replace(known, run=replace(known.run, given=given)))))
    (run,) = log["runs"]
    places = (place for result in run["results"] for place in result["locations"])
    results = {place["physicalLocation"]["artifactLocation"]["uri"] for place in places}
    roots = {each["location"]["uri"] for each in run["artifacts"] if "parentIndex" not in each}
    assert roots <= results
    return results


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", {sample.UPDATE}),
        (sample.UPDATE, {sample.UPDATE}),
        (f"vendor/in/{sample.UPDATE}", {f"vendor/in/{sample.UPDATE}"}),
        ("vendor/current.bin", {"vendor/current.bin"}),
    ],
)
def test_the_path_of_the_delivered_file(given: str, expected: set[str]) -> None:
    assert uris(given) == expected


def test_the_path_is_no_part_of_what_is_compared() -> None:
    known = sample.found()
    assert build(known).digest == build(replace(known, run=replace(known.run, given="a/b"))).digest


def test_where_a_delivery_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "work"
    (inside / "in").mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert _given(Path("in/fw.bin"), None) == "in/fw.bin"
    assert _given(inside / "in" / "fw.bin", None) == "in/fw.bin"
    assert _given(Path("in/../in/fw.bin"), None) == "in/fw.bin"
    assert _given(Path(), None) == "."
    assert _given(tmp_path / "fw.bin", None) == ""
    assert _given(Path("in/fw.bin"), "update 4.2") == ""
    inside.joinpath("in").rmdir()
    inside.rmdir()
    assert _given(Path("fw.bin"), None) == ""
