"""A place to screen an attack in: a work folder, a canary tree beside it, and eyes on both."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Cost
from benchmarks.places import WORK
from benchmarks.screening import screened
from scanner.document.report import Report

ARENA = WORK / "arena"
CANARY = ARENA / "canary"
DEEP = ARENA / "a" / "b" / "c" / "work"
"""The work folder lies deep enough for ``..`` to have somewhere to go."""
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Screened:
    """One screening. ``disk``: most bytes that the work folder took up at one time; ``left``: files it left there."""

    report: Report | None
    cost: Cost
    disk: int
    left: int
    escapes: tuple[str, ...]
    """Paths outside the work folder that were made, changed or removed."""


def screen(target: Path) -> Screened:
    """Screen ``target`` in a fresh arena."""
    _fresh()
    before = dict(_seen())
    with _watched(DEEP) as peak:
        report, cost = screened(target, f"hostile-{target.name}", "--work-dir", DEEP)
    after = dict(_seen())
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    left = sum(len(files) for _, _, files in os.walk(DEEP))
    return Screened(report, cost, peak[0], left, tuple(changed))


def _fresh() -> None:
    shutil.rmtree(ARENA, ignore_errors=True)
    DEEP.mkdir(parents=True)
    (CANARY / "etc").mkdir(parents=True)
    for name in ("file", "etc/passwd", "etc/shadow"):
        (CANARY / name).write_text(f"the {name} of the canary\n")
    (CANARY / "link").symlink_to("file")


def _seen() -> Iterator[tuple[str, tuple[int, ...] | str]]:
    """Everything in the arena but the work folder, and files that attacks are after elsewhere."""
    for folder, folders, files in os.walk(ARENA):
        if Path(folder) == DEEP:
            folders.clear()
            continue
        for name in (*folders, *files):
            path = Path(folder, name)
            if path != DEEP:
                yield str(path), _state(path)
    for place in (Path("/etc/passwd"), Path("/etc/shadow"), Path.home() / ".ssh"):
        yield str(place), _state(place) if place.exists() else ""


def _state(path: Path) -> tuple[int, ...] | str:
    found = path.lstat()
    if path.is_symlink():
        return f"link to {path.readlink()}"
    if path.is_dir():
        return (found.st_mode, len(list(path.iterdir())))
    return hashlib.sha256(path.read_bytes()).hexdigest() + f" {found.st_mode:o} {found.st_nlink}"


@contextmanager
def _watched(folder: Path) -> Iterator[list[int]]:
    """A list whose only item is the most disk space that ``folder`` took up so far."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(_PAUSE):
            peak[0] = max(peak[0], _usage(folder))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _usage(folder: Path) -> int:
    total = 0
    for place, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(place, name)).st_blocks * 512  # noqa: PTH118 - a million of them
            except OSError:  # it is gone already
                continue
    return total
