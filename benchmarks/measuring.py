"""CPU time, wall time and peak memory of a command with everything it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command cost. Times are seconds, memory is bytes."""

    cpu: float
    wall: float
    memory: int
    """Highest sum over the process tree of proportional set size (shared pages counted once in all)."""
    code: int


def run(command: Sequence[str | Path], *, memory: bool = False) -> Cost:
    """Run ``command`` with its output thrown away. ``memory`` watches the process tree, at a little cost of its own."""
    words = [str(part) for part in command]
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    peaks = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, done, peaks), daemon=True)
    if memory:
        watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    if memory:
        watcher.join()
    return Cost(usage.ru_utime + usage.ru_stime, wall, peaks[0], process.returncode)


def _watch(root: int, done: threading.Event, peaks: list[int]) -> None:
    while not done.wait(_PAUSE):
        peaks[0] = max(peaks[0], sum(_proportional(pid) for pid in _tree(root)))


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                waiting += [int(word) for word in task.read_text().split()]
            except OSError:  # the task ended meanwhile
                continue
    return found


def _proportional(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # the process ended meanwhile
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
