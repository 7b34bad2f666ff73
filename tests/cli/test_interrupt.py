"""Ctrl-C and termination: a partial report that says so, and nothing left behind."""

from __future__ import annotations

import contextlib
import gzip
import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.program import ENTRY, SAMPLES, environment

PATIENCE = 300.0
"""Seconds until a run is given up: on a busy machine a start alone takes ten."""


def endless(file: Path) -> None:
    """A gzip of many members that unpacks to 16 GB."""
    file.write_bytes(gzip.compress(b"a" * (16 << 20), mtime=0) * 1000)


def wait_for_unpacking(work: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        # The program deletes while this looks: what has gone between the listing and the look is not there yet.
        with contextlib.suppress(FileNotFoundError):
            if any(file.stat().st_size > 1 << 20 for file in work.rglob("*") if file.is_file()):
                return
        time.sleep(0.05)
    pytest.fail("the run did not start to unpack")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_in_a_partial_report(tmp_path: Path, number: int, code: int) -> None:
    work, delivery, report = tmp_path / "work", tmp_path / "d.gz", tmp_path / "r.json"
    work.mkdir()
    endless(delivery)
    command = [
        *ENTRY,
        "screen",
        str(delivery),
        "--work-dir",
        str(work),
        "--max-ratio",
        "100000",
        "-f",
        f"json={report}",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment()) as process:
        wait_for_unpacking(work)
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert b"Traceback" not in errors
    document = json.loads(report.read_text())
    assert document["run"]["interrupted"] is True
    assert {(r["state"], r["reason"]) for r in document["screening"]["ledger"]["regions"]} == {("limit", "interrupted")}
    assert document["screening"]["verdict"] == "inconclusive"
    assert list(work.iterdir()) == []
    assert not [p for p in Path("/proc").glob("[0-9]*/cmdline") if str(delivery).encode() in read(p)]


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("number", "arguments"),
    [
        (signal.SIGTERM, ("compare", "{delivery}", str(SAMPLES / "camera-update-sdk.bin"))),
        (signal.SIGINT, ("compare", str(SAMPLES / "camera-update-plain.bin"), "{delivery}")),
        (signal.SIGINT, ("screen", str(SAMPLES / "camera-update-sdk.bin"), "--against", "{delivery}")),
    ],
)
def test_a_signal_ends_a_comparison_and_leaves_nothing(tmp_path: Path, number: int, arguments: tuple[str, ...]) -> None:
    work, delivery, written = tmp_path / "work", tmp_path / "d.gz", tmp_path / "r.json"
    work.mkdir()
    endless(delivery)
    words = [word.format(delivery=delivery) for word in arguments]
    more = ["--work-dir", str(work), "--no-cache", "--max-ratio", "100000", "-q", "-f", f"json={written}"]
    with subprocess.Popen([*ENTRY, *words, *more], stderr=subprocess.PIPE, env=environment()) as process:
        wait_for_unpacking(work)
        started = descendants(process.pid)
        workers = {worker for worker in running() if worker[0] in started}
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (128 + number, b"")
    document = json.loads(written.read_text())
    change = document["screening"]["change"] if "screening" in document else document
    assert change["partial"] is True
    assert "stopped before its end" in " ".join([change["headline"], *change["caveats"]])
    assert workers
    assert not workers & running()
    assert list(work.iterdir()) == []


def descendants(pid: int) -> list[int]:
    """Process ids of all that ``pid`` started, and of what those started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, read(task).split()):  # of one that has ended meanwhile: none
            found += [child, *descendants(child)]
    return found


def running() -> set[tuple[int, bytes]]:
    """Process id and start of all that runs: an id may be given anew, and what has ended may wait to be buried."""
    fields = {
        int(file.parent.name): read(file).rpartition(b")")[2].split() for file in Path("/proc").glob("[0-9]*/stat")
    }
    return {(pid, told[19]) for pid, told in fields.items() if told and told[0] not in (b"Z", b"X")}
