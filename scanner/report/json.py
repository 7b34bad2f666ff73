"""The report document itself."""

from __future__ import annotations

from typing import ClassVar

from scanner.document.report import Report


class JsonFormat:
    """``report.json``: everything, in the shape of the versioned schema."""

    NAME: ClassVar[str] = "json"
    SUFFIX: ClassVar[str] = ".json"

    def render(self, report: Report) -> bytes:
        """The document as UTF-8 JSON."""
        return report.to_bytes()
