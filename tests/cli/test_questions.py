"""``facescreen questions``: a letter and JSON with every question and every file that it is about."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from scanner.cli.main import cli
from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Context
from scanner.report.questions import _folders
from scanner.report.sentences import percent
from scanner.types import Question
from tests.document import sample

JOINED = Question("unread", "30 files: 90 bytes are encrypted.", tuple(f"fw!/{n:02}" for n in range(30)))


def _asked(
    folder: Path, *options: str, text: str = "", joined: Question = JOINED, context: Context | None = None
) -> tuple[Report, str]:
    result = sample.inconclusive()
    if context:
        result = replace(result, context=context)
    more = (Question("finding", text, ("fw!/a",)),) if text else ()
    report = build(replace(result, questions=(*result.questions, joined, *more)))
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


def test_the_letter_has_every_question_and_counts_the_files_that_it_does_not_name(tmp_path: Path) -> None:
    report, text = _asked(tmp_path)
    page = unescape(MarkdownIt("commonmark").render(text))
    assert all(f"<code>{question['text']}</code>" in page for question in report.screening["questions"])
    assert "<li>30 files in <code>fw!/</code></li>" in page
    assert "Where folders are named, the list (JSON) that goes with this letter has each file" in page
    assert "report.json" not in text


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([f"fw!/a/{n}" for n in range(30)] + [f"fw!/b/c/{n}" for n in range(5)], {"fw!/a/": 30, "fw!/b/c/": 5}),
        ([f"fw!/a/{n}/x/y" for n in range(30)] + ["fw!/z"], {"fw!/a/": 30, "fw!/": 1}),
        ([f"{n}/x" for n in range(30)], {"the delivery": 30}),
        ([f"{n}" for n in range(30)], {"the delivery": 30}),
        ([f"{n}" for n in range(30)] + ["a/b"], {".": 30, "a/": 1}),
        ([f"fw!/{'d/' * 5000}{n}" for n in range(30)], {"fw!/" + "d/" * 31: 30}),
    ],
    ids=["deepest folders", "few enough", "too many", "no folder", "some without a folder", "very deep"],
)
def test_folders_stand_for_all_their_files(paths: list[str], expected: dict[str, int]) -> None:
    assert _folders(paths) == expected


def test_the_one_file_of_a_finding_is_named(tmp_path: Path) -> None:
    _, text = _asked(tmp_path, text="The delivery shows Kit (search).")
    assert "`The delivery shows Kit (search).`\n\n   - `fw!/a`\n" in text


def test_up_to_twenty_files_are_named(tmp_path: Path) -> None:
    _, text = _asked(tmp_path, joined=replace(JOINED, about=JOINED.about[:20]))
    assert text.count("   - `fw!/") == 20
    assert "that goes with this letter" not in text


def test_letter_and_list_say_whose_delivery_it_is_and_how_much_was_read(tmp_path: Path) -> None:
    context = Context("Example Cameras", "Update 4.2", "2026-114", "")
    report, text = _asked(tmp_path, context=context)
    assert "Vendor: `Example Cameras` · Product: `Update 4.2` · Contract: `2026-114`" in text
    assert f"{percent(report)} % of it could be read." in text
    assert "Please answer by number: 3 questions." in text
    _, listed = _asked(tmp_path, "-f", "json", context=context)
    document = json.loads(listed)
    assert document["context"]["contract"] == "2026-114"
    assert document["regions"] == report.screening["ledger"]["regions"]
    assert document["regions"]


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
