"""The report: the one product of a screening, from which every output is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from scanner.document.canonical import digest
from scanner.document.exit_codes import exit_code
from scanner.document.pretty import pieces, pretty
from scanner.document.validate import LARGEST, load, parse
from scanner.types import Verdict

SCHEMA = "facescreen-report/1"


@dataclass(frozen=True, repr=False)
class Report:
    """A report document with two parts: ``screening`` (the same in every run) and ``run`` (clock, host, paths).

    ``document`` has the shape of ``schema/report-1.schema.json``; treat it as read-only.
    """

    document: dict[str, Any]

    def __repr__(self) -> str:
        """Short: a test that fails prints it, and the document may have many megabytes."""
        return f"<Report of {self.name!r}: {self.verdict.value}, {self.coverage:.2f} % read>"

    @property
    def screening(self) -> dict[str, Any]:
        """What was screened and what came of it: no clock, no host."""
        return dict(self.document["screening"])

    @property
    def run(self) -> dict[str, Any]:
        """What is true of this run only."""
        return dict(self.document["run"])

    @property
    def name(self) -> str:
        """The name of the delivery."""
        return str(self.document["screening"]["delivery"]["name"])

    @property
    def verdict(self) -> Verdict:
        """The worst verdict over all policies."""
        return Verdict(self.document["screening"]["verdict"])

    @property
    def exit_code(self) -> int:
        """0 nothing found or below the threshold that was asked for, 1 found, 3 inconclusive, 4 review."""
        return exit_code(self.verdict, self.document["screening"]["fail_on"])

    @property
    def findings(self) -> Sequence[dict[str, Any]]:
        """All findings, recognition and the highest states first."""
        return tuple(self.document["screening"]["findings"])

    @property
    def coverage(self) -> float:
        """Share of the leaf bytes that was read, 0 to 100, rounded down to two digits."""
        return float(self.document["screening"]["ledger"]["percent"])

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of ``screening``: the name of this report."""
        return digest(self.document["screening"])

    def to_json(self) -> str:
        """The whole document as JSON text, one node, finding or question a line."""
        return pretty(self.document) + "\n"

    def to_bytes(self) -> bytes:
        """:meth:`to_json` as UTF-8, in half the memory."""
        return b"".join(chain((piece.encode("utf-8") for piece in pieces(self.document)), (b"\n",)))

    @classmethod
    def read(cls, path: str | Path, limit: int = LARGEST) -> Report:
        """The report in the file ``path`` of at most ``limit`` bytes.

        :raises UsageError: when the file cannot be read or is no report of this version.
        """
        return cls(load(Path(path), limit))

    @classmethod
    def parse(cls, data: bytes) -> Report:
        """The report in ``data``.

        :raises UsageError: when it is no report of this version.
        """
        return cls(parse(data))
