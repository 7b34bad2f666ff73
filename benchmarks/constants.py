"""Whether constants are found however they were compiled, and only there: ``python -m benchmarks.constants``.

``matrix`` compiles every way to write five points for 15 kinds of machine and looks for them; ``others`` writes them in
other languages; ``real`` looks into packages of which it is known what they hold; ``silence`` into all files of this
machine and of the silence lists, and into tables made by chance. Without a word all four.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.constants_compiled import matrix, others
from benchmarks.constants_real import real
from benchmarks.constants_silence import rate, silence
from benchmarks.results import keep

LEAST = 13
"""Of 15 targets, for every way to write the points that leaves data or instructions."""
RATE = 150.0
"""Megabytes a second on one core, for constants alone."""


def main(asked: Sequence[str] = ()) -> int:
    """Run the parts ``asked`` for; fails where a target is missed."""
    return max(check(keep_and(name, measure)) for name, measure, check in PARTS if not asked or name in asked)


def keep_and(name: str, measure: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rows of one part, kept for the page."""
    rows = measure()
    keep(f"constants-{name}", rows)
    return rows


def _matrix_met(rows: list[dict[str, Any]]) -> int:
    missed = [row for row in rows if row["counted"] and sum(map(bool, row["found"].values())) < LEAST]
    for row in rows:
        print(f"{row['idiom']:18} {sum(map(bool, row['found'].values()))} of {len(row['found'])}")
    return int(bool(missed))


def _others_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print(f"{row['form']:40} {row['found'] or 'NOT FOUND'}")
    return int(not all(row["found"] for row in rows))


def _real_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print(f"{row['package']} {row['platform']}: {', '.join(row['found'])}")
    return int(not all({*row["expected"]} <= {*row["found"]} for row in rows))


def _silence_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        speed = row["bytes"] / row["cpu"] / 1e6
        print(f"{row['group']}: {row['files']:,} files, {row['bytes'] / 1e6:,.0f} MB, {speed:.0f} MB/s, {row['hits']}")
    return int(any(hit for row in rows for hit in row["hits"] if not hit["true"]) or rate(rows) < RATE)


PARTS: tuple[tuple[str, Callable[[], list[dict[str, Any]]], Callable[[list[dict[str, Any]]], int]], ...] = (
    ("matrix", matrix, _matrix_met),
    ("others", others, _others_met),
    ("real", real, _real_met),
    ("silence", silence, _silence_met),
)
"""(name of the part, measurement, whether its target is missed)."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
