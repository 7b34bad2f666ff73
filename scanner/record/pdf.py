"""The record as PDF, where the program that sets it is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from scanner.document.report import Report
from scanner.record.custody import Custody


def can_set() -> bool:
    """Whether a PDF can be made here."""
    try:
        return find_spec("typst") is not None and find_spec("scanner.report.pdf.format") is not None
    except ModuleNotFoundError:
        return False


def record_pdf(report: Report, custody: Custody) -> bytes | None:
    """The PDF with the log of custody in it; None where typst is not installed."""
    if not can_set():
        return None
    room = import_module("scanner.report.pdf.format")
    return bytes(room.record_pdf(report, custody.rows(), custody.language))
