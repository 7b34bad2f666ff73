"""Whether texts under a repeating XOR key are found, and only those: ``python -m benchmarks.hidden``.

``recall`` hides the data section of real libraries that hold texts of the pack under random keys of every length, in
five ways; ``silence`` looks into the programs of this machine and of the silence lists, in which nobody hides a text;
``cost`` measures what the search takes of screening real deliveries. Without a word all three.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.hidden_cost import cost
from benchmarks.hidden_recall import FOUND, recall
from benchmarks.hidden_silence import FEWEST, programs, silence
from benchmarks.results import keep

DEAREST = 0.10
"""Part by which a screening may take longer."""


def main(asked: Sequence[str] = ()) -> int:
    """Run the parts ``asked`` for; fails where a target is missed."""
    return max(check(keep_and(name, measure)) for name, measure, check in PARTS if not asked or name in asked)


def keep_and(name: str, measure: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rows of one part, kept for the page."""
    rows = measure()
    keep(f"hidden-{name}", rows)
    return rows


def _recall_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print(f"{row['length']:2} bytes: " + ", ".join(f"{way} {row[way][0]} of {row[way][1]}" for way in FOUND))
    return int(any(row[way][0] < row[way][1] for row in rows for way in FOUND))


def _silence_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print(f"{row['group']}: {row['files']}, {row['looked_at'] / row['cpu'] / 1e6:.0f} MB/s, {row['hits']}")
    return int(any(row["hits"] for row in rows) or programs(rows) < FEWEST)


def _cost_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print(f"{row['delivery']}: {row['search']:.2f} s beside {row['else']:.2f} s CPU")
    return int(sum(row["search"] for row in rows) > DEAREST * sum(row["else"] for row in rows))


PARTS: tuple[tuple[str, Callable[[], list[dict[str, Any]]], Callable[[list[dict[str, Any]]], int]], ...] = (
    ("recall", recall, _recall_met),
    ("silence", silence, _silence_met),
    ("cost", cost, _cost_met),
)
"""(name of the part, measurement, whether its target is missed)."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
