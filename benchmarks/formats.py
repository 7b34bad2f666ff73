"""Time and memory of the verdict engine and of all report formats: ``python -m benchmarks.formats``.

The delivery is made up: 10,000 findings of 40 products in 100,000 nodes, 2,500 unread regions. Each format is measured
in a process of its own, that reads the report first; *all* renders them one after the other in one process. *together*
is what a screening with every ``-f`` does once the signatures were matched: judge the findings and the ledger, ask the
questions, make the document, write every format; under the default laws and under all. Time is CPU seconds without
making or reading what is measured, memory the peak of the process with it. Linux only.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.results import keep
from scanner.assess.assessment import Looked, assess
from scanner.catalogue.packs import load_packs
from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.registry import FORMATS
from tests.document import sample

FINDINGS, NODES, UNREAD = 10_000, 100_000, 2_000
SECONDS, MEMORY = 10.0, 500_000_000
"""Targets for the verdict engine and all formats together, under the default laws."""
_LAWS = {"boston": "together, default laws", "all": "together, all laws"}
"""Laws → name of the row; a report is measured under none of these names."""


def main() -> int:
    """Measure, print, keep; fails when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="facescreen-formats-") as folder:
        file = Path(folder) / "report.json"
        file.write_text(large_report().to_json(), encoding="utf-8")
        names = [form.NAME for form in FORMATS]
        rows = [_measured([str(file), name]) for name in names] + [_measured([str(file), *names])]
    rows += [_measured([laws]) for laws in _LAWS]
    keep("formats", rows)
    for row in rows:
        print({key: round(value, 2) if isinstance(value, float) else value for key, value in row.items()})
    (judged,) = [row for row in rows if row["format"] == _LAWS["boston"]]
    return int(judged["seconds"] > SECONDS or judged["memory"] > MEMORY)


def large_report() -> Report:
    """The report that is measured."""
    document = build(sample.spread(FINDINGS, NODES, UNREAD))
    return Report.parse(document.to_json().encode("utf-8"))


def _measured(arguments: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.formats", *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


def _one(file: Path, names: list[str]) -> None:
    """Render the formats ``names`` of the report ``file``; prints one row."""
    # The schema check of Report.read is left out: a screening has the document already.
    report = Report(json.loads(file.read_text("utf-8")))
    gc.collect()
    before = _peak()
    start, size = time.process_time(), 0
    for form in FORMATS:
        if form.NAME in names:
            size += len(form.render(report))
    seconds = time.process_time() - start
    name = names[0] if len(names) == 1 else "all"
    print(json.dumps({"format": name, "seconds": seconds, "before": before, "memory": _peak(), "bytes": size}))


def _together(laws: str) -> None:
    """From the matched findings to every format; prints one row."""
    pack = load_packs(())
    chosen = pack.select(tuple(pack.policies) if laws == "all" else (laws,))
    result = sample.spread(FINDINGS, NODES, UNREAD)
    gc.collect()
    gc.disable()  # as in a screening
    before, start = _peak(), time.process_time()
    findings = dict(zip(result.finding_ids, result.findings, strict=True))
    judged = assess(chosen, findings, Looked(result.nodes, result.entries), pack.about, result.date)
    report = build(
        replace(result, verdicts=judged.verdicts, verdict=judged.verdict, questions=judged.questions, policies=(laws,))
    )
    del result, findings, judged
    size = sum(len(form.render(report)) for form in FORMATS)
    seconds = time.process_time() - start
    print(json.dumps({"format": _LAWS[laws], "seconds": seconds, "before": before, "memory": _peak(), "bytes": size}))


def _peak() -> int:
    """Bytes: the most that this process ever held. Not ``ru_maxrss``, which begins with that of the parent."""
    text = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) << 10 for line in text.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _one(Path(sys.argv[1]), sys.argv[2:])
    elif len(sys.argv) > 1:
        _together(sys.argv[1])
    else:
        sys.exit(main())
