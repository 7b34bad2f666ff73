"""Speed of a screening against unpacking and scanning with the plain tools: ``python -m benchmarks.speed``.

Everything is measured in one run on one machine and printed as ratios; the targets are those of docs/accuracy.md.
The program is measured with its bytecode at hand, as pip leaves it: a checkout in which Python may not write compiles
every module at every start (0.25 s of CPU time).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.deliveries import DELIVERIES_OF_REAL_SOFTWARE
from benchmarks.measuring import Cost, run
from scanner.catalogue.load import load
from scanner.catalogue.patterns import shared, yara_source

ROUNDS = 3
START_UP, FIXED, RATIO, MEMORY = 0.25, 0.6, 2.0, 600_000_000
"""Targets: seconds of ``--version``; CPU seconds ≤ RATIO × plain tools + FIXED; bytes of the whole process tree."""
PROGRAM = (sys.executable, "-m", "scanner")


def main() -> int:
    """Measure, print, and fail when a target is missed."""
    image = DELIVERIES_OF_REAL_SOFTWARE[0].made()
    with tempfile.TemporaryDirectory(prefix="facescreen-speed-") as folder:
        work = Path(folder)
        rules, payload = write_rules(work / "rules.yar"), work / "rootfs.squashfs"
        payload.write_bytes(image.read_bytes()[64:])
        screening = (
            *PROGRAM,
            "screen",
            "--no-cache",
            image,
            "-f",
            f"json={work / 'report.json'}",
            "--fail-on",
            "never",
        )
        best_screen, best_unpack, best_scan = (Cost(1e9, 1e9, 0, 0) for _ in range(3))
        _with_bytecode(work / "bytecode", screening)
        unpacking = ("unsquashfs", "-q", "-n", "-f", "-d", work / "tree", payload)
        for _ in range(ROUNDS):
            best_unpack = _better(best_unpack, lambda: run(unpacking))
            size = sum(path.lstat().st_size for path in (work / "tree").rglob("*") if path.is_file())
            best_scan = _better(best_scan, lambda: run(("yara", "-r", "-w", rules, work / "tree")))
            shutil.rmtree(work / "tree")
            best_screen = _better(best_screen, lambda: run(screening))
        memory = run(screening, memory=True).memory
        start = min(run((*PROGRAM, "--version")).wall for _ in range(2 * ROUNDS))
    return _report(image.stat().st_size, size, (best_screen, best_unpack, best_scan), memory, start)


def write_rules(target: Path) -> Path:
    """The signature pack's byte facts, and its hand-written rules, as one file for the ``yara`` program."""
    pack = load()
    found = shared(fact for signature in pack.signatures for fact in signature.facts)
    parts = [yara_source({f"$p{number}": pattern for number, pattern in enumerate(found)})]
    target.write_text("\n".join([*parts, *(source for _, source in pack.rules)]), encoding="utf-8")
    return target


def _with_bytecode(folder: Path, command: Sequence[str | Path]) -> None:
    """Run ``command`` once, and keep in ``folder`` for all later runs what Python compiles for it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
    run(command)


def _better(best: Cost, measure: Callable[[], Cost]) -> Cost:
    cost = measure()
    if cost.code:
        raise SystemExit(f"a measured program ended with {cost.code}")
    return min(best, cost, key=lambda one: one.cpu)


def _report(image: int, size: int, costs: Sequence[Cost], memory: int, start: float) -> int:
    screen, unpack, scan = costs
    plain, plain_wall = unpack.cpu + scan.cpu, unpack.wall + scan.wall
    allowed = RATIO * plain + FIXED
    print(f"root file system: {size / 1e6:.1f} MB in an image of {image / 1e6:.1f} MB; best of {ROUNDS} by CPU time")
    print(f"  unsquashfs       {unpack.cpu:6.2f} s CPU {unpack.wall:6.2f} s wall")
    print(f"  yara -r          {scan.cpu:6.2f} s CPU {scan.wall:6.2f} s wall")
    print(f"  facescreen       {screen.cpu:6.2f} s CPU {screen.wall:6.2f} s wall")
    results = (
        ("CPU", screen.cpu, allowed, f"{screen.cpu / plain:.2f} x plain tools; allowed {RATIO} x + {FIXED} s"),
        ("wall", screen.wall, RATIO * plain_wall + FIXED, f"{screen.wall / plain_wall:.2f} x plain tools"),
        ("memory", memory / 1e6, MEMORY / 1e6, "MB, proportional set size of the process tree"),
        ("--version", start, START_UP, "s wall, best of several"),
    )
    for name, got, limit, note in results:
        print(f"{name:10} {got:8.2f} of {limit:8.2f}  {'ok    ' if got <= limit else 'MISSED'}  {note}")
    return int(any(got > limit for _, got, limit, _ in results))


if __name__ == "__main__":
    sys.exit(main())
