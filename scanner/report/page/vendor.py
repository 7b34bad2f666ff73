"""What a screening cannot say, beside the questions to the vendor."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.words import table


def section(report: Report) -> dict[str, Any]:
    """The sentences on what a screening cannot say; the questions stand in the document."""
    return {"cannot_say": table("limits_of_a_screening")}
