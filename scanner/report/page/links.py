"""Which file uses which, and links that were recorded and not followed."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.page.limits import MOST_ROWS


def section(report: Report) -> dict[str, Any]:
    """The first rows of both tables; the templates count the rest."""
    screening = report.screening
    return {"edges": screening["edges"][:MOST_ROWS], "links": screening["links"][:MOST_ROWS]}
