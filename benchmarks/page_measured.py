"""The error rates that every report shows: ``scanner/report/measured.json``, out of what the measurements kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.heldout import CLASSES, beyond, credited, first, found
from benchmarks.places import ROOT
from benchmarks.results import kept
from benchmarks.tables import Rows

FILE = ROOT / "scanner" / "report" / "measured.json"
Counted = tuple[str, int, int, bool]
"""(name in the table ``measured`` of words.en.json, right answers, cases, whether nobody had seen them before)."""


def write() -> Path:
    """Write the file: one row a measurement; one that was never run has none."""
    text = json.dumps({"rows": list(rows())}, indent=1) + "\n"
    FILE.write_text(text, encoding="utf-8")
    return FILE


def rows() -> Iterator[dict[str, Any]]:
    """Every row, with the day, the version and the command of its measurement."""
    for name, command, counted in _MEASUREMENTS:
        result = kept(name)
        for what, right, of, blind in counted(result["rows"]) if result else ():
            day = _first_day() if what.endswith("-first") else result["date"]  # type: ignore[index]
            yield {
                "name": what,
                "right": right,
                "of": of,
                "blind": blind,
                "date": day,
                "version": result["version"],  # type: ignore[index]
                "command": command,
            }


def _first_day() -> str:
    return str(first()["date"])


def _heldout(rows: Rows) -> Iterator[Counted]:
    runs = (("first", dict(first()["got"])), ("latest", credited(rows)))
    for name in CLASSES:
        have = [row for row in rows if name in row["truth"]]
        for run, got in runs:
            right = sum(found(row["truth"][name], got[row["what"]].get(name)) for row in have)
            yield f"heldout-{name}-{run}", right, len(have), run == "first"
    without = [row for row in rows if not row["truth"]]
    for run, got in runs:
        yield (
            f"heldout-silence-{run}",
            sum(not beyond(row, got[row["what"]]) for row in without),
            len(without),
            run == "first",
        )


def _right(name: str, rows: Rows) -> Iterator[Counted]:
    yield name, sum(bool(row["right"]) for row in rows), len(rows), False


def _silence(rows: Rows) -> Iterator[Counted]:
    """A package with code told counts as wrong; hits are told by path, so each is taken for a package of its own."""
    packages = sum(row["packages"] for row in rows)
    wrong = [hit for row in rows for hit in row["hits"] if hit["state"] not in {"mentioned", "available"}]
    yield "silence", packages - len(wrong), packages, False


def _config(rows: Rows) -> Iterator[Counted]:
    (held,) = [row for row in rows if row["group"] == "held"]
    right = sum(held["grades"].get(grade, 0) for grade in ("as expected", "nothing, as expected"))
    yield "config-held", right, len(held["cases"]), True


def _config_silence(rows: Rows) -> Iterator[Counted]:
    """Files with a finding above a mention count as wrong, those too that were found to be true on a second look."""
    (held,) = [row for row in rows if row["half"] == "held"]
    wrong = {hit["path"] for hit in held["hits"]}
    yield "config-silence-held", held["files"] - len(wrong), held["files"], True


def _unknown(rows: Rows) -> Iterator[Counted]:
    engines = [row for row in rows if row["engine"] and row["half"] == "odd"]
    yield "unknown-odd", sum(bool(row["shown"]) for row in engines), len(engines), True


_MEASUREMENTS = (
    ("heldout", "python -m benchmarks.recall heldout", _heldout),
    ("packages", "python -m benchmarks.recall", lambda rows: _right("packages", rows)),
    ("deliveries", "python -m benchmarks.accuracy", lambda rows: _right("deliveries", rows)),
    ("silence", "python -m benchmarks.silence", _silence),
    ("config-recall", "python -m benchmarks.config recall tuned held", _config),
    ("config-silence", "python -m benchmarks.config silence look held", _config_silence),
    ("unknown", "python -m benchmarks.unknown carriers", _unknown),
)
"""(kept result, its command, what is counted in it)."""
