"""What the record says: everything that an officer files, and how much was left out."""

from __future__ import annotations

import copy
import hashlib
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.advice import next_steps
from scanner.report.measured import measured
from scanner.report.pdf.caps import MOST_FINDINGS, MOST_QUESTIONS, MOST_REGIONS
from scanner.report.pdf.format import PdfFormat, record_pdf
from scanner.report.words import table
from scanner.types import Question
from tests.document import sample
from tests.report.pdf.edges import edges
from tests.report.pdf.reading import marked, opened, records
from tests.report.rendered import rendered, report

LOG = [
    {
        "number": 1,
        "what": "screened",
        "by": "facescreen",
        "when": "2026-11-25T09:00:07Z",
        "note": "",
        "before": "a" * 64,
    },
    {"number": 2, "what": "signed", "by": "J. Doe", "when": "2026-11-26T09:00:00Z", "note": "seen", "before": "b" * 64},
]


def _text(make: Any = sample.found) -> str:
    return "\n".join(records(rendered("pdf", make)))


def test_what_was_screened_is_told_with_its_digest() -> None:
    delivery = report(sample.found).screening["delivery"]
    text = _text()
    for value in (delivery["name"], delivery["sha256"], f"{delivery['size']:,} bytes", "2026-11-25"):
        assert value in text
    assert all(value in text for value in delivery["context"].values())


def test_what_was_not_stated_is_said_to_be() -> None:
    document = copy.deepcopy(report(sample.found).document)
    document["screening"]["delivery"]["context"]["vendor"] = ""
    assert "Vendor\nnot stated" in "\n".join(records(PdfFormat().render(Report(document))))


@pytest.mark.parametrize("make", [sample.found, sample.inconclusive, sample.review, sample.nothing_found])
def test_the_verdict_has_shape_and_word(make: Any) -> None:
    mark = table("verdict")[report(make).verdict.value]
    assert f"{mark['shape']} {mark['word']}" in _text(make)
    assert all(step in _text(make) for step in next_steps(report(make)))


def test_both_digests_of_the_report_are_named_and_right() -> None:
    whole = report(sample.found)
    assert whole.digest in _text()
    assert hashlib.sha256(whole.to_bytes()).hexdigest() in _text()
    other = "\n".join(records(record_pdf(whole, (), sha256="c" * 64)))
    assert "c" * 64 in other


def test_every_page_names_the_report_in_its_foot() -> None:
    pages = opened(rendered("pdf", sample.found)).pages
    for number, page in enumerate(pages, 1):
        foot = marked(page).artifacts
        assert report(sample.found).digest in foot
        assert f"Page {number} of {len(pages)}" in foot


def test_exemptions_have_their_statements_and_signers() -> None:
    text = _text()
    for verdict in report(sample.found).screening["verdicts"]:
        for exemption in verdict["exemptions"]:
            assert all(part in text for part in (*exemption["statements"], *exemption["signers"]))


def test_exemptions_that_nobody_needs_are_counted() -> None:
    document = copy.deepcopy(report(sample.found).document)
    (verdict,) = document["screening"]["verdicts"]
    for clause in verdict["clauses"]:
        clause["outcome"] = "not_reached"
    text = "\n".join(records(PdfFormat().render(Report(document))))
    assert f"{len(verdict['exemptions'])} exemptions that no clause here asks for are in report.json." in text
    assert verdict["exemptions"][0]["statements"][0] not in text


def test_the_log_of_custody_is_shown_with_room_for_more() -> None:
    rows = records(record_pdf(report(sample.found), LOG))
    assert any(re.match(r"Signed 2026-11-26T09:00:00Z J\. Doe seen", row) and "b" * 12 in row for row in rows)
    assert any("Screened 2026-11-25T09:00:07Z" in row for row in rows)


def test_without_a_log_there_are_lines_to_fill_in() -> None:
    text = _text()
    assert "No log was given." in text
    assert all(f"\n{word}\n" in text for word in ("Received", "Screened", "Opened", "Signed"))


def test_the_certification_is_marked_as_a_form_and_has_what_a_court_asks_for() -> None:
    text = _text().partition("Certification (form to fill in)")[2]
    for part in (
        "Counsel must check this form before it is used. It is not legal advice.",
        "Who certifies: name, position, employer",
        "rule 902(13)",
        "rule 902(14)",
        "rule 902(11)",
        "SHA-256 (FIPS 180-4)",
        "under penalty of perjury",
        report(sample.found).screening["delivery"]["sha256"],
        report(sample.found).digest,
    ):
        assert part in text


def test_error_rates_are_those_that_were_measured() -> None:
    text = _text()
    assert "this project's own test cases" in text
    for row in measured():
        what = re.escape(table("tried")[row.name.removesuffix("-first").removesuffix("-latest")])
        other = "(?:–|[0-9,]+ of .*?)"  # the other run, which stands in a column of its own
        numbers = rf"{row.right:,} of {row.of:,} \({row.wrong} wrong\)"
        both = f"{numbers} {other}" if row.blind else f"{other} {numbers}"
        assert re.search(rf"^{what} {both}$", text, re.MULTILINE), row


@cache
def _crowded() -> str:
    return "\n".join(records(rendered("pdf", sample.crowded)))


def test_what_is_cut_is_counted_with_the_digest() -> None:
    whole = report(sample.crowded)
    findings = len(whole.findings) - MOST_FINDINGS
    regions = len(whole.screening["ledger"]["regions"]) - MOST_REGIONS
    assert f"{findings:,} more findings are in report.json, report digest (SHA-256) {whole.digest}." in _crowded()
    assert f"{regions:,} more regions are in report.json, report digest (SHA-256) {whole.digest}." in _crowded()
    shown = set(re.findall(r"\b[0-9a-f]{16}\b", _crowded()))
    assert len(shown & {finding["id"] for finding in whole.findings}) == MOST_FINDINGS


def test_many_questions_are_cut_and_counted() -> None:
    asked = tuple(Question("unread", f"What is in part {number}?", ()) for number in range(MOST_QUESTIONS + 33))
    whole = build(replace(sample.nothing_found(), questions=asked))
    text = "\n".join(records(PdfFormat().render(whole)))
    assert f"What is in part {MOST_QUESTIONS - 1}?" in text
    assert f"What is in part {MOST_QUESTIONS}?" not in text
    assert f"33 more questions are in report.json, report digest (SHA-256) {whole.digest}" in text


def test_long_names_stay_on_the_page() -> None:
    """Every glyph run begins and ends between the margins; pages are 612 points wide, margins 48."""
    document = copy.deepcopy(report(sample.found).document)
    path = "firmware.bin!/" + "very-long-folder-name/" * 13 + "x" * 40
    names = ("W" * 300, "a" * 300, "名" * 300, "\\u{540d}" * 99, "a/" * 200, "i" * 4_000)
    for number, finding in enumerate(document["screening"]["findings"]):
        finding["product"]["name"] = names[number % 6]
        finding["evidence"][0]["places"][0]["path"] = path
    for region in document["screening"]["ledger"]["regions"]:
        region["path"], region["reason"] = path, "r" * 600
    context = document["screening"]["delivery"]["context"]
    context.update(dict.fromkeys(context, "W" * 400))
    content = PdfFormat().render(Report(document))
    runs = [run for page in opened(content).pages for run in edges(page)]
    assert len(runs) > 1_000
    assert min(left for left, _ in runs) >= 48 - 1
    assert max(right for _, right in runs) <= 612 - 48 + 3  # a space at the end of a line may hang over
