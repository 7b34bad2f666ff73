"""The page says in plain words where evidence was seen: "symbol, invoked" by itself tells an officer nothing."""

from __future__ import annotations

from scanner.document.build import build
from scanner.report.html import HtmlFormat
from scanner.report.words import table
from scanner.types import Place
from tests.document import sample


def test_every_place_has_plain_words() -> None:
    assert set(table("place")) == {place.value for place in Place}


def test_the_page_shows_them() -> None:
    page = HtmlFormat().render(build(sample.found())).decode("utf-8")
    assert all(meaning in page for meaning in table("place").values())
