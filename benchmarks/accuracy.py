"""Screen real deliveries and write ``docs/accuracy.md``: ``python -m benchmarks.accuracy``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scanner
from benchmarks.deliveries import DELIVERIES_OF_REAL_SOFTWARE, NO_FINDING, Delivery
from benchmarks.places import DOCS, WORK
from scanner.document.report import Report
from scanner.text import size_text
from scanner.types import State

TABLE = DOCS / "accuracy.md"
_EVIDENCE = 3
_INTRODUCTION = """\
# Accuracy

Real deliveries, made by `python -m benchmarks.deliveries` from packages of Debian 12 and PyPI and screened by
`python -m benchmarks.accuracy`, which writes this page. Nothing of them is committed. What is expected was set before
the first run, with two exceptions: the negatives were first written down as `nothing-found` and changed to the plan's
own measure, "no finding", when two of them turned out to hold unread tables; botocore was added after a trial run.
facescreen {version}, signature pack {pack}, {date}.

*Expected* and *got* are verdicts under the policy `boston`, a wrong one in bold; *state* is the highest one of a
recognition finding. Of the negatives "no finding" above `mentioned` is expected: their verdict is inconclusive where
real libraries hold 256 KiB or more of compressed tables, which nobody reads.

"""


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
    """Screen every delivery, print as it goes, write the page, and fail when one verdict is wrong."""
    rows = []
    for delivery in DELIVERIES_OF_REAL_SOFTWARE:
        rows.append(_screen(delivery))
        print(_line(rows[-1]), flush=True)
        for line in details(rows[-1].report):
            print("    " + line, flush=True)
    TABLE.write_text(page(rows), encoding="utf-8")
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


def page(rows: list[Row]) -> str:
    """The Markdown page of all rows."""
    screening = rows[0].report.screening
    text = _INTRODUCTION.format(version=scanner.__version__, pack=screening["pack"]["version"], date=screening["date"])
    text += "| delivery | size | expected | got | state | read | evidence |\n|---|---|---|---|---|---|---|\n"
    text += "".join(_table_row(row) for row in rows)
    negatives = rows[-1].report
    packages = sum(1 for node in negatives.screening["nodes"] if node["path"].endswith(".deb"))
    text += f"\nFindings above `mentioned` on the {packages} negative packages: {len(above_mentioned(negatives))}.\n"
    return text


def _table_row(row: Row) -> str:
    recognition = [finding for finding in row.report.findings if finding["class"] == "recognition"]
    top = max(recognition, key=lambda finding: State.of(finding["state"]), default=None)
    state = top["state"] if top else "none"
    evidence = "; ".join(_evidence(top)) if top else "none"
    got = row.report.verdict.value if row.right else f"**{row.report.verdict.value}**"
    read = f"{row.report.coverage} %"
    cells = (row.delivery.what, size_text(row.size), row.delivery.expected, got, state, read, evidence)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


if __name__ == "__main__":
    sys.exit(main())
