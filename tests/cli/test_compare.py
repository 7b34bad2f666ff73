"""``facescreen compare`` and ``screen --against`` as a person or a CI job runs them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from scanner.cli.main import cli
from scanner.document.validate import schema
from scanner.screening import Options
from tests.cli.program import SAMPLES, run
from tests.compare.reports import finding, report, setting

PLAIN, SDK = SAMPLES / "camera-update-plain.bin", SAMPLES / "camera-update-sdk.bin"
FILES = {"usr/bin/ipcamd": "program", "etc/face.conf": "x" * 9000}
HIDDEN = {"unread": {"etc/face.conf": ("encrypted", 9000)}}
NEW_BYTES = {**FILES, "etc/face.conf": b"\1" * 9000}


def write(folder, name, *args, **more):
    file = folder / name
    file.write_text(report(*args, **more).to_json())
    return file


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        (report(FILES), report(FILES), 0, b"Nothing new was seen"),
        (report(FILES, [finding()]), report(FILES), 0, b"no longer seen"),
        (report(FILES), report(FILES, [finding()]), 1, b"This update adds face identification"),
        (
            report(FILES, [finding(state="shipped")]),
            report(FILES, [finding()]),
            1,
            b"further than the deployed version",
        ),
        (report(FILES), report(NEW_BYTES, **HIDDEN), 3, b"can no longer be read"),
        (report(FILES), report(FILES, [finding(state="mentioned")]), 4, b"is named, and was not before"),
        (report(FILES), report(FILES, [finding()], pack="other"), 4, b"different signatures"),
        (report(FILES), report(NEW_BYTES, [finding()], **HIDDEN), 1, b"This update adds face identification"),
        (
            report(FILES, [setting("a = 1", "enabled")]),
            report(FILES, [{**setting("a = 1", "enabled"), "qualifiers": ["output"]}]),
            1,
            b"holds results of recognition, not found in the deployed version",
        ),
    ],
)
def test_exit_codes(old, new, code, says, tmp_path):
    (tmp_path / "old.json").write_text(old.to_json())
    (tmp_path / "new.json").write_text(new.to_json())
    done = CliRunner().invoke(cli, ["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json")])
    assert (done.exit_code, done.stdout) == (code, "")
    assert says.decode() in " ".join(done.stderr.split())


def test_text_and_json_go_where_they_are_asked_for(tmp_path):
    old, new = write(tmp_path, "old.json", FILES), write(tmp_path, "new.json", FILES, [finding()])
    to_files = [word for form in ("text", "html") for word in ("-f", f"{form}={tmp_path / form}")]
    done = run("compare", old, new, "-f", "json", *to_files, "-q")
    assert (done.returncode, done.stderr) == (1, b"")
    change = json.loads(done.stdout)
    validator(change)
    assert " ".join((tmp_path / "text").read_text().split()).startswith(change["headline"])
    assert change["headline"] in (tmp_path / "html").read_text()


def validator(change):
    import jsonschema_rs

    full = {"$ref": "#/$defs/change", "$defs": schema()["$defs"]}
    jsonschema_rs.validate(full, change)


def test_deliveries_are_screened_first():
    done = run("compare", PLAIN, SDK, "-f", "json")
    change = json.loads(done.stdout)
    assert (done.returncode, change["outcome"], change["caveats"]) == (1, "risen", [])
    assert b"called by /usr/bin/ipcamd), not found in the deployed version" in b" ".join(done.stderr.split())


def test_two_finished_reports_are_judged_by_laws_that_ask_what_is_new(tmp_path):
    import scanner

    files = [tmp_path / "old.json", tmp_path / "new.json"]
    reports = [scanner.screen(path) for path in (PLAIN, SDK)]
    for file, made in zip(files, reports, strict=True):
        file.write_text(made.to_json())
    ours = json.loads(run("compare", *files, "-f", "json", "-q").stdout)["clauses"]
    assert ours == scanner.screen(SDK, options=Options(against=reports[0])).screening["change"]["clauses"] != []
    reports[1].document["screening"]["verdicts"][0]["policy"]["id"] = "xx-gone"
    files[1].write_text(reports[1].to_json())
    assert b"xx-gone" in run("compare", *files).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("only-one",),
        ("missing.json", "missing.json"),
        (PLAIN, SDK, "-f", "sarif"),
        (PLAIN, SDK, "-f", "json", "-f", "text"),
        (PLAIN, SDK, "-f", "json="),
    ],
)
def test_what_cannot_be_compared_is_a_usage_error(arguments):
    done = CliRunner().invoke(cli, ["compare", *map(str, arguments)])
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_broken_report_is_a_usage_error_and_no_delivery(tmp_path):
    (tmp_path / "old.json").write_text('{"schema": "facescreen-report/9", "a": 1}')
    done = run("compare", tmp_path / "old.json", write(tmp_path, "new.json", FILES))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not a report" in done.stderr


def test_screen_against_exits_by_the_verdict_of_the_update(tmp_path):
    old = write(tmp_path, "old.json", FILES, [finding()])
    done = run("screen", PLAIN, "--against", old, "-f", "json", "-q")
    assert done.returncode == 0
    assert json.loads(done.stdout)["screening"]["change"]["findings"][0]["change"] == "vanished"


def test_several_updates_are_screened_against_the_same_version(tmp_path):
    done = run("screen", SDK, PLAIN, "--against", PLAIN, "-f", f"json={tmp_path}")
    assert done.returncode == 1
    assert b"What this update changes" in done.stderr
    changes = [json.loads(file.read_text())["screening"]["change"] for file in sorted(tmp_path.glob("*.json"))]
    assert [change["outcome"] for change in changes] == ["risen", "nothing-new"]


def test_screen_against_nothing_is_a_usage_error(tmp_path):
    done = CliRunner().invoke(cli, ["screen", str(SDK), "--against", str(tmp_path / "nothing")])
    assert done.exit_code == 2
