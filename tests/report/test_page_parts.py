"""Parts of the page: page one, exemptions to sign, error rates, glossary; on paper and in other languages."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.advice import next_steps
from scanner.report.html import HtmlFormat, style_sheet
from scanner.report.languages.speaking import languages
from scanner.report.measured import measured
from scanner.report.page.limits import MOST_LAWS, MOST_QUESTIONS
from scanner.report.words import table
from scanner.types import Question, TechnicalFact
from tests.document import sample
from tests.document.sample_policy import EXEMPTIONS

SAMPLES = (sample.found, sample.inconclusive, sample.review, sample.nothing_found)


def page(report: Report, language: str = "en") -> str:
    return unescape(HtmlFormat(language).render(report).decode("utf-8"))


def section(shown: str, name: str) -> str:
    return shown.split(f'<section id="{name}"')[1].split('<section id="', maxsplit=1)[0]


@pytest.mark.parametrize("make", SAMPLES)
def test_sections_stand_in_the_order_of_three_readers(make: Any) -> None:
    shown = page(build(make()))
    order = ["answer", "meaning-title", "next-title", "questions-title", "contents-title", "findings", "bytes", "law"]
    order += ["exemptions"] if build(make()).screening["verdicts"][0]["exemptions"] else []
    places = [shown.index(f'id="{name}"') for name in (*order, "cannot", "method", "glossary")]
    assert places == sorted(places)


@pytest.mark.parametrize("make", SAMPLES)
def test_page_one_tells_every_step(make: Any) -> None:
    shown = page(build(make()))
    steps = shown.split('<ol class="steps">')[1].split("</ol>")[0]
    assert [text for text in next_steps(build(make())) if text not in steps] == []


def test_more_questions_and_laws_are_folded_and_all_of_them_stand_there() -> None:
    result = sample.found()
    asked = tuple(Question("finding", f"Question number {number}?", ("a!/b",) * number) for number in range(9))
    laws = tuple(
        replace(result.verdicts[0], policy=replace(result.verdicts[0].policy, id=f"law-{n}", title=f"Law number {n}"))
        for n in range(7)
    )
    shown = page(build(replace(result, questions=asked, verdicts=laws)))
    asking = section(shown, "questions").split('id="change"')[0]
    assert all(f"Question number {number}?" in asking for number in range(9))
    assert f"{9 - MOST_QUESTIONS} more questions" in asking
    assert '<li value="9">' in asking
    meaning = shown.split('id="meaning-title"')[1].split('id="next-title"')[0]
    assert all(f"Law number {number}" in meaning for number in range(7))
    assert f"{7 - MOST_LAWS} more laws" in meaning


def test_an_exemption_has_lines_for_every_person_who_signs() -> None:
    result = sample.found()
    facts = (TechnicalFact("a", "for", "It is so."), TechnicalFact("b", "note", "Holds for all."))
    both = tuple(replace(each, shown=facts, signers=("one", "two")) for each in (EXEMPTIONS[0], EXEMPTIONS[0]))
    shown = section(
        page(build(replace(result, verdicts=(replace(result.verdicts[0], exemptions=both),)))), "exemptions"
    )
    assert "never applies an exemption" in shown
    for label in ("Name", "Role", "Date", "Signature"):
        assert shown.count(f"<dt>{label}</dt>") == 4
    assert shown.count("It is so.") == 2
    assert shown.count("Holds for all.") == 1


def test_error_rates_are_shown_as_those_of_our_own_cases() -> None:
    rows = measured()
    assert {row.name for row in rows} <= set(table("measured"))
    assert {"heldout-recognition-first", "heldout-silence-first"} <= {row.name for row in rows}
    assert all(0 <= row.right <= row.of for row in rows)
    shown = section(page(build(sample.found())), "method")
    assert "They do not say how often it is right on your delivery." in shown
    for row in rows:
        assert row.what in shown
        assert f"{row.right:,} of {row.of:,}" in shown
        assert row.command in shown


def test_the_share_of_wrong_answers_is_that_of_the_cases() -> None:
    row = next(row for row in measured() if row.name == "heldout-recognition-first")
    assert row.wrong == f"{round(100 * (row.of - row.right) / row.of)} %"


def test_the_glossary_explains_words_of_the_page() -> None:
    shown = page(build(sample.found()))
    for term, meaning in table("glossary").items():
        assert f"<dt>{term}</dt><dd>{meaning}</dd>" in shown


def test_paper_shows_what_is_folded() -> None:
    printed = style_sheet().split("@media print", 1)[1]
    assert re.search(r"(^|})\s*::details-content {[^}]*content-visibility: visible", style_sheet(), re.MULTILINE)
    assert "details > summary" in printed


def test_every_table_of_findings_law_and_method_has_a_caption_and_scopes() -> None:
    shown = page(build(sample.found()))
    for name in ("findings", "method"):
        tables = re.findall(r"<table.*?</table>", section(shown, name), re.DOTALL)
        assert tables
        assert all("<caption" in each for each in tables)
    assert shown.count("<th ") == shown.count("<th scope=")


@pytest.mark.skipif("es" not in languages(), reason="no Spanish catalogue is compiled")
def test_what_stays_english_is_marked_so_in_another_language() -> None:
    document = deepcopy(build(sample.found()).document)
    document["screening"]["problems"] = ["Qwerty uiop asdf."]
    shown = page(Report(document), "es")
    assert '<html lang="es">' in shown
    assert '<bdi lang="en">Qwerty uiop asdf.</bdi>' in shown
    assert 'lang="en"' not in page(Report(document)).replace('<html lang="en">', "")


@pytest.mark.skipif("es" not in languages(), reason="no Spanish catalogue is compiled")
def test_the_language_of_one_page_is_not_kept_for_the_next() -> None:
    """Jinja reckons a filter on a constant once, when it reads the template."""
    document = deepcopy(build(sample.nothing_found()).document)
    (verdict,) = document["screening"]["verdicts"]
    reached = build(sample.found()).screening["verdicts"][0]["clauses"][0]
    verdict["clauses"] = [{**reached, "outcome": "process", "findings": []}]
    english = page(Report(document))
    assert "A legal process comes first" in english
    assert "A legal process comes first" not in page(Report(document), "es")
    assert page(Report(document)) == english
