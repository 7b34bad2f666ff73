"""The log of custody: what it takes, how its entries hold on to each other, and what is made anew with them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.record import custody
from scanner.record.moment import moment
from scanner.record.names import ARCHIVE, CUSTODY, MANIFEST, PDF, VIEWS
from scanner.record.verify import faults
from scanner.record.writing import add
from scanner.types import UsageError
from tests.document import sample
from tests.record.making import WHEN, files, log, record, sha256


def test_the_first_entry_is_the_screening_as_the_report_tells_it(tmp_path):
    folder = record(tmp_path)
    report = Report.read(folder / "report.json")
    (first,) = log(folder)
    assert first == {
        "number": 1,
        "what": "screened",
        "by": f"facescreen {report.screening['tool']['version']} on the computer {report.run['host']}",
        "when": moment(report.run["finished"]),
        "note": "",
        "before": sha256((folder / "report.json").read_bytes()),
    }
    assert first["when"]


def test_a_report_without_a_clock_and_a_run_that_was_stopped_are_told():
    whole = build(sample.found())
    run = {**whole.run, "finished": "", "host": "", "interrupted": True}
    report = Report({**whole.document, "run": run})
    (first,) = custody.begin(report, report.to_bytes(), "en").entries
    assert (first.when, first.note) == ("", "The run was stopped before its end.")
    assert first.by.startswith("facescreen ")
    assert "computer" not in first.by
    assert custody.parse(custody.begin(report, report.to_bytes(), "en").to_bytes()).entries == (first,)


def test_each_entry_holds_the_sha256_of_the_line_of_the_one_before(tmp_path):
    folder = record(tmp_path)
    for what, by in (("received", "Front desk"), ("opened", "Testing office"), ("signed", "Head of procurement")):
        add(folder, what, by, WHEN, "nothing else")
    lines = (folder / CUSTODY).read_bytes().splitlines()[1:-1]
    before = sha256((folder / "report.json").read_bytes())
    for line, entry in zip(lines, log(folder), strict=True):
        assert entry["before"] == before
        before = hashlib.sha256(line.removesuffix(b",")).hexdigest()
    assert [entry["what"] for entry in log(folder)] == ["screened", "received", "opened", "signed"]
    assert faults(folder) == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_chain_can_be_checked_by_the_line_that_the_documentation_shows(tmp_path):
    folder = record(tmp_path)
    add(folder, "received", "Front desk – Ayuntamiento", WHEN)
    add(folder, "opened", "Testing office", WHEN)
    text = (Path(__file__).parents[2] / "docs" / "record.md").read_text("utf-8")
    (line,) = [line.strip() for line in text.splitlines() if line.strip().startswith("grep '^{\"before\"'")]
    done = subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=True)
    hashes = [row.split()[0] for row in done.stdout.splitlines()]
    assert hashes[:-1] == [entry["before"] for entry in log(folder)][1:]


def test_what_shows_the_log_is_made_anew_and_the_rest_stays(tmp_path, monkeypatch):
    seen = []

    def pdf(report, log):
        seen.append([row["what"] for row in log.rows()])
        return b"%PDF " + log.to_bytes()

    monkeypatch.setattr("scanner.record.writing.record_pdf", pdf)
    monkeypatch.setattr("scanner.record.writing.can_set", lambda: True)
    folder = record(tmp_path)
    before = files(folder)
    add(folder, "received", "Front desk", WHEN, "two boxes")
    after = files(folder)
    assert seen == [["screened"], ["screened", "received"]]
    changed = {name for name, data in after.items() if before[name] != data}
    assert changed == {PDF, CUSTODY, "README.txt", MANIFEST, ARCHIVE}
    text = " ".join(after["README.txt"].decode().split())
    assert "2. Received: 2026-11-24 09:30:00 UTC-05:00 By: Front desk Note: two boxes" in text


def test_pages_stay_as_they_were_filed_when_a_later_version_would_show_them_otherwise(tmp_path, monkeypatch):
    folder = record(tmp_path)
    before = files(folder)
    monkeypatch.setattr("scanner.record.writing.views", lambda report, language: pytest.fail("made anew"))
    add(folder, "opened", "Records office", WHEN)
    assert {name: before[name] for name in VIEWS} == {name: files(folder)[name] for name in VIEWS}


def test_a_pdf_that_cannot_be_made_anew_is_not_left_behind_old(tmp_path, monkeypatch):
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, log: b"%PDF-")
    folder = record(tmp_path)
    before = files(folder)
    monkeypatch.setattr("scanner.record.writing.can_set", lambda: False)
    with pytest.raises(UsageError, match=r"facescreen\[pdf\]"):
        add(folder, "opened", "Records office", WHEN)
    assert files(folder) == before


WRONG = {
    "word": ("destroyed", "Front desk", WHEN, ""),
    "nobody": ("opened", "", WHEN, ""),
    "blanks": ("opened", "   ", WHEN, ""),
    "lines": ("opened", "Front\ndesk", WHEN, ""),
    "escape": ("opened", "Front desk", WHEN, "\x1b[2Jgone"),
    "turned": ("opened", "Front desk", WHEN, "a\u202eb"),
    "no width": ("opened", "Front\u200bdesk", WHEN, ""),
    "undecodable": ("opened", "Front desk", WHEN, "a\udcffb"),
    "long name": ("opened", "x" * 201, WHEN, ""),
    "long note": ("opened", "Front desk", WHEN, "x" * 2_001),
    "no zone": ("opened", "Front desk", "2026-11-24T09:30:00", ""),
    "a day": ("opened", "Front desk", "2026-11-24", ""),
    "no time": ("opened", "Front desk", "", ""),
    "no date": ("opened", "Front desk", "yesterday", ""),
}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scanner.record.writing.record_pdf", lambda report, log: None)
        return record(tmp_path_factory.mktemp("untouched"))


@pytest.mark.parametrize("entry", WRONG.values(), ids=WRONG)
def test_what_the_log_does_not_take_changes_nothing(untouched, entry):
    before = files(untouched)
    with pytest.raises(UsageError) as caught:
        add(untouched, *entry)
    assert str(caught.value).isprintable()
    assert files(untouched) == before


HOSTILE = {
    "markup": "<script>alert(1)</script> & #panic() $x$ `rm`",
    "a format": "%(by)s %s 100 % {0}",
    "a list": "# MANIFEST  \\n0000  report.json",
    "formula": "=HYPERLINK(1)",
    "scripts": "Приёмная 接待处 قسم المشتريات",
    "longest": "x " * 999 + "xx",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_notes_are_kept_as_text(tmp_path, text):
    folder = record(tmp_path)
    add(folder, "received", text[:200].strip(), WHEN, text)
    assert faults(folder) == []
    assert (log(folder)[1]["by"], log(folder)[1]["note"]) == (text[:200].strip(), text)
    page = " ".join((folder / "README.txt").read_text("utf-8").split())
    assert f"Note: {' '.join(text.split())}" in page
    listed = [line for line in (folder / MANIFEST).read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all(len(line.split("  ")) == 2 for line in listed)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-11-24T09:30:00-05:00", "2026-11-24T09:30:00-05:00"),
        ("2026-11-24T14:30Z", "2026-11-24T14:30:00+00:00"),
        ("2026-11-24 14:30:00.75+00:00", "2026-11-24T14:30:00+00:00"),
        ("2026-11-24T14:30:00", None),
        ("2026-11-24", None),
        ("", None),
        ("24.11.2026 14:30", None),
        ("9" * 10_000, None),
    ],
)
def test_times_have_a_zone_and_one_spelling(given, kept):
    assert moment(given) == kept
    assert kept is None or moment(kept) == kept


def test_the_log_has_an_end():
    report = build(sample.found())
    log = custody.begin(report, report.to_bytes(), "en")
    first = log.entries[0]
    full = replace(log, entries=tuple(replace(first, number=n) for n in range(1, custody.MOST_ENTRIES + 1)))
    with pytest.raises(UsageError, match="most that it takes"):
        custody.added(full, "opened", "Records office", WHEN)


def test_the_log_reads_back_as_it_was_written():
    report = build(sample.found())
    log = custody.begin(report, report.to_bytes(), "en")
    for number in range(300):
        log = custody.added(log, "opened", f"Office {number}", WHEN, "é" * number)
    assert custody.parse(log.to_bytes()) == log
    assert json.loads(log.to_bytes())["schema"] == custody.SCHEMA
    assert [row["sha256"] for row in log.rows()][:-1] == [row["before"] for row in log.rows()][1:]
