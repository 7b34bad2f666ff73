"""An officer reads a report without training: the grade of its sentences, group by group, is measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest

from scanner.document.report import Report
from scanner.report.advice import next_steps
from scanner.report.meaning import law_sentences
from scanner.report.sentences import verdict_sentence
from tests.reading import grade, hardest, sentences, syllables
from tests.repo.messages import PHRASES, REPORT, law_texts, product_texts, report_texts, texts_below
from tests.repo.tree import ROOT

GRADE = 9.0
HARDEST = 15.5
"""Of a single sentence: a short one with two long words has a high grade and is easy to read all the same."""
MOST_WORDS = 30
_LEAST_WORDS = 30
"""Of a table of words: labels are no sentences."""
RETOLD = ("says", "human_fact", "summary", "statements", "checks")
"""Fields of clauses and exemptions."""
PRODUCTS = ("sentence", "note")
DEFAULT_LAWS = ("us-ma-boston-16-62", "us-ma-boston-16-63")
HARDEST_OF_A_LAW = 13.0
Texts = Callable[[], list[str]]


def _tables() -> dict[str, list[str]]:
    data = json.loads((REPORT / "words.en.json").read_text("utf-8"))
    found = {name: list(texts_below(table)) for name, table in data.items()}
    return {name: texts for name, texts in found.items() if sum(len(text.split()) for text in texts) >= _LEAST_WORDS}


@cache
def _reports() -> tuple[Report, ...]:
    return tuple(Report(json.loads(path.read_text("utf-8"))) for path in sorted(ROOT.glob("reports/*/report.json")))


def _questions() -> list[str]:
    return [question["text"] for report in _reports() for question in report.screening["questions"]]


PAGE_ONE: dict[str, Texts] = {
    "the verdict": lambda: [verdict_sentence(report) for report in _reports()],
    "what to do next": lambda: [text for report in _reports() for text in next_steps(report)],
    "what the laws mean": lambda: [text for report in _reports() for text in law_sentences(report)],
    "questions to the vendor": _questions,
    "sentences of the document": lambda: list(json.loads(PHRASES.read_text("utf-8"))["sentences"]),
    "the reports' own sentences": report_texts,
}


def _told(texts: list[str]) -> str:
    return "".join(f"\n{number:5.1f} {sentence}" for number, sentence in hardest(texts))


@pytest.mark.parametrize(("name", "texts"), _tables().items(), ids=list(_tables()))
def test_words_for_officers(name: str, texts: list[str]) -> None:
    assert grade(texts) <= GRADE, f"{name}:{_told(texts)}"
    hard = [(number, sentence) for number, sentence in hardest(texts) if number > HARDEST]
    assert [sentence for _, sentence in hard if len(sentence.split()) > 8] == []
    assert [part for text in texts for part in sentences(text) if len(part.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("name", PAGE_ONE)
def test_sentences_of_reports(name: str) -> None:
    texts = PAGE_ONE[name]()
    assert texts
    assert grade(texts) <= GRADE, _told(texts)


@pytest.mark.parametrize("field", RETOLD)
def test_laws(field: str) -> None:
    texts = law_texts(field)
    assert texts
    assert grade(texts) <= GRADE, _told(texts)


@pytest.mark.parametrize("law", DEFAULT_LAWS)
def test_the_laws_that_hold_without_asking_have_no_hard_sentence(law: str) -> None:
    texts = [text for field in RETOLD for text in law_texts(field, law)]
    assert texts
    assert [each for each in hardest(texts) if each[0] > HARDEST_OF_A_LAW] == []


@pytest.mark.parametrize("field", PRODUCTS)
def test_products(field: str) -> None:
    texts = product_texts(field)
    assert texts
    assert grade(texts) <= GRADE, _told(texts)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("law", 1),
        ("face", 1),
        ("vendor", 2),
        ("delivery", 4),
        ("table", 2),
        ("library", 3),
        ("identification", 6),
        ("a", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_tells_easy_from_hard() -> None:
    easy = ["The file was read. Ask the vendor for the key. Then try again."]
    hard = ["Notwithstanding contractual obligations, procurement authorities necessitate comprehensive verification."]
    assert grade(easy) < 4
    assert grade(hard) > 15
    assert grade([]) == 0
