"""The words that a reader may not know."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.words import table


def section(_report: Report) -> dict[str, Any]:
    """Terms with their meaning, by the alphabet of the spoken language."""
    return {"glossary": sorted(table("glossary").items(), key=lambda item: str(item[0]).casefold())}
