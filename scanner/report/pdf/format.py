"""The record as PDF: a report format of its own, and the one that the record's folder asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from scanner.document.report import Report
from scanner.report.languages.speaking import ENGLISH, speaking

if TYPE_CHECKING:
    from scanner.report.pdf.sections.custody import Entry


class PdfFormat:
    """``report.pdf``: for the file of a purchase. Accessible (PDF/UA-1) and archival (PDF/A-2a)."""

    NAME: ClassVar[str] = "pdf"
    SUFFIX: ClassVar[str] = ".pdf"

    def __init__(self, language: str = ENGLISH) -> None:
        self._language = language

    def render(self, report: Report) -> bytes:
        """The record with an empty custody log. Long lists are cut visibly; ``report.json`` has all of them.

        :raises UsageError: where the package typst is not installed.
        """
        return record_pdf(report, (), self._language)


def record_pdf(report: Report, custody: Sequence[Entry], language: str = ENGLISH, sha256: str = "") -> bytes:
    """The record with the entries of a custody log. ``sha256`` is that of the file ``report.json`` where it is not the
    one that ``-f json`` writes. The same report and entries give the same bytes.

    :raises UsageError: where the package typst is not installed.
    """
    from scanner.report.pdf.data import whole
    from scanner.report.pdf.engine import typeset

    with speaking(language):
        return typeset(whole(report, custody, sha256), dated(report))


def dated(report: Report) -> datetime:
    """When the run ended; where the report does not say, the day of the screening."""
    try:
        moment = datetime.fromisoformat(report.run["finished"])
    except ValueError:
        moment = datetime.fromisoformat(report.screening["date"])
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
