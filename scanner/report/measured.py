"""How often the program was right in its own tests, as far as it was measured: ``measured.json`` beside this file.

``python -m benchmarks.page`` writes it. The numbers are of this project's own test cases and say nothing of a delivery.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from scanner.report.words import word


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement."""

    name: str
    what: str
    """What was asked of the program, in the spoken language."""
    right: int
    of: int
    blind: bool
    """Whether nobody who made the program had seen these cases before this run."""
    date: str
    version: str
    command: str

    @property
    def wrong(self) -> str:
        """The share of wrong answers, for people: ``12 %``."""
        return f"{100 * (self.of - self.right) / self.of:.0f} %"


def measured() -> tuple[Measured, ...]:
    """All measurements, those on face recognition first."""
    return tuple(Measured(what=str(word("measured", row["name"])), **row) for row in _rows())


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = resources.files("scanner.report").joinpath("measured.json").read_text("utf-8")
    return tuple(json.loads(text)["rows"])
