"""Whether packed programs are told, and come out as they were: ``python -m benchmarks.packed``.

``recall`` packs real programs with Debian 13's UPX by every method and tampers with them; ``silence`` looks at
ordinary programs, none of which may be called packed. Without a word both. Fails where a target is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.packed_recall import recall, summed
from benchmarks.packed_silence import FEWEST, programs, silence
from benchmarks.results import keep


def main(asked: Sequence[str] = ()) -> int:
    """Run the parts ``asked`` for."""
    return max(check(_kept(name, measure)) for name, measure, check in PARTS if not asked or name in asked)


def _kept(name: str, measure: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    rows = measure()
    keep(f"packed-{name}", rows)
    return rows


def _recall_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print({name: value for name, value in row.items() if name != "not"}, row["not"][:6])
    total = dict(summed(rows))
    return int(any(row["recognised"] < row["files"] for row in rows) or total["texts"] < total["files"])


def _silence_met(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        print(f"{row['group']}: {row['files']}, {row['bytes'] / max(0.01, row['cpu']) / 1e6:.0f} MB/s, {row['hits']}")
    return int(any(row["hits"] for row in rows) or programs(rows) < FEWEST)


PARTS: tuple[tuple[str, Callable[[], list[dict[str, Any]]], Callable[[list[dict[str, Any]]], int]], ...] = (
    ("recall", recall, _recall_met),
    ("silence", silence, _silence_met),
)
"""(name of the part, measurement, whether its target is missed)."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
