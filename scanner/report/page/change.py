"""What this update changes, where the screening was against a deployed version."""

from __future__ import annotations

from typing import Any

from scanner.compare.lines import details
from scanner.document.report import Report
from scanner.report.changes import change_of
from scanner.report.page.limits import MOST_CHANGES


def section(report: Report) -> dict[str, Any]:
    """The change document and its lines; None and no line without a deployed version."""
    change = change_of(report)
    return {"change": change, "changes": list(details(change, MOST_CHANGES)) if change else []}
