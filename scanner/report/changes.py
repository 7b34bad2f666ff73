"""What an update changes, as a reader is shown it: laws have their names, where the change document has ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.document.report import Report

Change = dict[str, Any]


def change_of(report: Report) -> Change | None:
    """What ``report`` changes against the version in use; None where there was none."""
    change = report.screening.get("change")
    return named(change, report) if change else None


def named(change: Mapping[str, Any], report: Report) -> Change:
    """``change`` with ``law`` in each of its clauses: the law's name, as ``report``, the update's, has it."""
    laws = (verdict["policy"] for verdict in report.screening["verdicts"])
    names = {law["id"]: law["title"] for law in laws}
    rows = [{**row, "law": names.get(row["policy"], row["policy"])} for row in change.get("clauses", ())]
    return {**change, "clauses": rows}
