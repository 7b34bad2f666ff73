"""The whole page: what all sections name, and the sections in the order in which they stand."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.page import answer, change, coverage, exemptions, findings, glossary, law, links, method

SECTIONS = (answer, change, findings, links, coverage, law, exemptions, method, glossary)
"""Each has ``section(report) -> dict``; no two of them give the same name."""


def page(report: Report) -> dict[str, Any]:
    """Everything that ``report.html.j2`` and the templates it includes name."""
    values: dict[str, Any] = {"report": report, "screening": report.screening, "run": report.run}
    for each in SECTIONS:
        values |= each.section(report)
    return values
