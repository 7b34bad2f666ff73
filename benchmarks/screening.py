"""Screen something with the command line, as a user would, and read the report."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measuring import Cost, run
from benchmarks.places import WORK
from scanner.document.report import Report

REPORTS = WORK / "reports"


def screened(target: Path, name: str, *options: str | Path, memory: bool = False) -> tuple[Report | None, Cost]:
    """The report on ``target``, kept as ``name``.json; None where none was written. Earlier results are not used."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    document = REPORTS / f"{name}.json"
    document.unlink(missing_ok=True)
    fixed = ("-q", "-f", f"json={document}", *(() if "--cache-dir" in options else ("--no-cache",)))
    cost = run((sys.executable, "-m", "scanner", "screen", target, *fixed, *options), memory=memory)
    return (Report.read(document, 4 << 30) if document.exists() else None), cost


def must_screen(target: Path, name: str, *options: str | Path) -> tuple[Report, Cost]:
    """Like :func:`screened`, and the script ends where no report was written."""
    report, cost = screened(target, name, *options)
    if report is None:
        raise SystemExit(f"{name}: the screening ended with {cost.code} and wrote no report")
    return report, cost


def must_unpack(target: Path) -> float:
    """CPU seconds of unpacking ``target`` alone; the script ends where that failed."""
    cost = run((sys.executable, "-m", "benchmarks.unpack_only", target))
    if cost.code:
        raise SystemExit(f"{target}: unpacking ended with {cost.code}")
    return cost.cpu
