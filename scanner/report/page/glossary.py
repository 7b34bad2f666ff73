"""The words that a reader may not know."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.languages.speaking import gettext
from scanner.report.words import table


def section(_report: Report) -> dict[str, Any]:
    """Terms with their meaning, by the alphabet of the spoken language."""
    told = [(gettext(term), meaning) for term, meaning in table("glossary").items()]
    return {"glossary": sorted(told, key=lambda item: item[0].casefold())}
