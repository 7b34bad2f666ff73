"""What every format owes its reader: the verdict, every finding, every unread region, and no harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.interface import Format
from scanner.report.registry import FORMATS
from scanner.report.words import table
from scanner.text import plural, size_text
from tests.document import sample
from tests.report.rendered import rendered
from tests.report.rendered import report as _report
from tests.report.shown import readable

SAMPLES = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)
MAKERS = (*SAMPLES, sample.crowded)
NEVER_SAID = re.compile(r"\b(clean|contains? none|is clear|all clear|safe to)\b", re.IGNORECASE)


class _Text(HTMLParser):
    """The text of a page and every tag in it."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text.append(data)


@cache
def _page(make: Callable[[], Result]) -> _Text:
    parser = _Text()
    parser.feed(_rendered("html", make))
    return parser


def _rendered(name: str, make: Callable[[], Result]) -> str:
    return readable(rendered(name, make))


@cache
def _shown(name: str, make: Callable[[], Result]) -> str:
    """What a reader sees: text without tags, white space as single spaces."""
    text = "".join(_page(make).text) if name == "html" else _rendered(name, make)
    return re.sub(r"\s+", " ", text)


NAMES = [form.NAME for form in FORMATS]


def test_the_registry_has_no_name_twice() -> None:
    assert len(set(NAMES)) == len(NAMES) == len({form.SUFFIX for form in FORMATS})
    assert all(form.SUFFIX.startswith(".") for form in FORMATS)


@pytest.mark.parametrize("form", FORMATS, ids=NAMES)
@pytest.mark.parametrize("make", SAMPLES)
def test_the_same_result_gives_the_same_bytes(form: Format, make: Callable[[], Result]) -> None:
    assert form.render(build(make())) == form.render(_report(make))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", MAKERS)
def test_the_verdict_is_shown(name: str, make: Callable[[], Result]) -> None:
    verdict = _report(make).verdict.value
    word = verdict if name == "json" else table("verdict")[verdict]["word"]
    assert word.lower() in _shown(name, make).lower()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", SAMPLES)
def test_every_finding_is_shown(name: str, make: Callable[[], Result]) -> None:
    shown = _shown(name, make)
    for finding in _report(make).findings:
        if name == "text":  # it has the officer's words for both
            assert table("name")[finding["capability"]] in shown
            assert table("how_far")[finding["state"]] in shown
            continue
        assert finding["capability"] in shown.lower()
        assert finding["state"] in shown
        if name == "html":
            assert finding["id"] in shown
            for fact in finding["evidence"]:
                assert all(place["path"] in shown for place in fact["places"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [sample.found, sample.inconclusive, sample.review, sample.nothing_found])
def test_every_unread_region_is_shown(name: str, make: Callable[[], Result]) -> None:
    shown = _shown(name, make)
    regions = _report(make).screening["ledger"]["regions"]
    if name == "text":  # the largest; the others are counted, and where it does not fit the middle of a path gives way
        assert f"{size_text(regions[0]['length'])} {table('bytes_short')[regions[0]['state']]}: " in shown
        assert regions[0]["path"][-30:] in shown
        assert len(regions) == 1 or f"and {plural(len(regions) - 1, 'more region')} in report.json" in shown
        return
    for region in regions:
        assert region["path"] in shown
        assert region["state"] in shown
        assert region["resolve"] in shown
        assert region["reason"] in shown


def test_the_page_has_all_of_thousands_of_findings() -> None:
    shown = set(re.findall(r"<code>([0-9a-f]{16})</code>", _rendered("html", sample.crowded)))
    assert len(_report(sample.crowded).findings) == 5_200
    assert {finding["id"] for finding in _report(sample.crowded).findings} <= shown


@pytest.mark.parametrize("name", ["html", "text"])
def test_what_is_cut_is_counted_and_the_whole_report_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.report.page.coverage.MOST_REGIONS", 200)
    (form,) = [form for form in FORMATS if name == form.NAME]
    report = _report(sample.crowded)
    shown = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", readable(form.render(report))))
    assert len(report.screening["ledger"]["regions"]) == 5_461
    assert ("5,261 more regions" if name == "html" else "5,460 more regions") in shown
    assert report.digest in shown
    if name == "text":
        left = re.search(r"and ([\d,]+) findings of 39 more products in report.json", shown)
        assert left is not None
        assert int(left[1].replace(",", "")) == 5_070


def test_left_out_observations_are_counted() -> None:
    assert "12 more observations of this finding were counted and not kept" in _shown("html", sample.found)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_texts_do_no_harm(name: str) -> None:
    rendered = _rendered(name, sample.hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", rendered)
    if name != "json":
        assert not re.search(r"^::", rendered, re.MULTILINE)
    if name == "html":
        assert "{{7*7}}" in _shown(name, sample.hostile)  # shown as it is, not computed
        assert "<script>" in _shown(name, sample.hostile)
        known = {tag for make in SAMPLES for tag, _ in _page(make).tags}
        assert {tag for tag, _ in _page(sample.hostile).tags} <= known


@pytest.mark.parametrize("name", ["html", "text"])
@pytest.mark.parametrize("make", SAMPLES)
def test_no_format_promises_more_than_was_seen(name: str, make: Callable[[], Result]) -> None:
    assert not NEVER_SAID.search(_shown(name, make))


def test_a_clause_of_an_inconclusive_law_is_open_and_never_unreached() -> None:
    shown = _shown("html", sample.inconclusive)
    assert "Not touched by what was seen" not in shown
    assert shown.count("▲ Could not be checked") >= 5


def test_unverified_clauses_are_marked() -> None:
    assert "not checked against the text" in _shown("html", sample.found)
    assert "from a secondary source, not from the text" in _shown("html", sample.found)


def test_a_note_does_not_borrow_the_outcome_of_its_clause() -> None:
    report: dict[str, Any] = build(sample.found()).document
    clauses = report["screening"]["verdicts"][0]["clauses"]
    clauses[0]["findings"] = [finding["id"] for finding in report["screening"]["findings"]]
    (form,) = [form for form in FORMATS if form.NAME == "html"]
    page = form.render(Report(report)).decode("utf-8")
    groups = "".join(re.findall(r'<span class="under">.*?</summary>', page, re.DOTALL))
    assert groups.count('class="law o-violation_indicator"') == 2
    assert groups.count('class="law o-note"') == 3
