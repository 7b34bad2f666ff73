"""The record as PDF, where the program that sets it is installed."""

from __future__ import annotations

from importlib.util import find_spec

from scanner.document.report import Report
from scanner.record.custody import Custody


def can_set() -> bool:
    """Whether a PDF can be made here."""
    return find_spec("typst") is not None


def record_pdf(report: Report, custody: Custody) -> bytes | None:
    """The PDF with the log of custody in it; None where typst is not installed."""
    if not can_set():
        return None
    from scanner.report.pdf.format import record_pdf as render

    return render(report, custody.rows(), custody.language, custody.sha256)
