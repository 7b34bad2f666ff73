"""A detector that breaks never makes a verdict greener in silence: the ledger says what it no longer sees.

Several laws are asked at once, as ``--policy`` twice does.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

import scanner
from scanner import examine
from scanner.assess.verdict import PRECEDENCE
from scanner.detect.registry import DETECTORS
from scanner.document.report import Report
from scanner.screening import Options
from scanner.types import ParseFailure
from vendor_samples import SAMPLES

SAMPLE = next(sample for sample in SAMPLES if sample.name == "camera-update-sdk")
LAWS = ("boston", "us-me-25-6001", "Boston")


class Broken:
    """A detector with the particulars of another one, which fails on every node."""

    def __init__(self, whole: Any) -> None:
        self.NAME, self.VERSION = whole.NAME, whole.VERSION
        self.LIMITATIONS, self.FORMATS = whole.LIMITATIONS, whole.FORMATS

    def observe(self, subject: object) -> tuple[()]:
        raise ParseFailure("broken on purpose")


@pytest.fixture(scope="module")
def whole() -> Report:
    return screened()


def screened() -> Report:
    return scanner.screen(SAMPLE.prebuilt, policies=LAWS, options=Options(as_of="2026-11-25", jobs=1))


def test_several_laws_have_one_verdict_each_and_the_worst_counts(whole: Report) -> None:
    verdicts = {row["policy"]["id"]: row["verdict"] for row in whole.screening["verdicts"]}
    assert verdicts == {
        "us-ma-boston-16-62": "found",
        "us-ma-boston-16-63": "nothing-found",
        "us-me-25-6001": "found",
    }
    assert whole.verdict.value == "found"


def test_oversight_adds_a_process_and_no_verdict(whole: Report) -> None:
    oversight = next(row for row in whole.screening["verdicts"] if row["policy"]["id"].endswith("16-63"))
    assert "process" in {row["outcome"] for row in oversight["outcomes"]}
    assert {row["outcome"] for row in oversight["outcomes"]} <= {"process", "note", "not_reached"}


@pytest.mark.parametrize("name", ["bytes", "native", "names"])
def test_what_a_broken_detector_no_longer_sees_is_failed(
    whole: Report, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "DETECTORS", tuple(Broken(d) if name == d.NAME else d for d in DETECTORS))
    broken = screened()
    failed = [region for region in broken.screening["ledger"]["regions"] if region["state"] == "failed"]
    assert any("broken on purpose" in region["reason"] for region in failed)
    greener = PRECEDENCE.index(broken.verdict) > PRECEDENCE.index(whole.verdict)
    assert not greener or broken.coverage < whole.coverage
    assert broken.verdict.value in {"found", "inconclusive"}


class BrokenOn:
    """The detector of names, which fails on nodes whose name ends in some way and works on all others."""

    def __init__(self, end: str) -> None:
        self._end, self._whole = end, next(d for d in DETECTORS if d.NAME == "names")
        self.NAME, self.VERSION, self.NODE_ONLY = self._whole.NAME, self._whole.VERSION, True
        self.LIMITATIONS, self.FORMATS = self._whole.LIMITATIONS, self._whole.FORMATS

    def observe(self, subject: Any) -> Any:
        if subject.node.path.endswith(self._end):
            raise ParseFailure("broken on purpose")
        return self._whole.observe(subject)


@pytest.mark.parametrize("end", [".zip", "empty", "zeros"])
def test_a_name_that_is_lost_counts_where_the_node_has_no_byte_that_could_be_failed(
    end: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "nothing here\n" * 9)
        archive.writestr("empty", "")
        archive.writestr("zeros", bytes(examine.LONG_RUN), zipfile.ZIP_DEFLATED)
    options = Options(as_of="2026-11-25", jobs=1)
    assert scanner.screen(tmp_path / "x.zip", options=options).verdict.value == "nothing-found"
    monkeypatch.setattr(examine, "DETECTORS", tuple(BrokenOn(end) if d.NAME == "names" else d for d in DETECTORS))
    assert scanner.screen(tmp_path / "x.zip", options=options).verdict.value == "inconclusive"


@pytest.mark.parametrize("name", ["native", "config"])
def test_a_screening_without_a_detector_that_the_signatures_need_is_inconclusive_at_best(
    whole: Report, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "DETECTORS", tuple(d for d in DETECTORS if name != d.NAME))
    poorer = screened()
    assert poorer.verdict.value in {"found", "inconclusive"}
    for verdict in poorer.screening["verdicts"]:
        assert verdict["verdict"] in {"found", "inconclusive"}
        assert any(f"does not have ({name})" in reason for reason in verdict["reasons"])


def test_where_every_detector_breaks_nothing_is_left_but_inconclusive(
    whole: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(examine, "DETECTORS", tuple(map(Broken, DETECTORS)))
    broken = screened()
    assert broken.findings == ()
    assert broken.verdict.value == "inconclusive"
    assert broken.digest != whole.digest
