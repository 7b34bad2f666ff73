"""The summary for people: fits a terminal, means the same without colour."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from scanner.document.build import build
from scanner.document.result import Result
from scanner.report.fitting import fit
from scanner.report.lines import lines
from scanner.report.summary import summary
from scanner.report.text import TextFormat
from tests.document import sample
from tests.report.rendered import report as _report

ALL = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile, sample.crowded)


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("width", [80, 60, 40])
def test_no_line_is_wider_than_asked(make: Callable[[], Result], width: int) -> None:
    assert all(cell_len(line.text) <= width for line in lines(_report(make), width))


@pytest.mark.parametrize("make", [sample.found, sample.inconclusive, sample.review, sample.nothing_found])
def test_it_fits_a_terminal_of_24_lines_with_the_prompt(make: Callable[[], Result]) -> None:
    assert TextFormat().render(_report(make)).count(b"\n") <= 23


@pytest.mark.parametrize("make", ALL)
def test_the_terminal_says_what_the_text_file_says(make: Callable[[], Result]) -> None:
    report = _report(make)
    plain, coloured = io.StringIO(), io.StringIO()
    summary(report, Console(file=plain, width=80, force_terminal=False))
    summary(report, Console(file=coloured, width=80, force_terminal=True, color_system="truecolor", no_color=False))
    expected = TextFormat().render(report).decode("utf-8")
    assert plain.getvalue().splitlines() == expected.splitlines()
    assert "\x1b[" not in plain.getvalue()
    assert "\x1b[" in coloured.getvalue()


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = io.StringIO()
    summary(build(sample.found()), Console(file=out, width=80, force_terminal=True, color_system="truecolor"))
    assert "38;2;" not in out.getvalue()
    assert "48;2;" not in out.getvalue()
    assert "■ FOUND" in out.getvalue()


def test_the_middle_gives_way_and_wide_characters_count_two() -> None:
    assert fit("abcdefghij", 10) == "abcdefghij"
    assert fit("abcdefghijk", 10) == "abc…ghijk"[:3] + "…" + "fghijk"
    assert cell_len(fit("名" * 30, 21)) <= 21
    assert fit("e\u0301" * 5, 5) == "e\u0301" * 5


def test_importing_the_formats_loads_no_report_engine() -> None:
    heavy = "jinja2", "rich", "jsonschema_rs"
    code = f"import sys, scanner.report.registry; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_client_says_that_nothing_was_seen_to_use_it() -> None:
    result = sample.review()
    (finding, *others) = result.findings
    remark = "The product operates devices."
    client = replace(finding, product=replace(finding.product, kind="client"), remarks=(remark,))
    told = [line.text.strip() for line in lines(build(replace(result, findings=(client, *others))))]
    assert remark in told
    engine = replace(client, product=finding.product)
    told = [line.text.strip() for line in lines(build(replace(result, findings=(engine, *others))))]
    assert remark not in told
