"""What an update changes as one web page of its own: no script, no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.compare.lines import details
from scanner.report.html import environment, style_hash, style_sheet
from scanner.report.languages.speaking import ENGLISH, speaking, spoken
from scanner.report.page.limits import MOST_CHANGES


def page(change: Mapping[str, Any], language: str = ENGLISH) -> bytes:
    """The change document ``change`` as UTF-8 HTML. Long lists are cut visibly; the JSON has all of them."""
    style = style_sheet()
    shown = {"change": change, "changes": list(details(change, MOST_CHANGES))}
    template = environment().get_template("comparison.html.j2")
    with speaking(language):
        return template.render(**shown, style=style, style_hash=style_hash(style), lang=spoken()).encode("utf-8")
