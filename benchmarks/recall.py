"""What facescreen says of real packages of the registries: ``python -m benchmarks.recall [heldout]``.

The packages and what is expected of each stand in ``lists/recall.yaml``. ``heldout`` takes those of
``lists/heldout.yaml``, which nothing was tuned on; they are measured and cannot fail.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from benchmarks import heldout
from benchmarks.fetch import debian
from benchmarks.places import LISTS, WORK
from benchmarks.registries import npm_package, wheel
from benchmarks.results import keep
from benchmarks.screening import must_screen
from scanner.document.report import Report
from scanner.types import State

NONE = "none"


def main(list_name: str = "recall") -> int:
    """Screen every package of a list; fails where one is not as expected."""
    name, row_of = _LISTS[list_name]
    rows = []
    for number, entry in enumerate(yaml.safe_load((LISTS / f"{list_name}.yaml").read_text(encoding="utf-8"))):
        report, _ = must_screen(delivery(entry, list_name, number), f"{list_name}-{number:02d}")
        row = row_of(entry, report)
        rows.append(row)
        print("ok   " if row.get("right", True) else "WRONG", entry["what"], entry["platform"], row["got"], flush=True)
    keep(name, rows)
    return int(not all(row.get("right", True) for row in rows))


def delivery(entry: dict[str, Any], list_name: str, number: int) -> Path:
    """A folder with the files of one entry."""
    folder = WORK / list_name / f"{number:02d}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in _files(entry):
        (folder / path.name).hardlink_to(path)
    return folder


def _files(entry: dict[str, Any]) -> list[Path]:
    if entry["from"] == "debian":
        return debian(entry["names"], entry["platform"])
    if entry["from"] == "npm":
        return [npm_package(name) for name in entry["names"]]
    return [wheel(name, entry["platform"]) for name in entry["names"]]


def _row(entry: dict[str, Any], report: Report) -> dict[str, Any]:
    best = _best(report)
    got = {capability: best.get(capability) for capability in entry["expected"]}
    right = all(_meets(entry, capability, finding) for capability, finding in got.items())
    recognition = [finding for finding in best.values() if finding["class"] == "recognition"]
    top = max(recognition, key=lambda finding: State.of(finding["state"]), default=None)
    return {
        **{key: entry.get(key, "") for key in ("what", "from", "names", "platform", "expected", "note", "argued")},
        "at_least": entry.get("at_least", False),
        "got": {capability: finding["state"] if finding else NONE for capability, finding in got.items()},
        "right": right,
        "highest": f"{top['capability']} {top['state']}" if top else NONE,
        "by": sorted({finding["product"]["id"] for finding in got.values() if finding}),
        "verdict": report.verdict.value,
        "read": report.coverage,
        "evidence": [_evidence(finding) for finding in got.values() if finding],
    }


def _best(report: Report) -> dict[str, dict[str, Any]]:
    """Capability → the finding that gets highest."""
    best: dict[str, dict[str, Any]] = {}
    for finding in report.findings:
        known = best.get(finding["capability"])
        if known is None or State.of(finding["state"]) > State.of(known["state"]):
            best[finding["capability"]] = finding
    return best


def _meets(entry: dict[str, Any], capability: str, finding: dict[str, Any] | None) -> bool:
    expected = entry["expected"][capability]
    if finding is None or expected == NONE:
        return finding is None and expected == NONE
    wanted, got = State.of(expected), State.of(finding["state"])
    return got >= wanted if entry.get("at_least") else got is wanted


def _evidence(finding: dict[str, Any]) -> str:
    first = finding["evidence"][0]
    return f"{first['kind']} {first['value']} in {first['places'][0]['path'].rsplit('!/', 1)[-1]}"


_LISTS: dict[str, tuple[str, Callable[[dict[str, Any], Report], dict[str, Any]]]] = {
    "recall": ("packages", _row),
    "heldout": ("heldout", heldout.row),
}
"""Name of a list → under which name its results are kept, how a row is made of an entry and its report."""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
