"""Screening an update against the version in use, through the whole flow."""

from __future__ import annotations

import json

import pytest

import scanner
from scanner.compare.lines import change_lines
from scanner.document.report import Report
from scanner.report.changes import change_of
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import speaking
from scanner.screening import Options, in_use
from scanner.types import UsageError, Verdict
from tests.cli.program import SAMPLES

PLAIN, SDK = SAMPLES / "camera-update-plain.bin", SAMPLES / "camera-update-sdk.bin"


@pytest.fixture(scope="module")
def deployed():
    return scanner.screen(PLAIN)


@pytest.fixture(scope="module")
def update(deployed):
    return scanner.screen(SDK, options=Options(against=deployed))


def test_the_report_says_what_the_update_changes(update, deployed):
    change = update.screening["change"]
    assert change["headline"] == (
        "This update adds face templates and face verification (ArcSoft ArcFace, called by /usr/bin/ipcamd), "
        "not found in the deployed version (camera-update-plain.bin)."
    )
    assert (change["old"]["report"], change["new"]["report"]) == (deployed.digest, "")
    assert change["files"]["added"]["paths"] == [
        "camera-update-sdk.bin!/ipcam-2.4.1 rootfs!/usr/lib/libarcsoft_face.so",
        "camera-update-sdk.bin!/ipcam-2.4.1 rootfs!/usr/lib/libarcsoft_face_engine.so",
    ]
    assert update.verdict is Verdict.FOUND


def test_a_report_with_a_change_can_be_read_again(update):
    assert Report.parse(update.to_json().encode()).digest == update.digest


def test_delivery_report_file_and_report_say_the_same(update, deployed, tmp_path):
    file = tmp_path / "deployed.json"
    file.write_text(deployed.to_json())
    for against in (PLAIN, file):
        assert scanner.screen(SDK, options=Options(against=against)).screening == update.screening


def test_a_law_may_ask_what_is_new(update):
    alone = scanner.screen(SDK)

    def reached(report):
        return {
            (verdict["policy"]["id"], clause["number"])
            for verdict in report.screening["verdicts"]
            for clause in verdict["clauses"]
            if clause["outcome"] != "not_reached"
        }

    more = reached(update) - reached(alone)
    assert {policy for policy, _ in more} == {"us-ma-boston-16-63"}
    again = scanner.screen(SDK, options=Options(against=alone))
    assert reached(again) == reached(alone)


def test_what_a_law_says_of_what_is_new_is_part_of_the_change(update, deployed):
    (row,) = update.screening["change"]["clauses"]
    assert (row["policy"], row["clause"], row["outcome"]) == ("us-ma-boston-16-63", "16-63(B)(2)", "review")
    assert set(row["findings"]) <= {finding["id"] for finding in update.findings}
    assert any(
        line.startswith("What is new here reaches clause 16-63(B)(2) of the law ")
        for line in change_lines(update.screening["change"])
    )
    again = scanner.screen(SDK, options=Options(against=update))
    assert again.screening["change"]["clauses"] == []


def test_without_a_version_in_use_there_is_no_change(deployed):
    assert "change" not in deployed.screening


def test_an_older_layout_of_the_same_report_is_known_as_one(deployed, tmp_path):
    file = tmp_path / "sorted.json"
    file.write_text(json.dumps(deployed.document, sort_keys=True))
    assert in_use(file).digest == deployed.digest


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": "facescreen-report/1"}',
        '{"schema": "facescreen-report/99", "screening": {}, "run": {}}',
        '{"schema": "facescreen-report/1", "screening": {"nodes": [',
        '{"schema": "facescreen-report/1", "schema": "facescreen-report/1"}',
        '{"schema": "facescreen-report/1", "x": ' + "[" * 5000,
    ],
)
def test_a_broken_report_is_refused_and_not_screened_as_a_delivery(text, tmp_path):
    file = tmp_path / "old.json"
    file.write_text(text)
    with pytest.raises(UsageError, match="not a report"):
        scanner.screen(SDK, options=Options(against=file))


def test_a_report_that_would_write_on_a_terminal_is_refused(deployed, tmp_path):
    file = tmp_path / "old.json"
    file.write_text(deployed.to_json().replace("camera-update-plain.bin", "\\u001b]0;owned"))
    with pytest.raises(UsageError, match="control characters"):
        in_use(file)


def test_a_report_of_states_that_do_not_exist_is_refused(update, tmp_path):
    file = tmp_path / "old.json"
    file.write_text(update.to_json().replace('"state": "called"', '"state": "perfect"'))
    with pytest.raises(UsageError, match="not a report"):
        in_use(file)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_a_mark_of_byte_order_does_not_make_a_report_a_delivery(deployed, mark, tmp_path):
    file = tmp_path / "old.json"
    file.write_bytes(mark + deployed.to_json().encode())
    assert in_use(file).digest == deployed.digest


def test_a_report_in_another_encoding_is_refused_and_not_screened_as_a_delivery(deployed, tmp_path):
    file = tmp_path / "old.json"
    for encoding in ("utf-16", "utf-16-be"):
        mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
        file.write_bytes(mark + deployed.to_json().encode(encoding))
        with pytest.raises(UsageError, match="not a report"):
            in_use(file)


def test_a_comparison_is_no_version(update, tmp_path):
    file = tmp_path / "change.json"
    file.write_text(json.dumps(update.screening["change"]))
    with pytest.raises(UsageError, match="not a report"):
        in_use(file)


def test_a_report_is_not_screened_as_a_delivery(update, tmp_path):
    file = tmp_path / "report.json"
    file.write_text(update.to_json())
    with pytest.raises(UsageError, match="put it into a folder"):
        scanner.screen(file)


def test_a_missing_version_in_use_is_refused(tmp_path):
    with pytest.raises(UsageError):
        scanner.screen(SDK, options=Options(against=tmp_path / "nothing"))


def test_a_law_is_called_by_its_name_where_people_read(update):
    shown = change_of(update)
    lines = [line for line in change_lines(shown) if line.startswith("What is new here reaches")]
    assert lines[0].startswith(
        "What is new here reaches clause 16-63(B)(2) of the law “Surveillance oversight and information sharing”: "
    )
    with speaking("es"):
        assert "la ley «Supervisión de la vigilancia" in said(lines[0])
    assert "law" not in update.screening["change"]["clauses"][0]
