"""What the system refuses for want of memory, files or disk is a limit with its option, not a bug."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from scanner.sandbox.exhaustion import exhausted
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Emit, Lost
from scanner.sandbox.pool import Pool

GIB = 1 << 30


def use_up(task: str, emit: Emit) -> None:
    what, _, place = task.partition(" ")
    if what == "files":
        kept = [os.open(os.devnull, os.O_RDONLY) for _ in range(1000)]
        emit(len(kept))
    if what == "memory":
        emit(len(bytes(8 * GIB)))
    if what == "size":
        Path(place).write_bytes(bytes(3 << 20))


@pytest.mark.parametrize(
    ("task", "option"),
    [("files", "--max-open-files"), ("memory", "--max-worker-memory"), ("size", "--max-node-bytes")],
)
def test_a_worker_that_uses_up_a_limit_of_the_system_loses_the_task_to_that_limit(
    tmp_path: Path, task: str, option: str
) -> None:
    found = []
    with Pool(use_up, 1, Fence(tmp_path, 2 * GIB, 1 << 20, open_files=64), 30.0) as pool:
        pool.submit(f"{task} {tmp_path}/big", 1)
        while pool.busy:
            found += pool.events(0.1)
    (lost,) = [event for event in found if isinstance(event, Lost)]
    assert lost.limit
    assert option in lost.reason


def test_a_full_disk_is_a_limit_and_other_errors_are_none() -> None:
    assert "--work-dir" in exhausted(OSError(errno.ENOSPC, "full"))
    assert exhausted(OSError(errno.ENOENT, "gone")) == ""
    assert exhausted(ValueError("a bug")) == ""
