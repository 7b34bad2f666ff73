"""The example reports in reports/ belong to today's samples, signature pack and program version."""

from __future__ import annotations

import json

import pytest

from scanner.document.report import Report
from vendor_samples.reports import INPUTS, REPORTS, compared, inputs, reported

MEND = "stale: run `python -m vendor_samples reports` and commit reports/"


def test_recorded_inputs_are_current():
    assert INPUTS.read_text(encoding="utf-8") == inputs(), MEND


@pytest.mark.parametrize("sample", reported(), ids=lambda sample: sample.name)
def test_report_is_readable_and_says_what_the_recipe_says(sample):
    report = Report.read(REPORTS / sample.name / "report.json")
    assert report.verdict is sample.verdict
    assert report.run["host"] == "example"
    page = (REPORTS / sample.name / "report.html").read_text(encoding="utf-8")
    assert report.digest[:12] in page
    assert (REPORTS / sample.name / "summary.txt").read_text(encoding="utf-8").strip()


ADDED = {
    "camera-update-sdk": "face templates and face verification (ArcSoft ArcFace",
    "recorder-backup-on": "face enrollment (Dahua HTTP API face functions",
}


def test_what_a_switch_of_a_channel_does_is_told_in_plain_words():
    text = (REPORTS / "recorder-backup-off--recorder-backup-on" / "change.txt").read_text(encoding="utf-8")
    assert "Face comparison on channel 1: off -> on;" in " ".join(text.split())


@pytest.mark.parametrize("pair", compared(), ids=lambda pair: pair[1].name)
def test_a_comparison_says_in_every_file_what_the_update_adds(pair):
    folder = REPORTS / f"{pair[0].name}--{pair[1].name}"
    change = json.loads((folder / "change.json").read_text(encoding="utf-8"))
    assert change["outcome"] == "risen"
    assert change["headline"].startswith(f"This update adds {ADDED[pair[1].name]}, ")
    assert change["headline"] in " ".join((folder / "change.txt").read_text(encoding="utf-8").split())
    assert change["headline"] in (folder / "report.html").read_text(encoding="utf-8")
