"""The examples in reports/ belong to today's samples, signatures, formats and templates."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from scanner.document.report import Report
from scanner.record.names import ARCHIVE, LISTED, MANIFEST, PDF
from scanner.record.pdf import record_pdf
from scanner.record.verify import faults
from scanner.types import Verdict
from tests.record.making import sha256
from tests.repo.tree import ROOT
from vendor_samples.building import contents
from vendor_samples.report_inputs import CODE, PDF_PROGRAM, code, inputs, pdf_program
from vendor_samples.reports import (
    ARCHIVES,
    INPUTS,
    REPORTS,
    compared,
    custody,
    example,
    record,
    recorded,
    reported,
    screened,
)

MEND = "stale: run `python -m vendor_samples reports` and commit reports/"
LARGEST = 3_000_000
"""Bytes, all examples together."""


def recorded_inputs() -> dict[str, str]:
    lines = (REPORTS / INPUTS).read_text(encoding="utf-8").splitlines()
    return {name: value for value, name in (line.split("  ") for line in lines)}


def test_recorded_inputs_are_current():
    now = {name: value for value, name in (line.split("  ") for line in inputs(screened()).splitlines())}
    kept = recorded_inputs()
    if not pdf_program():
        kept.pop(PDF_PROGRAM)
    assert kept == now, MEND


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The code and templates of the repository, to be changed."""
    root = tmp_path_factory.mktemp("copy")
    for name in CODE:
        if name.endswith(".py"):
            (root / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        else:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.mark.parametrize(
    "name",
    [
        "scanner/report/templates/report.css",
        "scanner/report/templates/report.html.j2",
        "scanner/report/pdf/record.typ",
        "scanner/report/words.en.json",
        "scanner/record/readme.py",
        "scanner/compare/words.json",
        "vendor_samples/reports.py",
    ],
)
def test_a_change_of_code_or_template_is_a_change_of_the_inputs(copy, name):
    before = code(copy)
    assert before == code()
    kept = (copy / name).read_bytes()
    (copy / name).write_bytes(kept + b" ")
    assert [part for part, digest in code(copy).items() if before[part] != digest] == [
        next(part for part in CODE if name.startswith(part))
    ]
    (copy / name).write_bytes(kept)


def test_a_new_file_of_code_is_a_change_of_the_inputs(copy):
    before = code(copy)
    new = copy / "scanner" / "report" / "templates" / "new.html.j2"
    new.write_text("")
    assert code(copy) != before
    new.unlink()


def test_there_is_a_record_for_each_verdict():
    assert {sample.verdict for sample in recorded()} == set(Verdict)


@pytest.mark.parametrize("sample", recorded(), ids=lambda sample: sample.name)
def test_a_record_is_whole_and_says_what_the_recipe_says(sample):
    folder = REPORTS / sample.name
    assert faults(folder) == []
    assert {path.name for path in folder.iterdir()} == {*LISTED, MANIFEST}
    assert Report.read(folder / "report.json").verdict is sample.verdict


@pytest.mark.parametrize("sample", recorded(), ids=lambda sample: sample.name)
def test_formats_and_templates_make_the_same_files_today(sample):
    kept = contents(REPORTS / sample.name)
    made = record(Report.parse(kept["report.json"]), kept[PDF])
    zipped = made.pop(ARCHIVE)
    assert [name for name, data in made.items() if kept[name] != data] == [], MEND
    noted = dict(reversed(line.split("  ")) for line in (REPORTS / ARCHIVES).read_text("utf-8").splitlines())
    assert noted[f"{sample.name}/{ARCHIVE}"] == sha256(zipped), MEND


@pytest.mark.skipif(recorded_inputs()[PDF_PROGRAM] != pdf_program(), reason="the PDFs were made by another typst")
@pytest.mark.parametrize("sample", recorded(), ids=lambda sample: sample.name)
def test_the_pdf_is_the_same_today(sample):
    report = Report.read(REPORTS / sample.name / "report.json")
    made = record_pdf(report, custody(report, (REPORTS / sample.name / "report.json").read_bytes()))
    assert (REPORTS / sample.name / PDF).read_bytes() == made, MEND


@pytest.mark.parametrize("sample", [*recorded(), *reported()], ids=lambda sample: sample.name)
def test_a_screening_gives_the_same_result_today(sample):
    """But for what a machine has: versions of tools and libraries."""
    kept, now = Report.read(REPORTS / sample.name / "report.json").screening, example(sample).screening
    machine = {"capabilities"}
    assert [key for key in now if key not in machine and now[key] != kept.get(key)] == [], MEND


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
    assert "Face comparison on channel 1. Before: off. Now: on." in " ".join(text.split())


@pytest.mark.parametrize("pair", compared(), ids=lambda pair: pair[1].name)
def test_a_comparison_says_in_every_file_what_the_update_adds(pair):
    folder = REPORTS / f"{pair[0].name}--{pair[1].name}"
    change = json.loads((folder / "change.json").read_text(encoding="utf-8"))
    assert change["outcome"] == "risen"
    assert change["headline"].startswith(f"This update adds {ADDED[pair[1].name]}, ")
    assert change["headline"] in " ".join((folder / "change.txt").read_text(encoding="utf-8").split())
    assert change["headline"] in (folder / "report.html").read_text(encoding="utf-8")


def test_the_page_of_the_examples_names_every_folder_and_no_other():
    page = (REPORTS / "README.md").read_text(encoding="utf-8")
    folders = {path.name for path in REPORTS.iterdir() if path.is_dir()}
    assert set(re.findall(r"\]\(([\w-]+)/", page)) == folders


def test_the_examples_stay_small():
    assert sum(path.stat().st_size for path in REPORTS.rglob("*") if path.is_file()) < LARGEST
