"""Reports: exit codes, reading back, and everything that is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.exit_codes import EXIT_CODES, FAIL_ON, exit_code
from scanner.document.report import Report
from scanner.types import UsageError, Verdict
from tests.document import sample

TABLE = {
    Verdict.FOUND: {"found": 1, "inconclusive": 1, "review": 1, "never": 0},
    Verdict.INCONCLUSIVE: {"found": 0, "inconclusive": 3, "review": 3, "never": 0},
    Verdict.REVIEW: {"found": 0, "inconclusive": 0, "review": 4, "never": 0},
    Verdict.NOTHING_FOUND: {"found": 0, "inconclusive": 0, "review": 0, "never": 0},
}


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("fail_on", FAIL_ON)
def test_exit_codes(verdict: Verdict, fail_on: str) -> None:
    assert exit_code(verdict, fail_on) == TABLE[verdict][fail_on]


def test_the_tables_name_every_verdict_and_refuse_other_words() -> None:
    assert set(EXIT_CODES) == set(Verdict)
    with pytest.raises(KeyError):
        exit_code(Verdict.FOUND, "nothing-found")


def test_a_report_that_a_failing_test_prints_is_one_line() -> None:
    report = build(sample.found())
    assert repr(report) == f"<Report of {report.name!r}: found, {report.coverage:.2f} % read>"


def test_properties() -> None:
    report = build(sample.inconclusive())
    assert (report.verdict, report.exit_code, report.coverage) == (Verdict.INCONCLUSIVE, 3, 45.3)
    assert report.name == sample.UPDATE
    assert len(report.findings) == 1
    assert report.run["host"] == "screening-01"


@pytest.mark.parametrize("make", [sample.found, sample.hostile])
def test_a_written_report_reads_back_as_itself(make: Callable[[], Any], tmp_path: Path) -> None:
    report = build(make())
    file = tmp_path / "report.json"
    file.write_text(report.to_json(), "utf-8")
    again = Report.read(file)
    assert again.document == report.document
    assert again.digest == report.digest
    assert again.to_json() == report.to_json()


def _broken(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(build(sample.found()).to_json())
    change(document)
    return json.dumps(document).encode()


RUBBISH = {
    "empty": b"",
    "no JSON": b"MZ\x90\x00",
    "not UTF-8": b'{"schema": "\xff"}',
    "a list": b"[]",
    "deep": b"[" * 200_000,
    "huge number": b"9" * 10_000,
    "not a number": b'{"schema": NaN}',
    "key twice": b'{"schema": 1, "schema": 2}',
    "another version": _broken(lambda d: d.update(schema="facescreen-report/2")),
    "more than the schema": _broken(lambda d: d["screening"].update(extra=1)),
    "less than the schema": _broken(lambda d: d["screening"].pop("ledger")),
    "unknown verdict": _broken(lambda d: d["screening"].update(verdict="fine")),
    "negative size": _broken(lambda d: d["screening"]["delivery"].update(size=-1)),
    "percent above 100": _broken(lambda d: d["screening"]["ledger"].update(percent=101)),
    "escape sequence": _broken(lambda d: d["screening"]["delivery"].update(name="\x1b[2J")),
    "bidi override": _broken(lambda d: d["screening"]["delivery"].update(name="\u202eexe")),
    "lone surrogate": _broken(lambda d: d["run"].update(host="\ud800")),
    "clause without its finding": _broken(lambda d: d["screening"]["findings"].clear()),
    "finding twice": _broken(lambda d: d["screening"]["findings"].append(d["screening"]["findings"][0])),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_refused_with_a_message(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(RUBBISH[name])
    with pytest.raises(UsageError, match="is not a report") as caught:
        Report.read(file)
    assert "\x1b" not in str(caught.value)
    with pytest.raises(UsageError):
        Report.parse(RUBBISH[name])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("less than the schema", "written by an older facescreen, or changed since; screen again"),
        ("another version", "written by another facescreen, or changed since; screen again"),
        ("more than the schema", "written by another facescreen"),
    ],
)
def test_a_report_of_another_version_says_what_to_do(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Report.parse(RUBBISH[name])
    with pytest.raises(UsageError, match="is not a report: ") as caught:
        Report.parse(b'{"schema": "something-else/1"}')
    assert "screen again" not in str(caught.value)


def test_the_bytes_of_a_report_are_its_text() -> None:
    for make in (sample.found, sample.hostile):
        report = build(make())
        assert report.to_bytes() == report.to_json().encode()


def test_files_that_cannot_be_reports_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        Report.read(tmp_path / "missing.json")
    with pytest.raises(UsageError, match="is not a file"):
        Report.read(tmp_path)
    large = tmp_path / "large.json"
    large.write_text(build(sample.found()).to_json(), "utf-8")
    with pytest.raises(UsageError, match="at most 1,000"):
        Report.read(large, limit=1000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is not a file"):
        Report.read(tmp_path / "pipe")
