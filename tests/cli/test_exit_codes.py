"""Exit codes and ``--fail-on`` as one table over all formats and both entry points: a format never changes the gate."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import scanner.__main__
from scanner.cli.main import cli, main
from scanner.document.build import build
from scanner.report.registry import FORMATS
from tests.cli.program import ENTRIES, SAMPLES, environment, run, run_anew
from tests.document import sample

CODES = {
    #                (review, inconclusive, found, never)
    sample.found: (1, 1, 1, 0),
    sample.inconclusive: (3, 3, 0, 0),
    sample.review: (4, 0, 0, 0),
    sample.nothing_found: (0, 0, 0, 0),
}
THRESHOLDS = ("review", "inconclusive", "found", "never")
TABLE = [(make, limit, code) for make, codes in CODES.items() for limit, code in zip(THRESHOLDS, codes, strict=True)]


def _file(folder: Path, make: Any, limit: str) -> Path:
    file = folder / "report.json"
    file.write_text(build(replace(make(), fail_on=limit)).to_json(), encoding="utf-8")
    return file


@pytest.mark.parametrize("form", FORMATS, ids=[form.NAME for form in FORMATS])
@pytest.mark.parametrize(("make", "limit", "code"), TABLE)
def test_the_table_holds_for_every_format(form: Any, make: Any, limit: str, code: int, tmp_path: Path) -> None:
    target = tmp_path / f"out{form.SUFFIX}"
    done = CliRunner().invoke(cli, ["report", str(_file(tmp_path, make, limit)), "-f", f"{form.NAME}={target}"])
    assert done.exit_code == code, done.output
    assert target.stat().st_size


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(("make", "limit"), [(make, limit) for make in CODES for limit in ("review", "found")])
def test_both_entry_points_write_all_formats_and_exit_alike(entry: str, make: Any, limit: str, tmp_path: Path) -> None:
    asked = [word for form in FORMATS for word in ("-f", f"{form.NAME}={tmp_path}/out{form.SUFFIX}")]
    done = run("report", _file(tmp_path, make, limit), *asked, entry=entry)
    assert done.returncode == CODES[make][THRESHOLDS.index(limit)], done.stderr
    assert {file.name for file in tmp_path.glob("out*")} == {f"out{form.SUFFIX}" for form in FORMATS}


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(("start", "limit", "code"), [(run_anew, "review", 1), (run, "never", 0)])
def test_screen_takes_the_threshold_on_both_entry_points(entry: str, start: Any, limit: str, code: int) -> None:
    done = start("screen", SAMPLES / "windows-installer", "-q", "--fail-on", limit, "-f", "sarif", entry=entry)
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith(b'{"$schema"')


def test_both_entry_points_are_the_same_function() -> None:
    assert scanner.__main__.main is main
    scripts = [point for point in entry_points(group="console_scripts") if point.name == "facescreen"]
    assert all(point.value == "scanner.cli.main:main" for point in scripts)


@pytest.mark.parametrize("option", [("--sarif-profile", "all"), ("--cdx-version", "1.5"), ("-f", "docx")])
def test_an_unknown_option_value_is_a_usage_error(option: tuple[str, str], tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["report", str(_file(tmp_path, sample.found, "review")), *option])
    assert done.exit_code == 2


def test_profile_and_version_reach_the_formats(tmp_path: Path) -> None:
    file = _file(tmp_path, sample.review, "review")
    asked = ["-f", f"sarif={tmp_path}/a.sarif", "-f", f"cyclonedx={tmp_path}/b.json"]
    CliRunner().invoke(cli, ["report", str(file), *asked, "--sarif-profile", "full", "--cdx-version", "1.6"])
    assert '"kind":"review"' in (tmp_path / "a.sarif").read_text("utf-8")
    assert '"specVersion":"1.6"' in (tmp_path / "b.json").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.parametrize("command", ["report", "questions"])
def test_an_output_that_nobody_reads_is_no_finding(command: str, tmp_path: Path) -> None:
    asked = [*ENTRIES["python -m scanner"], command, str(_file(tmp_path, sample.nothing_found, "review"))]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*asked, "-f", "json"], stdout=writer, stderr=subprocess.PIPE, env=environment(), check=False)
    os.close(writer)
    assert done.returncode == 2
    assert done.stderr == b"facescreen: standard output was closed before all was written\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [*ENTRIES["python -m scanner"], "report", str(_file(tmp_path, sample.found, "review"))]
    with subprocess.Popen([*command, "-f", f"csv={pipe}"], env=environment()) as program:
        assert pipe.read_bytes().startswith(b"record,")
        assert program.wait() == 1
    assert pipe.is_fifo()


def test_a_link_in_the_folder_of_outputs_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("keep")
    (tmp_path / "out.csv").symlink_to(tmp_path / "other")
    file = _file(tmp_path, sample.found, "review")
    assert CliRunner().invoke(cli, ["report", str(file), "-f", f"csv={tmp_path}/out.csv"]).exit_code == 1
    assert (tmp_path / "other").read_text() == "keep"
    assert not (tmp_path / "out.csv").is_symlink()
