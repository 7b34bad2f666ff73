"""``facescreen questions``: a letter and JSON with every question and every file that it is about."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from pathlib import Path

from click.testing import CliRunner
from markdown_it import MarkdownIt

from scanner.cli.main import cli
from scanner.document.build import build
from scanner.document.report import Report
from scanner.types import Question
from tests.document import sample

JOINED = Question("unread", "30 files: 90 bytes are encrypted.", tuple(f"fw!/{n:02}" for n in range(30)))


def _asked(folder: Path, *options: str, text: str = "") -> tuple[Report, str]:
    result = sample.inconclusive()
    more = (Question("finding", text, ("fw!/a",)),) if text else ()
    report = build(replace(result, questions=(*result.questions, JOINED, *more)))
    (folder / "report.json").write_text(report.to_json(), encoding="utf-8")
    done = CliRunner().invoke(cli, ["questions", str(folder / "report.json"), *options])
    assert done.exit_code == 0
    return report, done.output


def test_the_json_has_every_question_with_every_file(tmp_path: Path) -> None:
    report, text = _asked(tmp_path, "-f", "json")
    document = json.loads(text)
    assert [row["number"] for row in document["questions"]] == [1, 2, 3]
    assert [{k: v for k, v in row.items() if k != "number"} for row in document["questions"]] == (
        report.screening["questions"]
    )
    assert (document["report"], document["sha256"]) == (report.digest, report.screening["delivery"]["sha256"])


def test_the_letter_has_every_question_and_counts_the_files_it_does_not_name(tmp_path: Path) -> None:
    report, text = _asked(tmp_path)
    page = unescape(MarkdownIt("commonmark").render(text))
    assert all(f"<code>{question['text']}</code>" in page for question in report.screening["questions"])
    assert page.count("<code>fw!/") == 20
    assert f"10 more files in report.json, digest {report.digest}." in page


def test_a_hostile_question_stays_one_code_span(tmp_path: Path) -> None:
    hostile = "](http://x) <b>\x1b[31m` `` | \u202e\n# heading"
    _, text = _asked(tmp_path, text=hostile)
    page = MarkdownIt("commonmark").render(text)
    assert r"\x1b[31m" in page
    assert "<b>" not in page
    assert "<a " not in page
    assert page.count("<h1>") == 1


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}")
    assert CliRunner().invoke(cli, ["questions", str(file)]).exit_code != 0
