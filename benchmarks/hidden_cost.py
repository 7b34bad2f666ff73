"""What a screening of real deliveries costs with and without the search for hidden texts."""

from __future__ import annotations

import sys
from typing import Any

from benchmarks.deliveries import DELIVERIES_OF_REAL_SOFTWARE
from benchmarks.measuring import run

ROUNDS = 3
_PROGRAM = """
import sys
from scanner import examine
from scanner.cli.main import main
from scanner.detect import registry
if sys.argv[1] == "without":
    kept = tuple(one for one in registry.DETECTORS if one.NAME != "hidden")
    registry.DETECTORS = examine.DETECTORS = kept
sys.argv[1:] = ["screen", "--no-cache", sys.argv[2], "--fail-on", "never"]
main()
"""


def cost() -> list[dict[str, Any]]:
    """One row for each delivery: CPU seconds without and with, the better of some rounds that take turns."""
    rows = []
    for delivery in DELIVERIES_OF_REAL_SOFTWARE:
        best = {"without": 1e9, "with": 1e9}
        for _ in range(ROUNDS):
            for way in ("without", "with"):
                done = run((sys.executable, "-c", _PROGRAM, way, delivery.made()))
                if done.code:
                    raise SystemExit(f"the screening of {delivery.name} ended with {done.code}")
                best[way] = min(best[way], done.cpu)
        rows.append({"delivery": delivery.what, "size": _size(delivery.made()), **best})
        print(rows[-1], flush=True)
    return rows


def _size(path: Any) -> int:
    return sum(one.stat().st_size for one in path.rglob("*")) if path.is_dir() else int(path.stat().st_size)
