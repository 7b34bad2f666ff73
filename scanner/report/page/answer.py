"""Page one: the verdict in a sentence, and three numbers."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.facts import STOPPED
from scanner.report.sentences import numbers, percent, verdict_sentence
from scanner.report.words import word


def section(report: Report) -> dict[str, Any]:
    """What the head of the page and its first section name."""
    return {
        "stopped": STOPPED,
        "verdict": word("verdict", report.verdict.value),
        "sentence": verdict_sentence(report),
        "numbers": numbers(report),
        "percent": percent(report),
    }
