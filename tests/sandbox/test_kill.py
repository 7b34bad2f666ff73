"""A worker may be killed at any moment, by the system or by a person: at most the node it works on is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import scanner
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Done, Emit, Event, Lost, Part
from scanner.sandbox.pool import Pool
from scanner.screening import Options
from scanner.unpack.seven import run7z
from tests.deliveries import noise, tar, zipped
from tests.sandbox.test_pool import ends
from tests.unpack.build_7z import seven_zip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def works(task: str, emit: Emit) -> None:
    for number in range(100):
        emit((task, number))
    time.sleep(random.Random(task).uniform(0, 0.02))  # noqa: S311 - not for secrets
    emit((task, "end"))


def killed(process: int | None) -> bool:
    """Kill a worker; False where it has ended already."""
    if process is None:
        return False
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_every_task_ends_once_whenever_workers_are_killed(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    tasks = [f"t{number}" for number in range(120)]
    events: list[Event[str]] = []
    kills = 0
    with Pool(works, 3, Fence(tmp_path, 1 << 30, 1 << 20), 30.0) as pool:
        for task in tasks:
            pool.submit(task, 1)
        while pool.busy:
            events += pool.events(chance.uniform(0, 0.03))
            if kills < 8 and pool._workers:
                kills += killed(chance.choice(pool._workers).process.pid)
    ended = Counter(event.task for event in events if isinstance(event, Done | Lost))
    lost = [event for event in events if isinstance(event, Lost)]
    assert ended == Counter(tasks)
    assert len(lost) <= kills
    assert all("died (signal SIGKILL)" in event.reason and not event.limit for event in lost)
    whole = Counter(event.task for event in events if isinstance(event, Part) and event.value[1] == "end")
    assert all(whole[event.task] == 1 for event in events if isinstance(event, Done))


def screened(delivery: Path, work: Path, during: Callable[[], None]) -> dict[str, object]:
    options = Options(work_dir=work, jobs=2, progress=lambda _: during())
    return dict(scanner.screen(delivery, options=options).screening)


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """Archives in archives with texts and noise."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    for number in range(6):
        inner = {f"{n}.txt": f"text {number} {n}\n".encode() * 40 for n in range(40)}
        parts = {"inner.zip": zipped(inner), "blob": noise(9000, number), "note.txt": b"a note\n"}
        (folder / f"{number}.tar").write_bytes(tar(parts))
    (tmp_path / "work").mkdir()
    return folder


@pytest.mark.parametrize("seed", range(3))
def test_a_screening_loses_at_most_one_node_for_each_worker_killed(tmp_path: Path, delivery: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    kills: list[bool] = []

    def kill() -> None:
        children = multiprocessing.active_children()
        if sum(kills) < 4 and children and chance.random() < 0.5:
            kills.append(killed(chance.choice(children).pid))

    screening = screened(delivery, tmp_path / "work", kill)
    regions = [r for r in screening["ledger"]["regions"] if "died" in r["reason"]]
    lost = {region["path"] for region in regions}
    assert screening["ledger"]["balanced"]
    assert len(lost) <= sum(kills)
    # Whatever is not lost, and not inside what is, is there.
    for number in range(6):
        top = f"delivery/{number}.tar"
        expected = [top, *(f"{top}!/{name}" for name in ("inner.zip", "blob", "note.txt"))]
        expected += [f"{top}!/inner.zip!/{n}.txt" for n in range(40)]
        found = {node["path"] for node in screening["nodes"]}
        missing = [path for path in expected if path not in found]
        assert all(any(path.startswith(f"{gone}!/") for gone in lost) for path in missing)
    assert list((tmp_path / "work").iterdir()) == []


def test_killed_while_a_program_runs(tmp_path: Path, delivery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[tuple[int, int]] = []

    def hangs(name: str, args: object, folder: Path, *_: object, **__: object) -> object:
        program = subprocess.Popen(["/bin/sleep", "600"])
        (folder / "pids.part").write_text(f"{os.getpid()} {program.pid}")
        (folder / "pids.part").rename(folder / "pids")
        program.wait()
        raise AssertionError("it was to be killed")

    def kill() -> None:
        for note in (tmp_path / "work").glob("*/nodes/*/pids"):
            pair = tuple(map(int, note.read_text().split()))
            if pair not in notes:
                notes.append((pair[0], pair[1]))
                os.kill(pair[0], signal.SIGKILL)

    (delivery / "program.7z").write_bytes(seven_zip([("inside.txt", b"text in 7z\n", 0o100644)]))
    monkeypatch.setattr(run7z, "run_tool", hangs)
    screening = screened(delivery, tmp_path / "work", kill)
    (region,) = [r for r in screening["ledger"]["regions"] if "died" in r["reason"]]
    assert region["path"] == "delivery/program.7z"
    assert region["state"] == "failed"
    assert region["length"] == (delivery / "program.7z").stat().st_size
    ((_, program),) = notes
    assert ends(program)
    assert sum(node["path"].endswith(".txt") for node in screening["nodes"]) == 6 * 41
    assert screening["ledger"]["balanced"]
