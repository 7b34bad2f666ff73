"""What the search for hidden texts takes of the screening of real deliveries.

Measured inside one run, so that whatever else the machine does falls on both: two runs of a busy machine differ by more
than the search takes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.deliveries import DELIVERIES_OF_REAL_SOFTWARE
from benchmarks.measuring import run

_PROGRAM = """
import mmap, os, struct, sys, time
from scanner.cli.main import main
from scanner.detect import registry
from scanner.detect.hidden import detector

SLOTS = 4096
spent = mmap.mmap(-1, 8 * SLOTS)
seen, warm = detector.Hidden.observe, registry._warm_hidden

def add(start):
    slot = 8 * (os.getpid() % SLOTS)
    before = struct.unpack_from("d", spent, slot)[0]
    struct.pack_into("d", spent, slot, before + time.process_time() - start)

def observe(self, subject):
    start = time.process_time()
    found = list(seen(self, subject))
    add(start)
    return found

def warmed():
    start = time.process_time()
    warm()
    add(start)

detector.Hidden.observe, registry._warm_hidden = observe, warmed
out = sys.argv[1]
sys.argv[1:] = ["screen", "--no-cache", sys.argv[2], "--fail-on", "never"]
try:
    main()
finally:
    with open(out, "w") as file:
        print(sum(struct.unpack(f"{SLOTS}d", spent)), file=file)
"""


def cost() -> list[dict[str, Any]]:
    """One row for each delivery: CPU seconds of the search, with loading numpy, and of all else."""
    rows = []
    for delivery in DELIVERIES_OF_REAL_SOFTWARE:
        with tempfile.TemporaryDirectory(prefix="facescreen-hidden-") as folder:
            out = Path(folder) / "spent"
            done = run((sys.executable, "-c", _PROGRAM, out, delivery.made()))
            if done.code:
                raise SystemExit(f"the screening of {delivery.name} ended with {done.code}")
            search = float(out.read_text())
        size = _size(delivery.made())
        rows.append({"delivery": delivery.what, "size": size, "search": search, "else": done.cpu - search})
        print(rows[-1], flush=True)
    return rows


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in path.rglob("*")) if path.is_dir() else path.stat().st_size
