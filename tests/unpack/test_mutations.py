"""300 damaged containers: each costs at most itself. ``python -m benchmarks.mutations`` does the same with 10,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.screening import Options, screen
from scanner.types import Limits
from tests.unpack.cases import CASES
from tests.unpack.mutate import mutant

COUNT = 300
LIMITS = Limits(node_seconds=30.0)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("mutants")
    seeds = [case.good() for case in CASES]
    for number in range(COUNT):
        Path(folder, f"{number:05d}.bin").write_bytes(mutant(seeds, number))
    return screen(folder, options=Options(jobs=2, limits=LIMITS)).screening


def test_every_mutant_is_in_the_report_and_the_ledger_sums_up(report):
    assert sum(node["parent"] is None for node in report["nodes"]) == COUNT
    assert report["ledger"]["balanced"]


def test_no_reader_breaks_and_no_worker_dies_or_hangs(report):
    marks = (" broke: ", "worker that read it died", "took longer than", "did not report on it")
    said = [(e["path"], e["reason"]) for e in report["ledger"]["regions"] if any(mark in e["reason"] for mark in marks)]
    assert said == []
    assert [problem for problem in report["problems"] if " broke: " in problem] == []


def test_the_mutants_are_damaged_indeed(report):
    hurt = {e["path"].partition("!/")[0] for e in report["ledger"]["regions"] if e["state"] == "failed"}
    assert len(hurt) > COUNT / 10
