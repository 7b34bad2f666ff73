"""Screen damaged containers by the thousand: ``python -m benchmarks.mutations [--count 10000] [--first 0]``.

Seeds are the readers' own test cases and images of a tiny file system; each mutant can be made again from its number.
Mutants are screened as folders of some hundred. No run may end without a report, no worker die or hang, no reader
break, and every ledger must sum up.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.images.catalogue import tiny
from benchmarks.places import WORK
from benchmarks.results import keep
from benchmarks.screening import screened
from tests.unpack.cases import CASES
from tests.unpack.mutate import mutant

BATCH = 250
NODE_SECONDS = 30
"""A mutant that takes longer counts as a hang."""
LARGEST_SEED = 400_000
_MARKS = {
    "broke": " broke: ", "worker died": "worker that read it died", "hang": "took longer than",
    "not reported": "did not report on it",
}  # fmt: skip
"""What must not happen → how the ledger says it."""
_FOLDER = WORK / "mutants"
_KEPT = WORK / "mutants-kept"


@dataclass(slots=True)
class Tally:
    """What happened so far; ``bad`` counts what must not."""

    mutants: int = 0
    nodes: int = 0
    states: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Make, screen and count; mutants that went wrong are kept for a closer look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    asked = parser.parse_args()
    counts = damaged(all_seeds(), range(asked.first, asked.first + asked.count))
    keep("mutations", [counts])
    return 1 if counts["bad"] else 0


def damaged(seeds: Sequence[bytes], numbers: range) -> dict[str, Any]:
    """Screen the mutants ``numbers`` of ``seeds`` and count what happened; ``bad`` is empty where all went well."""
    print(f"{len(seeds)} seeds of {sum(map(len, seeds)) / 1e6:.1f} MB", flush=True)
    tally, began = Tally(), time.monotonic()
    for start in range(numbers.start, numbers.stop, BATCH):
        _batch(seeds, range(start, min(start + BATCH, numbers.stop)), tally)
        print(f"{tally.mutants:6} mutants, {tally.nodes} nodes, {dict(tally.bad) or 'nothing wrong'}", flush=True)
    print(f"{tally.mutants} mutants in {time.monotonic() - began:.0f} s; leaf bytes: {dict(tally.states)}")
    print(f"wrong: {dict(tally.bad) or 'none'}")
    return {"mutants": tally.mutants, "seeds": len(seeds), "nodes": tally.nodes, "bad": dict(tally.bad)}


def all_seeds() -> list[bytes]:
    """Good inputs of every reader, and small images of every format that a builder makes."""
    shop = tiny()
    images = [shop.image(name) for name in shop.recipes if name not in {"7zsplit", "pyinstaller.bin"}]
    found = [case.good() for case in CASES]
    return found + [image.read_bytes() for image in images if image.stat().st_size <= LARGEST_SEED]


def _batch(seeds: Sequence[bytes], numbers: range, tally: Tally) -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    for number in numbers:
        (_FOLDER / f"{number:06d}.bin").write_bytes(mutant(seeds, number))
    report, cost = screened(_FOLDER, "mutants", "--max-node-seconds", str(NODE_SECONDS))
    tally.mutants += len(numbers)
    if report is None or cost.code not in {0, 1, 3, 4}:
        tally.bad[f"run ended with {cost.code} without a report"] += 1
        print(f"    batch from {numbers.start}: exit {cost.code}")
        return
    _count(report.screening, len(numbers), tally)


def _count(screening: dict[str, Any], wanted: int, tally: Tally) -> None:
    nodes, ledger = screening["nodes"], screening["ledger"]
    tally.nodes += len(nodes)
    tally.states.update(ledger["states"])
    if not ledger["balanced"]:
        tally.bad["ledger does not sum up"] += len(ledger["unbalanced"])
    if sum(node["parent"] is None for node in nodes) != wanted:
        tally.bad["mutants missing in the report"] += 1
    for region in ledger["regions"]:
        for what, mark in _MARKS.items():
            if mark in region["reason"]:
                tally.bad[what] += 1
                _keep(region["path"], f"{what}: {region['reader']}: {region['reason']}")


def _keep(path: str, said: str) -> None:
    _KEPT.mkdir(parents=True, exist_ok=True)
    name = Path(path.partition("!/")[0]).name
    source = _FOLDER / name
    if source.exists():
        shutil.copyfile(source, _KEPT / name)
    print(f"    {path}: {said}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
