"""A task may crash, hang or eat memory: it costs that task only, and nothing stays behind."""

from __future__ import annotations

import faulthandler
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Done, Emit, Event, Lost, Part
from scanner.sandbox.pool import Pool

GIB = 1 << 30


SHORT = 3.0
"""Seconds: what hangs is waited for that long, and what does not must get a turn on a busy machine before."""


def run(handler, tasks: list[str], folder: Path, size: int = 2, deadline: float = 30.0) -> list[Event[str]]:  # type: ignore[no-untyped-def]
    found: list[Event[str]] = []
    with Pool(handler, size, Fence(folder, GIB, 1 << 20), deadline) as pool:
        for task in tasks:
            pool.submit(task, 1)
        while pool.busy:
            found += pool.events(0.1)
    return found


def behave(task: str, emit: Emit) -> None:
    emit(f"began {task}")
    if task == "crash":
        faulthandler.disable()
        os.kill(os.getpid(), signal.SIGSEGV)
    if task == "hang":
        time.sleep(600)
    if task == "bug":
        raise ValueError("a bug")
    if task == "memory":
        bytearray(4 * GIB)
    emit(f"ended {task}")


@pytest.mark.parametrize("bad", ["crash", "hang", "bug", "memory"])
def test_one_bad_task_of_forty_costs_only_itself(tmp_path: Path, bad: str) -> None:
    tasks = [f"t{number}" for number in range(20)] + [bad] + [f"t{number}" for number in range(20, 40)]
    events = run(behave, tasks, tmp_path, deadline=SHORT)
    assert sorted(e.task for e in events if isinstance(e, Done)) == sorted(t for t in tasks if t != bad)
    lost = [e for e in events if isinstance(e, Lost)]
    assert [e.task for e in lost] == [bad]
    assert lost[0].limit is (bad in {"hang", "memory"})


def test_what_a_task_emitted_before_a_caught_failure_arrives(tmp_path: Path) -> None:
    events = run(behave, ["memory"], tmp_path)
    assert [e.value for e in events if isinstance(e, Part)] == ["began memory"]


def starts_a_tool(task: str, emit: Emit) -> None:
    tool = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(task).write_text(str(tool.pid))
    tool.wait()


def test_the_deadline_kills_the_tools_of_a_worker_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    events = run(starts_a_tool, [str(note)], tmp_path, deadline=SHORT)
    assert [type(e) for e in events] == [Lost]
    assert ends(int(note.read_text()))


def ends(pid: int) -> bool:
    """Whether a process that was killed is gone within a minute: a signal takes its time on a busy machine."""
    until = time.monotonic() + 60
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive(pid)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def probes(task: str, emit: Emit) -> None:
    for what in (lambda: Path(task).write_text("escaped"), lambda: socket.create_connection(("127.0.0.1", 9), 2)):
        try:
            what()
            emit("allowed")
        except PermissionError:
            emit("forbidden")
        except OSError as error:
            emit(type(error).__name__)


@pytest.mark.skipif(sys.platform != "linux", reason="the fence's kernel features are Linux's")
def test_a_worker_cannot_write_outside_its_folder_where_the_kernel_has_landlock(tmp_path: Path) -> None:
    inside, outside = tmp_path / "work", tmp_path / "outside"
    inside.mkdir()
    with Pool(probes, 1, Fence(inside, GIB, 1 << 20), 30.0) as pool:
        pool.submit(str(outside), 1)
        events = []
        while pool.busy:
            events += pool.events(0.1)
        fenced = any("work folder only" in sentence for sentence in pool.isolation)
    said = [e.value for e in events if isinstance(e, Part)]
    assert pool.isolation
    assert outside.exists() is not fenced
    assert (said[0] == "forbidden") is fenced


def test_leaving_the_pool_leaves_no_process(tmp_path: Path) -> None:
    with Pool(behave, 2, Fence(tmp_path, GIB, 1 << 20), 600.0) as pool:
        for _ in range(2):
            pool.submit("hang", 1)
        pool.events(0.5)
        processes = [worker.process for worker in pool._workers]
        assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)
