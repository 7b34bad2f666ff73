"""What a report format is: bytes made from the report document and nothing else."""

from __future__ import annotations

from typing import ClassVar, Protocol

from scanner.document.report import Report


class Format(Protocol):
    """One way to write a report down. The same report gives the same bytes.

    Every format shows the verdict, every finding and every unread region; one that has a cap says how many it left out
    and names the digest of ``report.json``, which has all of them.
    """

    NAME: ClassVar[str]
    """As ``-f`` takes it."""
    SUFFIX: ClassVar[str]
    """Of the file it is written to, with the dot."""

    def render(self, report: Report) -> bytes:
        """``report`` in this format."""
