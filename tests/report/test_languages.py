"""Reports in another language: complete, as a language for tests shows; drafts say so; hostile names do no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.record.custody import begin
from scanner.record.readme import readme
from scanner.report import comparison, questions
from scanner.report.everything import everything
from scanner.report.languages import speaking
from scanner.report.languages.speaking import ENGLISH, languages
from scanner.report.pdf import blocks
from scanner.report.pdf import data as pdf
from scanner.report.registry import formats
from scanner.report.ruling import explained
from tests.document import sample
from tests.repo.tree import ROOT
from tests.report import pseudo
from tests.report.vendor_data import VendorData

REPORTS = sorted((ROOT / "reports").glob("*/report.json"))
CHANGES = sorted((ROOT / "reports").glob("*/change.json"))
MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)
TEXTS = ("", "b", "m", "n", "s")
STYLES = (*TEXTS, "br", "ladder", "id")
NO_TEXT = ("kind", "lang", "paper", "look", "style", "anchor")
ANCHORS = (blocks.FINDINGS, blocks.UNREAD, blocks.QUESTIONS)
MAY_BREAK = "\u200b"
_VOID = {"meta", "link", "br", "img", "hr", "input", "rect", "path", "line", "use", "circle", "polygon", "col", "wbr"}
Text = Callable[[Report, str], str]


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A language that was added by files."""
    with pseudo.installed(tmp_path_factory.mktemp("languages")) as name:
        yield name


class _Page(HTMLParser):
    """The texts that a reader sees or hears, without those that are marked as English."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._language = language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.texts += [given[key] for key in ("aria-label", "title", "alt") if given.get(key)]
        if tag not in _VOID:
            self._open.append((tag, given.get("lang") or self._spoken()))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        unseen = {"style", "script"} & {tag for tag, _ in self._open}
        if data.strip() and not unseen and self._spoken() == self._language:
            self.texts.append(data)

    def _spoken(self) -> str:
        return self._open[-1][1] if self._open else self._language


def _rendered(name: str) -> Text:
    def text(report: Report, language: str) -> str:
        (form,) = [form for form in formats(language=language) if name == form.NAME]
        content = form.render(report).decode("utf-8")
        return content if name == "html" else _lines([content])

    return text


def _page(report: Report, language: str) -> str:
    page = _Page(language)
    page.feed(_rendered("html")(report, language))
    return _lines(page.texts)


def _lines(texts: Iterable[str]) -> str:
    """One text a line: a sentence that was wrapped is whole again."""
    return "\n".join(" ".join(text.split()) for text in texts)


def _letter(report: Report, language: str) -> str:
    with speaking.speaking(language):
        return questions.letter(report).decode("utf-8")


def _explained(report: Report, language: str) -> str:
    with speaking.speaking(language):
        return _lines(explained(report))


def _everything(report: Report, language: str) -> str:
    with speaking.speaking(language):
        return _lines([" ".join(line.text for line in everything(report, 200))])


def _pdf(report: Report, language: str) -> str:
    """What the template of the PDF is given, without pieces that are marked as English."""
    with speaking.speaking(language):
        given = pdf.whole(report, begin(report, report.to_bytes(), language).rows(), "0" * 64)
    return _lines(text.replace(MAY_BREAK, "") for text in _shown(given, ""))


def _shown(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        pairs = [] if value.get("english") else value.items()
    elif isinstance(value, list | tuple) and value and value[0] in STYLES and isinstance(value[1], str):
        pairs = [(key, value[1])] if value[0] in TEXTS and ENGLISH not in value[2:] else []
    elif isinstance(value, list | tuple):
        pairs = [(key, each) for each in value]
    else:
        is_text = isinstance(value, str) and key not in NO_TEXT and value not in ANCHORS
        yield from [value] if is_text else []
        return
    for name, each in pairs:
        yield from _shown(each, name)


def _readme(report: Report, language: str) -> str:
    custody = begin(report, report.to_bytes(), language)
    with speaking.speaking(language):
        return _lines([readme(report, custody, with_pdf=True).decode("utf-8")])


OUTPUTS: dict[str, Text] = {
    "pdf": _pdf,
    "readme": _readme,
    "everything": _everything,
    "html": _page,
    "text": _rendered("text"),
    "markdown": _rendered("markdown"),
    "questions": _letter,
    "explained": _explained,
}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
def test_nothing_of_a_sample_stays_english(output: str, path: Path, language: str) -> None:
    report = Report(json.loads(path.read_text("utf-8")))
    assert _english(OUTPUTS[output](report, language), VendorData(report)) == []


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("make", MAKERS)
def test_nothing_that_a_report_adds_of_its_own_stays_english(output: str, make: Any, language: str) -> None:
    report = build(make())
    assert _english(OUTPUTS[output](report, language), VendorData(report, invented=True)) == []


@pytest.mark.parametrize("path", CHANGES, ids=lambda path: path.parent.name)
def test_nothing_of_a_comparison_stays_english(path: Path, language: str) -> None:
    change = json.loads(path.read_text("utf-8"))
    report = Report(json.loads(REPORTS[0].read_text("utf-8")) | {"change": change})
    page = _Page(language)
    page.feed(comparison.page(change, language).decode("utf-8"))
    for text in (_lines(page.texts), _lines([comparison.text(change, 1_000, language).decode("utf-8")])):
        assert _english(text, VendorData(report)) == []


def _english(text: str, vendor: VendorData) -> list[str]:
    found = (words for line in pseudo.outside(text).splitlines() for words in vendor.left_of(line))
    return sorted(set(found))


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_language_that_nobody_has_read_says_so(output: str, language: str) -> None:
    report = build(sample.found())
    assert "no native speaker has read" in OUTPUTS[output](report, language)
    assert "native speaker" not in OUTPUTS[output](report, ENGLISH)


def test_a_language_is_added_by_its_files(language: str) -> None:
    assert language in languages()
    page = _rendered("html")(build(sample.found()), language)
    assert f'<html lang="{language}"' in page
    assert re.search(r"«[^»]+»", page)


@pytest.mark.parametrize("name", ["json", "sarif", "junit", "cyclonedx", "csv"])
def test_formats_for_machines_stay_as_they_are(name: str, language: str) -> None:
    report = build(sample.found())
    assert _rendered(name)(report, language) == _rendered(name)(report, ENGLISH)
