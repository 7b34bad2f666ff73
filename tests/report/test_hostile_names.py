"""How names that want to break out are spelled in each format, and what a reader of the format makes of them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from html import unescape

import pytest
from defusedxml import ElementTree
from markdown_it import MarkdownIt

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.csv import cell
from scanner.report.markdown import LARGEST, MarkdownFormat, code
from scanner.report.registry import FORMATS
from tests.document import sample
from tests.report.shown import readable

NAMES = {
    "\x1b[31mred\x1b[0m": r"\x1b[31mred\x1b[0m",
    "a\n::error file=x::b": r"a\x0a::error file=x::b",
    "a\r\nb\tc": r"a\x0d\x0ab\x09c",
    "]]></failure><testcase/>": "]]></failure><testcase/>",
    "photo\u202egnp.exe": r"photo\u{202e}gnp.exe",
    "\udcff\ud800.so": r"\xff\u{d800}.so",
    "a|b\\|c": "a|b\\|c",
    "`tick``s`": "`tick``s`",
    "<img src=x onerror=alert(1)>&amp;": "<img src=x onerror=alert(1)>&amp;",
    "=cmd|'/C calc'!A0": "=cmd|'/C calc'!A0",
    "[x](http://evil.example) @team #1 www.evil.example": "[x](http://evil.example) @team #1 www.evil.example",
    "\x00nul\ufffe\u2028": r"\x00nul\u{fffe}\u{2028}",
    '","quote': '","quote',
}
"""Name as it comes → as every reader sees it."""


@cache
def _report(name: str) -> Report:
    result = sample.inconclusive()
    product = replace(result.findings[0].product, name=name, vendor=name)
    finding = replace(result.findings[0], product=product)
    return build(replace(result, name=name, findings=(finding,), problems=(name,)))


@cache
def _bytes(form: str, name: str) -> bytes:
    (chosen,) = [each for each in FORMATS if form == each.NAME]
    return chosen.render(_report(name))


@pytest.mark.parametrize("form", [form.NAME for form in FORMATS])
@pytest.mark.parametrize("name", NAMES)
def test_no_byte_acts_on_a_terminal_or_a_runner(form: str, name: str) -> None:
    text = readable(_bytes(form, name))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2028\ufffe\ud800-\udfff]", text)
    assert form == "json" or not re.search(r"^::", text, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_json_formats_have_the_visible_spelling(name: str) -> None:
    assert json.loads(_bytes("sarif", name))["runs"][0]["properties"]["facescreen:delivery"] == NAMES[name]
    assert json.loads(_bytes("cyclonedx", name))["metadata"]["component"]["name"] == NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_junit_has_it_in_the_attribute_and_no_element_more(name: str) -> None:
    suite = ElementTree.fromstring(_bytes("junit", name)).find("testsuite")
    assert suite.get("name") == NAMES[name]
    plain = ElementTree.fromstring(_bytes("junit", "plain"))
    assert sum(1 for _ in suite.iter()) == sum(1 for _ in plain.iter()) - 1


@pytest.mark.parametrize("name", NAMES)
def test_the_table_has_as_many_columns_in_every_row_and_computes_nothing(name: str) -> None:
    rows = list(csv.reader(io.StringIO(_bytes("csv", name).decode())))
    assert {len(row) for row in rows} == {len(rows[0])}
    products = {row[rows[0].index("product")] for row in rows if row[0] == "evidence"}
    assert {value.removeprefix("'") for value in products} == {NAMES[name]}
    assert not [each for row in rows for each in row if each.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(1)", " =1", "\uff1d1", "\t=1"])
def test_formulas_become_text(value: str) -> None:
    assert str(cell(value)).startswith(("'", "\\x09"))


def test_numbers_and_ordinary_texts_stay_as_they_are() -> None:
    assert [cell(value) for value in (7, "usr/lib/a=b.so", None)] == [7, "usr/lib/a=b.so", ""]


@pytest.mark.parametrize("name", NAMES)
def test_markdown_shows_it_as_code_and_nothing_else(name: str) -> None:
    renderer = MarkdownIt("commonmark").enable("table")
    page = renderer.render(_bytes("markdown", name).decode())
    plain = renderer.render(_bytes("markdown", "plain").decode())
    assert [unescape(text) for text in re.findall(r"<h2>.*?<code>(.*?)</code></h2>", page)] == [NAMES[name]]
    assert re.findall("<[^>]*>", page) == re.findall("<[^>]*>", plain)


@pytest.mark.parametrize("text", ["a`", "`", "``a", " ", "", "a" * 5000])
def test_a_code_span_is_one_code_span(text: str) -> None:
    html = MarkdownIt("commonmark").render(f"x {code(text)} y")
    assert html.count("<code>") == html.count("</code>") == 1
    assert html.endswith("y</p>\n")


def test_the_job_summary_is_small_enough_to_be_shown() -> None:
    long = sample.crowded(1_600)
    wide = tuple(replace(f, product=replace(f.product, name="名" * 400)) for f in long.findings)
    content = MarkdownFormat().render(build(replace(long, findings=wide, problems=("名" * 4000,) * 300)))
    assert 400_000 < len(content) < LARGEST


@pytest.mark.parametrize("value", ["7.3.11", "2026-11-25", "1:N <?>", "a;9:00", "?q", ":memory:"])
def test_what_is_no_formula_stays_as_it_is(value: str) -> None:
    """``+-@`` in brackets once meant all characters from plus to at: dates and versions began with an apostrophe."""
    assert cell(value) == value
