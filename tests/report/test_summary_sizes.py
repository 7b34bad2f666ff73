"""The summary in every size of report and terminal: it fits, it counts what it leaves out, -v leaves out nothing."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.everything import everything
from scanner.report.fitting import wrapped
from scanner.report.lines import HEIGHT, lines
from scanner.report.summary import STYLES, summary
from scanner.types import ByteState, LedgerEntry, Question
from tests.document import sample
from tests.report.rendered import report as _report

KEPT = sorted((Path(__file__).parents[2] / "reports").glob("*/report.json"))
WIDE = "海康威视人脸识别" * 20


def long_names() -> Report:
    """A delivery, a product and with them all paths of 300 characters, and a question of more."""
    document = _report(sample.found).document
    text = json.dumps(document).replace(sample.UPDATE, "a-very-long-name-" * 18).replace("ArcSoft ArcFace", "Arc " * 75)
    made = json.loads(text)
    made["screening"]["questions"][0]["text"] = "What is this? " * 30
    return Report(made)


def wide_names() -> Result:
    """Everything in characters that take two columns, and no spaces."""
    result = sample.found()
    (first, *others) = result.findings
    named = replace(first, product=replace(first.product, name=WIDE))
    question = Question("finding", WIDE, (sample.DAEMON,))
    return replace(result, name=f"{WIDE}.bin", findings=(named, *others), questions=(question,), problems=(WIDE,))


def blob() -> Result:
    """One file of 4 GB that nothing could read."""
    size = 4 << 30
    result = sample.inconclusive()
    node = replace(sample.node("firmware.bin", size, "unknown"), path="firmware.bin")
    entry = LedgerEntry("firmware.bin", 0, size, ByteState.OPAQUE, "unknown content of 8.0 bits per byte", "unknown")
    question = Question("unread", "What is this file? Please hand it over in an open format.", ("firmware.bin",))
    empty = {"findings": (), "finding_ids": (), "links": (), "edges": (), "seen_by": {}, "identities": {}}
    return replace(result, name="firmware.bin", nodes=(node,), entries=(entry,), questions=(question,), **empty)


def many() -> Result:
    """Findings and unread regions of which the summary shows few."""
    return sample.huge(200)


ORDINARY = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, blob)
ALL = (*ORDINARY, sample.hostile, sample.crowded, sample.huge, long_names, wide_names)
Make = Callable[[], Result] | Callable[[], Report]


@cache
def _of(make: Make) -> Report:
    return long_names() if make is long_names else _report(make)  # type: ignore[arg-type]


@cache
def _shown(make: Make, width: int) -> tuple[str, ...]:
    return tuple(line.text for line in lines(_of(make), width))


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(make: Make, width: int) -> None:
    assert max(map(cell_len, _shown(make, width))) <= width


@pytest.mark.parametrize("make", [*ORDINARY, sample.crowded, sample.huge])
def test_it_fits_a_terminal_of_24_lines_with_command_files_and_prompt(make: Make) -> None:
    assert len(_shown(make, 80)) <= HEIGHT == 24 - 4


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.parent.name)
def test_real_reports_fit_too(file: Path) -> None:
    assert len(list(lines(Report.read(file)))) <= HEIGHT


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("width", [40, 80])
def test_the_answer_stands_first_and_nothing_before_it(make: Make, width: int) -> None:
    shown = _shown(make, width)
    marks = {"found": "■ FOUND", "inconclusive": "▲ COULD NOT BE CHECKED", "review": "◆ NEEDS A PERSON"}
    verdict = _of(make).verdict.value
    assert shown[0].startswith(f" {marks.get(verdict, '● NOTHING FOUND')}  ")
    whole = " ".join(" ".join(shown).split())
    order = [whole.index(word) for word in ("Read: ", "Next: ", "Law: ", "Report digest ")]
    assert order == sorted(order)


def test_ten_thousand_findings_are_counted() -> None:
    (counted,) = [line for line in _shown(sample.huge, 80) if "more products in report.json" in line]
    told = re.fullmatch(r"  and ([\d,]+) findings of (\d+) more products in report.json", counted)
    assert told is not None
    shown = sum(line.startswith("  Product ") for line in _shown(sample.huge, 80))
    assert int(told[2]) + shown == 40
    assert int(told[1].replace(",", "")) == 10_000 // 40 * (40 - shown)


def test_a_blob_is_named_with_its_size_and_its_question() -> None:
    text = "\n".join(_shown(blob, 80))
    assert "Read: 0 %   Findings: 0" in text
    assert "4.3 GB packed or unknown: firmware.bin at 0x0" in text
    assert "What is this file?" in text


@pytest.mark.parametrize("make", ALL)
def test_the_digest_is_whole_at_any_width(make: Make) -> None:
    text = "".join(line.strip() for line in _shown(make, 40))
    assert _of(make).digest in text


@pytest.mark.parametrize("make", [sample.found, sample.inconclusive, sample.hostile, many, long_names])
@pytest.mark.parametrize("width", [40, 80])
def test_verbose_shows_all_findings_places_regions_questions_and_files(make: Make, width: int) -> None:
    report = _of(make)
    made = list(everything(report, width))
    text = "\n".join(line.text for line in made)
    words = set(re.findall(r"[\w-]+", text))
    assert {finding["id"] for finding in report.findings} <= words
    paths = {place["path"] for each in report.findings for fact in each["evidence"] for place in fact["places"]}
    paths |= {region["path"] for region in report.screening["ledger"]["regions"]}
    paths |= {path for question in report.screening["questions"] for path in question["about"]}
    paths |= {node["path"] for node in report.screening["nodes"]}
    whole = [line.text for line in made if line.whole]
    joined = "\n".join(whole)
    assert all(path in joined for path in paths)
    squeezed = "".join(text.split())
    assert all("".join(q["text"].split()) in squeezed for q in report.screening["questions"])
    assert all("".join(region["reason"].split()) in squeezed for region in report.screening["ledger"]["regions"])
    assert max(cell_len(line.text) for line in made[1:] if not line.whole) <= width


def test_verbose_leaves_the_files_to_a_log_that_has_them() -> None:
    report = _report(sample.found)
    assert not [line for line in everything(report, 80, files=False) if ", seen by " in line.text]
    assert len([line for line in everything(report, 80) if ", seen by " in line.text]) == len(report.screening["nodes"])


def test_words_are_wrapped_by_columns() -> None:
    assert [line.text for line in wrapped("one two three", 7)] == ["one two", "three"]
    assert all(cell_len(line.text) <= 9 for line in wrapped(WIDE, 9, "  ", "    "))
    assert "".join(line.text.strip() for line in wrapped(WIDE, 9, "  ", "    ")) == WIDE
    assert [line.text for line in wrapped("a b c d e f", 3, most=2)] == ["a b", "c …"]
    assert [line.text for line in wrapped("", 10)] == [""]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
@pytest.mark.parametrize("make", [*ORDINARY, sample.hostile, long_names, wide_names])
@pytest.mark.parametrize("verbose", [False, True])
def test_a_terminal_without_unicode_gets_signs_that_it_has(encoding: str, make: Make, verbose: bool) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    summary(_of(make), Console(file=out, width=80), verbose)
    out.flush()
    text = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert re.match(r" [#■!▲?◆*●] [A-Z]", text)
    if not verbose and make is not wide_names:
        assert max(map(len, text.splitlines())) <= 80
    if make is wide_names:
        assert r"\u{6d77}" in text


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_can_be_read_on_light_and_on_dark_terminals() -> None:
    """A style has either no colour, and then the terminal's own, or one for the text and one for what is behind it."""
    for style in STYLES.values():
        colours = re.findall(r"#[0-9a-f]{6}", style)
        assert len(colours) in {0, 2}
        assert "dim" not in style
        if colours:
            light, dark = sorted(map(_luminance, colours), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("system", "badge"), [("standard", "\x1b[1;7m"), ("truecolor", "\x1b[1;38;2;255;255;255;48;2;")]
)
def test_the_badge_uses_colours_that_are_known(system: str, badge: str) -> None:
    out = io.StringIO()
    summary(
        _report(sample.found), Console(file=out, width=80, force_terminal=True, color_system=system, no_color=False)
    )  # type: ignore[arg-type]
    assert badge in out.getvalue()


def test_the_verbose_lines_are_those_of_the_document_after_a_round_trip(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(json.loads(_report(sample.found).to_json())), encoding="utf-8")
    again = build(sample.found())
    assert [line.text for line in everything(Report.read(file), 80)] == [line.text for line in everything(again, 80)]
