"""Every limit of the table, reached end to end: it is recorded where the table says, and the rest is kept."""

from __future__ import annotations

import gzip
import lzma
import os
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import scanner
from scanner import examine
from scanner.formats.source import Source
from scanner.screening import Options
from scanner.types import Limits, Verdict, reached
from scanner.unpack import watch
from tests.deliveries import noise, tar, zipped

MIB = 1 << 20
DUE_TO_DETECTORS = {"match_seconds", "config_bytes", "config_depth", "evidence"}
"""Bounds of detectors, tested with them."""


def nested(depth: int) -> bytes:
    data = b"innermost\n"
    for number in range(depth):
        data = tar({f"level{number}": data})
    return data


def many(count: int) -> bytes:
    return zipped({f"{n}.txt": b"text %d\n" % n for n in range(count)})


def texts(count: int, size: int) -> bytes:
    return zipped({f"{n}.txt": b"%08d\n" % n * (size // 9) for n in range(count)})


REACHED: dict[str, tuple[dict[str, float], Callable[[], bytes]]] = {
    "unpacked_bytes": ({"unpacked_bytes": 300_000}, lambda: texts(10, 100_000)),
    "disk_bytes": ({"disk_bytes": 300_000}, lambda: texts(10, 100_000)),
    "node_bytes": ({"node_bytes": 300_000}, lambda: texts(1, 500_000)),
    "ratio": ({"ratio": 2}, lambda: gzip.compress(bytes(66 * MIB), 1)),
    "files": ({"files": 20}, lambda: many(40)),
    "depth": ({"depth": 3}, lambda: nested(6)),
    "path_bytes": ({"path_bytes": 100}, lambda: tar({"short": b"text\n", "n" * 90 + "/long": b"text\n" * 20})),
}


def screened(folder: Path, data: bytes, limits: dict[str, Any]) -> Any:
    delivery = folder / "delivery.bin"
    delivery.write_bytes(data)
    return scanner.screen(delivery, options=Options(limits=Limits(**limits), jobs=2))


def hits(report: Any) -> list[str]:
    """Reasons of all regions left unread because of a limit."""
    ledger = report.screening["ledger"]
    assert ledger["balanced"]
    return [region["reason"] for region in ledger["regions"] if region["state"] == "limit"]


@pytest.mark.parametrize("name", REACHED)
def test_a_limit_of_unpacking_is_in_the_ledger_with_its_option(tmp_path: Path, name: str) -> None:
    limits, make = REACHED[name]
    report = screened(tmp_path, make(), limits)
    assert reached(Limits(**limits), name) in hits(report)
    region = next(r for r in report.screening["ledger"]["regions"] if r["state"] == "limit")
    assert "--max-" in region["resolve"]
    without = screened(tmp_path, make(), {})
    assert hits(without) == []


def test_what_came_before_a_limit_is_kept(tmp_path: Path) -> None:
    report = screened(tmp_path, texts(10, 100_000), {"unpacked_bytes": 300_000})
    assert sum(node["path"].endswith(".txt") for node in report.screening["nodes"]) >= 3


def test_a_name_that_was_cut_says_so_and_its_content_is_read(tmp_path: Path) -> None:
    limits = {"name_bytes": 50}
    report = screened(tmp_path, tar({"n" * 80 + ".txt": b"content\n", "short.txt": b"content of another\n"}), limits)
    cut, short = sorted((n for n in report.screening["nodes"] if n["parent"]), key=lambda node: -len(node["path"]))[:2]
    assert {"name": "limit", "value": reached(Limits(**limits), "name_bytes")} in cut["attributes"]
    assert cut["states"] == {"raw": 8}
    assert short["attributes"] == []


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch):
    """Let a worker do something when it comes to the node whose content begins with ``slow``."""

    def hook(act: Callable[[], object]) -> None:
        real = examine.identify

        def identify(source: Source) -> str:
            if bytes(source.data[:4]) == b"slow":
                act()
            return real(source)

        monkeypatch.setattr(examine, "identify", identify)

    return hook


def open_many() -> None:
    kept = [os.open(os.devnull, os.O_RDONLY) for _ in range(1000)]
    raise AssertionError(f"{len(kept)} files were opened")


@pytest.mark.parametrize(
    ("limits", "act", "option"),
    [
        ({"node_seconds": 3.0}, lambda: time.sleep(600), "--max-node-seconds"),  # the others need a turn before
        ({"worker_memory": 1 << 30}, lambda: bytes(8 << 30), "--max-worker-memory"),
        ({"open_files": 64}, open_many, "--max-open-files"),
    ],
)
def test_a_limit_of_a_worker_costs_one_node(tmp_path: Path, hooked, limits, act, option: str) -> None:
    hooked(act)
    report = screened(tmp_path, tar({"a": b"slow text\n", "b": b"ordinary text\n"}), limits)
    assert [option in reason for reason in hits(report)] == [True]
    assert next(n for n in report.screening["nodes"] if n["path"].endswith("!/b"))["states"] == {"raw": 14}


def test_the_time_of_the_whole_run_ends_it_with_what_there_is(tmp_path: Path, hooked) -> None:
    hooked(lambda: time.sleep(60))
    report = screened(tmp_path, tar({"a": b"slow text\n", "b": b"ordinary text\n"}), {"run_seconds": 1.0})
    assert reached(Limits(run_seconds=1.0), "run_seconds") in hits(report)


def test_a_disk_with_little_room_bounds_the_run_and_the_report_says_so(tmp_path: Path, monkeypatch) -> None:
    usage = type("Usage", (), {"free": watch.RESERVE + 300_000, "total": 1 << 40})
    monkeypatch.setattr(watch.shutil, "disk_usage", lambda _: usage)
    report = screened(tmp_path, texts(10, 100_000), {})
    assert reached(Limits(disk_bytes=300_000), "disk_bytes") in hits(report)
    assert "300.0 kB" in " ".join(report.run["notes"])


def test_a_disk_without_room_for_the_delivery_is_refused_before_the_start(tmp_path: Path, monkeypatch) -> None:
    usage = type("Usage", (), {"free": watch.RESERVE + 100, "total": 1 << 40})
    monkeypatch.setattr(watch.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(scanner.types.UsageError, match="--work-dir"):
        screened(tmp_path, noise(1000), {})


def test_every_limit_is_reached_by_a_test_here_or_with_its_detector() -> None:
    here = {*REACHED, "name_bytes", "node_seconds", "run_seconds", "worker_memory", "open_files"}
    assert here | DUE_TO_DETECTORS == {field.name for field in fields(Limits)}


def test_limits_make_a_verdict_inconclusive_where_much_is_lost(tmp_path: Path) -> None:
    report = screened(tmp_path, lzma.compress(noise(2 * MIB)), {"node_bytes": 1000})
    assert report.verdict is Verdict.INCONCLUSIVE


def test_growth_is_bounded_for_all_containers_together(tmp_path):
    # Each layer stays below the ratio of one container; together they would make 16 x 16 x 40 MiB of 1 MiB.
    inner = zipped({"zeros": bytes(40 << 20)})
    middle = zipped({f"{n}.zip": inner + bytes((n,)) for n in range(16)})
    file = tmp_path / "bomb.zip"
    file.write_bytes(zipped({f"{n}.zip": middle + bytes((n,)) for n in range(16)}))
    report = scanner.screen(file, options=Options(as_of="2026-11-25"))
    made = sum(node["size"] for node in report.screening["nodes"] if node["path"].endswith("zeros"))
    assert made < 1 << 30
    assert report.verdict == "inconclusive"
    assert "met a limit" in " ".join(report.screening["problems"])
