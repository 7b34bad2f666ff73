"""The report as one self-contained web page: no script, no network, readable on paper and on a phone."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import ENGLISH, draft_notice, gettext, ngettext, speaking, spoken

if TYPE_CHECKING:
    from jinja2 import Environment

STYLES = ("report.css", "page_one.css", "findings.css", "sections.css", "charts.css", "screens.css")
"""Style sheets of the page, joined in this order into one."""


_PIECES = 4_096
"""Pieces of a page that are put together before they are encoded."""


class HtmlFormat:
    """``report.html``: for a procurement officer to read, for a reviewer to open up."""

    NAME: ClassVar[str] = "html"
    SUFFIX: ClassVar[str] = ".html"

    def __init__(self, language: str = ENGLISH) -> None:
        self._language = language

    def render(self, report: Report) -> bytes:
        """The page as UTF-8 HTML. Long lists are cut visibly; ``report.json`` has all of them."""
        from scanner.report.page import whole

        style = style_sheet()
        template = environment().get_template("report.html.j2")
        with speaking(self._language):
            values = whole.page(report) | {"style": style, "style_hash": style_hash(style), "lang": spoken()}
            pieces = template.stream(values)
            pieces.enable_buffering(_PIECES)
            # Piece by piece: as one text a page of 40 MB would stand in memory three times, with two bytes a character.
            page = BytesIO()
            pieces.dump(page, "utf-8")
        return page.getvalue()


@cache
def style_sheet() -> str:
    """All style sheets as one."""
    return "".join(map(read, STYLES))


def style_hash(style: str) -> str:
    """The Content-Security-Policy source that allows exactly this style sheet."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")


def read(name: str) -> str:
    """The template or style sheet ``name``."""
    return resources.files("scanner.report").joinpath("templates", name).read_text("utf-8")


@cache
def environment() -> Environment:
    """Jinja with every value escaped and every unknown name an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from scanner.report.page.filters import FILTERS

    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(read),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.filters["said"] = said
    environment.globals.update(draft_notice=draft_notice, _=gettext, gettext=gettext, ngettext=ngettext)
    return environment
