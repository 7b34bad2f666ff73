"""Screen real deliveries: ``python -m benchmarks.accuracy``; ``python -m benchmarks.page`` shows the result."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scanner
from benchmarks.deliveries import DELIVERIES_OF_REAL_SOFTWARE, NO_FINDING, Delivery
from benchmarks.places import WORK
from benchmarks.results import keep
from scanner.document.report import Report
from scanner.types import State

_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One screened delivery."""

    delivery: Delivery
    report: Report
    size: int
    seconds: float

    @property
    def right(self) -> bool:
        """Whether the screening says what was expected."""
        if self.delivery.expected == NO_FINDING:
            return not above_mentioned(self.report)
        return self.report.verdict.value == self.delivery.expected


def main() -> int:
    """Screen every delivery, print as it goes, and fail when one verdict is wrong."""
    rows = []
    for delivery in DELIVERIES_OF_REAL_SOFTWARE:
        rows.append(_screen(delivery))
        print(_line(rows[-1]), flush=True)
        for line in details(rows[-1].report):
            print("    " + line, flush=True)
    keep("deliveries", [_kept(row) for row in rows])
    return int(not all(row.right for row in rows))


def _screen(delivery: Delivery) -> Row:
    path = delivery.made()
    start = time.perf_counter()
    report = scanner.screen(path)
    seconds = time.perf_counter() - start
    target = WORK / "reports" / f"{delivery.name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(report.to_json(), encoding="utf-8")
    return Row(delivery, report, _size(path), seconds)


def details(report: Report) -> Iterator[str]:
    """Every finding above ``mentioned`` with its first evidence, then the reasons of the verdict."""
    for finding in above_mentioned(report):
        head = f"{finding['product']['id']} {finding['capability']} {finding['state']} ({finding['basis']})"
        yield f"{head}: {'; '.join(_evidence(finding))}"
    for verdict in report.screening["verdicts"]:
        yield from verdict["reasons"][:3]


def above_mentioned(report: Report) -> list[dict[str, Any]]:
    """The findings of which there is more than a mention."""
    return [finding for finding in report.findings if State.of(finding["state"]) > State.MENTIONED]


def _evidence(finding: Mapping[str, Any]) -> Iterator[str]:
    for group in finding["evidence"][:_EVIDENCE]:
        yield f"{group['kind']} `{group['value']}` in {_short(group['places'][0]['path'])}"


def _short(path: str) -> str:
    return path.rsplit("!/", 1)[-1]


def _line(row: Row) -> str:
    mark = "ok   " if row.right else "WRONG"
    verdict = f"expected {row.delivery.expected:14} got {row.report.verdict.value:14}"
    return f"{mark} {row.delivery.name:22} {verdict} {row.report.coverage:6.2f} % read {row.seconds:6.1f} s"


def _kept(row: Row) -> dict[str, Any]:
    """What the page shows of a row."""
    recognition = [finding for finding in row.report.findings if finding["class"] == "recognition"]
    top = max(recognition, key=lambda finding: State.of(finding["state"]), default=None)
    return {
        "what": row.delivery.what,
        "size": row.size,
        "expected": row.delivery.expected,
        "got": row.report.verdict.value,
        "right": row.right,
        "state": top["state"] if top else "none",
        "read": row.report.coverage,
        "evidence": list(_evidence(top)) if top else [],
        "above": len(above_mentioned(row.report)),
    }


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


if __name__ == "__main__":
    sys.exit(main())
