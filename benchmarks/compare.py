"""Time of comparing two large reports: ``python -m benchmarks.compare``; ``python -m benchmarks.page`` shows it.

Both reports are made of a sample's: 100,000 files in 1,000 folders. The update's folders carry another version number,
5 % of its files are changed, 1 % moved, 1 % new and 1 % no longer readable, and it has 2,000 findings more. CPU
seconds, best of several; the command reads and checks both files, compares, and writes the JSON.
"""

from __future__ import annotations

import copy
import gc
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scanner
from benchmarks.measuring import run
from benchmarks.results import keep
from scanner.compare.change import compare
from scanner.document.canonical import short_id
from scanner.document.report import Report
from scanner.screening import no_collector

TARGET = 3.0
"""Seconds for comparing two reports of :data:`NODES` nodes: for the command, with reading and checking both files."""
NODES = 100_000
FINDINGS = 2_000
ROUNDS = 5
SAMPLE = Path(__file__).parent.parent / "vendor_samples" / "prebuilt" / "camera-update-sdk.bin"


def main() -> int:
    """Measure, print, and fail when the target is missed."""
    base = scanner.screen(SAMPLE).document
    old, new = Report(_version(base, "2.4", changed=False)), Report(_version(base, "2.5", changed=True))
    row: dict[str, Any] = {"nodes": NODES, "findings": FINDINGS, "compare": _best(lambda: _afresh(old, new))}
    with tempfile.TemporaryDirectory(prefix="facescreen-compare-") as folder:
        files = [Path(folder) / name for name in ("old.json", "new.json")]
        for file, report in zip(files, (old, new), strict=True):
            file.write_text(report.to_json(), encoding="utf-8")
        row["bytes"] = sum(file.stat().st_size for file in files)
        command = [sys.executable, "-m", "scanner", "compare", *files, "-q", "-f", f"json={folder}/change.json"]
        cost = run(command, memory=True)
        command_cpu = min(cost.cpu, *(run(command).cpu for _ in range(ROUNDS - 1)))
    change = compare(old, new)
    row |= {"command": command_cpu, "memory": cost.memory, "code": cost.code, "lost": len(change["visibility"]["lost"])}
    row |= {kind: change["files"][kind]["count"] for kind in ("added", "removed", "changed", "renamed")}
    keep("compare", [row])
    print({key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()})
    return int(row["command"] > TARGET or cost.code != 1)


def _afresh(old: Report, new: Report) -> None:
    """The comparison with both digests worked out, as in a program that has just read the two."""
    with no_collector():
        compare(Report(old.document), Report(new.document))


def _version(base: dict[str, Any], version: str, *, changed: bool) -> dict[str, Any]:
    document = copy.deepcopy(base)
    screening = document["screening"]
    root = {**screening["nodes"][0], "sha256": hashlib.sha256(version.encode()).hexdigest()}
    screening["nodes"] = [root]
    template = {"attributes": [], "identities": [], "seen_by": ["bytes", "names", "native"], "format": "elf"}
    for number in range(NODES - 1):
        path = f"{root['path']}!/app-{version}/folder{number % 1000:03}/module{number:06}.so"
        text = f"{number} {version}" if changed and number % 20 == 0 else str(number)
        if changed and number % 100 == 7:
            path = f"{root['path']}!/opt/moved{number:06}.bin"
        if changed and number % 100 == 8:
            path, text = f"{root['path']}!/opt/new{number:06}.bin", f"new {number}"
        hidden = changed and number % 100 == 20
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        node = {"id": short_id(path, sha256), "path": path, "parent": root["path"], "size": 40_000, "sha256": sha256}
        screening["nodes"].append(
            {**node, "span": None, "states": {"encrypted" if hidden else "raw": 40_000}, **template}
        )
        if hidden:
            screening["ledger"]["regions"].append(_region(path))
    screening["nodes"].sort(key=lambda node: str(node["path"]))
    if changed:
        screening["findings"] += _findings(screening["findings"][0], screening["nodes"])
    return document


def _region(path: str) -> dict[str, Any]:
    where = {"path": path, "offset": 0, "length": 40_000, "state": "encrypted"}
    return {**where, "reason": "", "reader": "bytes", "resolve": "Ask for the key."}


def _findings(first: dict[str, Any], nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for number in range(FINDINGS):
        finding = copy.deepcopy(first)
        finding["id"] = f"F-{number:010}"
        finding["product"]["id"] = f"product-{number:05}"
        for fact in finding["evidence"]:
            for place in fact["places"]:
                place["path"] = nodes[number * 40 + 1]["path"]
        found.append(finding)
    return found


def _best(work: Callable[[], Any]) -> float:
    """CPU seconds of the fastest of several runs."""
    seconds = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main())
