"""A worker that is killed at any moment costs the node it was at; the ledger names it, and all else is as without."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
from pathlib import Path

import pytest

from scanner.screening import Options, screen
from scanner.types import Limits
from tests.unpack.build import gzip_of, noise, tar_of, zip_of

DIED = "the worker that read it died (signal SIGKILL)"
FILES = 120


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files and containers of different kinds, enough for every worker to be busy while one is killed."""
    folder = tmp_path_factory.mktemp("delivery")
    for number in range(FILES):
        (folder / f"{number:03d}.txt").write_text(f"setting{number}=on\n" * (number + 1))
    for number in range(12):
        members = {f"m{inner}.so": noise(3000 + inner, number) for inner in range(6)}
        packed = (zip_of(members), gzip_of(tar_of(members)), tar_of({"inner.zip": zip_of(members)}))[number % 3]
        (folder / f"container{number}.bin").write_bytes(packed)
    return folder


@pytest.fixture(scope="module")
def undisturbed(delivery: Path) -> dict[str, str]:
    return nodes_of(screen(delivery, options=Options(jobs=2)).screening)


def nodes_of(screening) -> dict[str, str]:
    return {node["path"]: node["sha256"] for node in screening["nodes"]}


class Killer:
    """Kills one worker, chosen at random, when so many nodes were done."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)  # noqa: S311 - reproducible
        self.left = self.source.randrange(1, FILES + 60)
        self.killed = 0

    def __call__(self, path: str, message: str) -> None:
        self.left -= 1
        workers = [child.pid for child in multiprocessing.active_children() if child.pid]
        if self.left <= 0 and not self.killed and workers:
            self.killed = self.source.choice(workers)
            os.kill(self.killed, signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("seed", range(5))
def test_a_killed_worker_costs_at_most_its_node(delivery: Path, undisturbed: dict[str, str], seed: int) -> None:
    killer = Killer(seed)
    screening = screen(delivery, options=Options(jobs=2, log=killer, limits=Limits())).screening
    assert killer.killed
    lost = {region["path"] for region in screening["ledger"]["regions"] if region["reason"] == DIED}
    assert len(lost) <= 1
    found = nodes_of(screening)
    below = tuple(f"{path}!/" for path in lost)
    for path, digest in undisturbed.items():
        if path not in lost and not (below and path.startswith(below)):
            assert found[path] == digest
    assert found.keys() <= undisturbed.keys()
    assert screening["ledger"]["balanced"]
    others = [region for region in screening["ledger"]["regions"] if region["state"] == "failed"]
    assert {region["path"] for region in others} <= lost
