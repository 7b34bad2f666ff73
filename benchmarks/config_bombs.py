"""``bombs``: configuration made to exhaust a reader: memory, time, and what the ledger says.

Each mentions a wanted key, so that its parser runs, in a process of its own. Memory is the highest resident size of
that process (``VmHWM``: the vocabulary and mapped pages of the file included), so ``small.json`` shows what a worker
has without any of it. Then some are screened together by the command line.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.config_bomb_files import BOMBS, SCREENED
from benchmarks.config_reading import Reading, alone, vocabulary
from benchmarks.places import WORK
from benchmarks.results import keep, kept
from benchmarks.screening import screened

MEMORY = 300_000_000
"""Target: resident bytes of a worker."""
TOGETHER = "together"
"""Name of the row of those that are screened together."""
_FOLDER = WORK / "config-bombs"
_CODES = (0, 1, 3, 4)


def measure(words: Sequence[str] = ()) -> int:
    """Make and read every bomb, or those named; 1 where one takes too much or does not end as it must."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    vocabulary()  # makes what the processes load
    rows = [_exploded(name) for name in BOMBS if not words or name in words]
    if not words or TOGETHER in words:
        rows.append(_together())
    earlier = {row["name"]: row for row in (kept("config-bombs") or {"rows": []})["rows"]} if words else {}
    keep("config-bombs", list({**earlier, **{row["name"]: row for row in rows}}.values()))
    wrong = [row["name"] for row in rows if row["faults"]]
    print(f"{len(rows) - len(wrong)} of {len(rows)} end as they must; not: {', '.join(wrong) or 'none'}")
    return int(bool(wrong))


def _written(name: str) -> Path:
    target = _FOLDER / name
    with target.open("wb") as out:
        out.writelines(BOMBS[name][0](target))
    return target


def _exploded(name: str) -> dict[str, Any]:
    target = _written(name)
    reading = alone(target)
    target.unlink()
    row = {
        "name": name, "size": reading.size, "format": reading.format, "cpu": reading.cpu, "memory": reading.memory,
        "observations": reading.observations, "said": reading.said,
        "faults": [reading.wrong] if reading.wrong else list(_faults(reading, BOMBS[name][1])),
    }  # fmt: skip
    print(
        f"{'BAD' if row['faults'] else 'ok '} {name:20} {reading.format:12} {reading.size / 1e6:7.1f} MB, "
        f"{reading.memory / 1e6:4.0f} MB resident, {reading.cpu:5.1f} s CPU, {reading.observations:,} observations, "
        f"{reading.said[:120]} {row['faults'] or ''}",
        flush=True,
    )
    return row


def _faults(reading: Reading, is_read: bool) -> Iterator[str]:
    # The pages of a database are mapped: the system takes them back when it likes.
    memory = reading.memory - (reading.size if reading.format == "sqlite" else 0)
    if memory > MEMORY:
        yield f"{memory / 1e6:.0f} MB"
    if is_read and reading.said:
        yield "not read to its end"
    if not is_read and not reading.said:
        yield "nothing is said"


def _together() -> dict[str, Any]:
    """Some of them in one delivery, screened by the command line."""
    for name in SCREENED:
        _written(name)
    size = sum(file.stat().st_size for file in _FOLDER.iterdir())
    report, cost = screened(_FOLDER, "config-bombs", memory=True)
    regions = [] if report is None else report.screening["ledger"]["regions"]
    mine = [region for region in regions if " config: " in region["reason"]]
    said = sorted({f"{Path(region['path']).name}: {region['state']}: {region['reason']}" for region in mine})
    print(f"{cost.code} {cost.cpu:.0f} s CPU, all processes {cost.memory / 1e6:.0f} MB", *said, sep="\n  ", flush=True)
    shutil.rmtree(_FOLDER)
    silent = [name for name in SCREENED if not BOMBS[name][1] and not any(text.startswith(name) for text in said)]
    faults = [f"exit code {cost.code}"] if report is None or cost.code not in _CODES else []
    return {
        "name": TOGETHER, "size": size, "format": "", "cpu": cost.cpu, "memory": cost.memory,
        "observations": 0, "said": "; ".join(said), "faults": faults + [f"nothing about {name}" for name in silent],
    }  # fmt: skip
