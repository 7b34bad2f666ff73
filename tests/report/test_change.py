"""What an update changes stands in every format."""

from __future__ import annotations

import html

import pytest

from scanner.compare.change import compare, with_change
from scanner.compare.lines import change_lines
from scanner.document.validate import parse
from scanner.report.registry import FORMATS
from tests.compare.reports import finding, report, setting
from tests.document.sample import EVIL
from tests.report.shown import readable

FILES = {"usr/bin/ipcamd": "program", "etc/face.conf": "x" * 9000}
OLD = report(FILES, [setting("face/enable = false", "available")], pack="last year")
NEW = report(
    {**FILES, "usr/bin/ipcamd": "with faces", "etc/face.conf": b"\1" * 9000},
    [finding()],
    unread={"etc/face.conf": ("encrypted", 9000)},
)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.NAME)
def test_every_format_shows_the_headline(form):
    shown = html.unescape(readable(form.render(with_change(NEW, OLD))))
    assert "face identification" in shown.replace("\\", "")
    assert "can no longer be read" in " ".join(shown.split()).replace("\\", "")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.NAME)
def test_no_format_speaks_of_a_change_where_there_is_none(form):
    assert "deployed version" not in readable(form.render(NEW))


def test_the_page_shows_caveats_and_the_setting():
    (page,) = [form for form in FORMATS if form.NAME == "html"]
    shown = html.unescape(page.render(with_change(NEW, OLD)).decode())
    for line in change_lines(with_change(NEW, OLD).screening["change"]):
        assert line in shown


def test_names_that_would_break_out_are_harmless_in_every_format():
    from scanner.document.canonical import clean
    from scanner.document.report import Report

    path = f"update.bin!/{EVIL}"
    evil = finding(path=path)
    evil["product"]["name"] = EVIL
    changed = with_change(Report(clean(report({EVIL: "a"}, [evil]).document)), OLD)
    parse(changed.to_json().encode())
    for form in FORMATS:
        shown = readable(form.render(changed))
        assert "\x1b" not in shown and "\u202e" not in shown
        if form.NAME == "html":
            assert "<script>" not in shown


def test_a_change_that_stands_there_already_is_replaced():
    twice = with_change(with_change(NEW, OLD), NEW)
    assert twice.screening["change"] == compare(NEW, NEW, own_digest=False)


def test_the_page_of_a_comparison_is_whole_and_lets_nothing_out():
    from scanner.report.comparison import page

    evil = finding()
    evil["product"]["name"] = "<script>alert(1)</script>"
    shown = page(compare(OLD, report(FILES, [evil]))).decode()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "default-src 'none'" in shown
    for line in change_lines(compare(OLD, NEW)):
        assert line in html.unescape(page(compare(OLD, NEW)).decode())
