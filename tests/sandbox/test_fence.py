"""What a worker and the programs that it starts may not do, tried from inside."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.sandbox import seccomp
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Emit, Part
from scanner.sandbox.pool import Pool
from scanner.sandbox.privileges import STRANGER
from scanner.sandbox.seccomp import refuse_calls

GIB = 1 << 30
ROOT = os.geteuid() == 0
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fence's kernel features are Linux's")

ATTEMPTS: dict[str, Callable[[Path], object]] = {
    "device": lambda folder: os.mknod(folder / "device", 0o020666, os.makedev(1, 3)),
    "other owner": lambda folder: os.chown(folder, 12, 12),
    "other user": lambda folder: os.setuid(12 if ROOT else 0),
    "local socket": lambda folder: socket.socket(socket.AF_UNIX),
    "network socket": lambda folder: socket.socket(socket.AF_INET),
    "new session": lambda folder: os.setpgid(0, 0),
    "higher limit": lambda folder: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)),
    "root folder": os.chroot,
}
FACTS = """
import os, resource
lines = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
for key in ("CapPrm", "CapEff", "CapBnd", "NoNewPrivs"):
    print(key, int(lines[key].strip(), 16))
print("core", resource.getrlimit(resource.RLIMIT_CORE)[1])
print("files", resource.getrlimit(resource.RLIMIT_NOFILE)[1])
print("stdin", len(os.read(0, 10)))
print("user", os.getuid(), os.geteuid())
"""


def attempts(task: str, emit: Emit) -> None:
    for name, attempt in ATTEMPTS.items():
        try:
            attempt(Path(task))
            emit((name, "allowed"))
        except OSError as error:
            emit((name, type(error).__name__))
        except ValueError:
            emit((name, "PermissionError"))  # Python's word for a limit that may not be raised


def facts(task: str, emit: Emit) -> None:
    done = subprocess.run([sys.executable, "-c", FACTS], capture_output=True, text=True, check=False)
    emit(done.stdout)
    emit(Path(task).read_text())


def inside(handler: Callable[[str, Emit], None], task: Path, fence: Fence) -> tuple[list[object], str]:
    """(what the handler emitted in a worker, the sentences about isolation)."""
    with Pool(handler, 1, fence, 60.0) as pool:
        pool.submit(str(task), 1)
        parts = []
        while pool.busy:
            parts += [event.value for event in pool.events(0.1) if isinstance(event, Part)]
        return parts, " ".join(pool.isolation)


def test_nothing_of_what_an_attacker_would_try_is_allowed(tmp_path: Path) -> None:
    tried, said = inside(attempts, tmp_path, Fence(tmp_path, GIB, 1 << 20))
    allowed = {name for name, outcome in tried if outcome == "allowed"}
    if "No system calls are refused" in said:  # a kernel without seccomp
        allowed -= {"local socket", "network socket", "new session"}
    assert allowed == set()
    assert len(tried) == len(ATTEMPTS)
    assert list(tmp_path.iterdir()) == []


def test_programs_of_a_worker_inherit_the_fence_and_files_of_others_can_still_be_read(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    secret = locked / "delivery"
    secret.write_text("readable")
    secret.chmod(0o600)
    work = tmp_path / "work"
    work.mkdir(mode=0o700)
    (printed, content), said = inside(facts, secret, Fence(work, GIB, 1 << 20, open_files=99))
    found = dict(line.split(" ", 1) for line in str(printed).splitlines())
    reading = 1 << 2 if ROOT else 0
    assert content == "readable"
    assert int(found["CapPrm"]) | reading == reading
    assert int(found["CapEff"]) | reading == reading
    assert (found["NoNewPrivs"], found["core"], found["files"], found["stdin"]) == ("1", "0", "99", "0")
    if f"user {STRANGER}" in said:
        assert found["user"] == f"{STRANGER} {STRANGER}"
        assert int(found["CapBnd"]) == reading
        assert work.stat().st_uid == STRANGER


@pytest.mark.skipif(not ROOT, reason="only root can change user")
def test_a_program_that_only_root_may_start_keeps_the_worker_root_without_privileges(tmp_path: Path) -> None:
    program = tmp_path / "tool"
    program.write_text("#!/bin/sh\necho ran\n")
    program.chmod(0o700)
    tried, said = inside(attempts, tmp_path, Fence(tmp_path, GIB, 1 << 20, programs=(str(program),)))
    assert "root without its privileges" in said
    assert {outcome for _, outcome in tried} == {"PermissionError"}


def test_a_processor_without_a_table_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert refuse_calls() == "no filter of system calls for riscv64"


def test_where_the_filter_would_kill_the_worker_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    another = dict.fromkeys(seccomp._ARCH, 4660)  # as where the processor is emulated
    monkeypatch.setattr(seccomp, "_ARCH", another)
    before = filters()
    assert "no filter of system calls" in refuse_calls()
    assert filters() == before


def filters() -> list[str]:
    return [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("Seccomp")]
