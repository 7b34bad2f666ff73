"""The plain text summary: 80 columns, no colour, fits a terminal of 24 lines for ordinary deliveries."""

from __future__ import annotations

from typing import ClassVar

from scanner.document.report import Report
from scanner.report.languages.speaking import ENGLISH, speaking
from scanner.report.lines import lines


class TextFormat:
    """A summary for people. Shows the first findings and unread regions and says how many more there are."""

    NAME: ClassVar[str] = "text"
    SUFFIX: ClassVar[str] = ".txt"

    def __init__(self, language: str = ENGLISH) -> None:
        self._language = language

    def render(self, report: Report) -> bytes:
        """The summary as UTF-8 text."""
        with speaking(self._language):
            return "".join(f"{line.text}\n" for line in lines(report)).encode("utf-8")
