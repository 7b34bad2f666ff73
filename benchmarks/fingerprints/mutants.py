"""``mutants``: damaged programs that fingerprints are held against: no crash, no hang.

Seeds are small real programs and libraries of many processors and systems, and compiled dex, class and .NET files, all
with the triggers of the records behind them, so that a screening reads the features of every mutant.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.fingerprints.background import archives, chosen
from benchmarks.fingerprints.looking import records
from benchmarks.fingerprints.silence import kind_of
from benchmarks.mutations import damaged
from benchmarks.results import keep
from scanner.fingerprints.registry import extractors_for
from scanner.formats.identify import identify_bytes
from scanner.types import ParseFailure
from tests.fingerprints.managed.world import COMPILED
from tests.unpack.mutate import mutant

NAME = "fingerprints-mutants"
COUNT = 2_000
SECONDS = 5.0
"""CPU time of one mutant that counts as a hang."""
_LARGEST = 60_000
_OF_A_KIND = 3
_MANAGED = (".dex", ".class", ".dll", ".exe")


def mutants(_: str = "") -> int:
    """Read and screen all of them; 1 where one went wrong."""
    some = seeds()
    row = extracted(some) | {"screened": damaged(some, range(COUNT))}
    keep(NAME, [row])
    print({key: value for key, value in row.items() if key != "screened"})
    return int(bool(row["bad"] or row["screened"]["bad"]))


def seeds() -> list[bytes]:
    """Some small files of every kind of package, and managed ones."""
    found: dict[str, list[bytes]] = {}
    for archive in archives("background"):
        mine = found.setdefault(kind_of(archive.name + "!"), [])
        if len(mine) < _OF_A_KIND:
            mine += [data for _, data in chosen(archive) if len(data) <= _LARGEST][: _OF_A_KIND - len(mine)]
    managed = [path.read_bytes() for path in sorted(COMPILED.iterdir()) if path.suffix in _MANAGED]
    behind = b"\0".join(trigger for record in records() for trigger in record.triggers[:4])
    return [data + b"\0" + behind for data in [*(data for some in found.values() for data in some), *managed]]


def extracted(some: Sequence[bytes]) -> dict[str, Any]:
    """Every mutant read by the extractors of its format, here: what they raise beside what they may, and the time."""
    bad: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    slowest = 0.0
    for number in range(COUNT):
        data = memoryview(mutant(some, number))
        format_id = identify_bytes(data)
        formats[format_id] += 1
        for extractor in extractors_for(format_id):
            began = time.process_time()
            try:
                extractor.features(data)
            except ParseFailure:
                formats[f"{format_id}: told as unreadable"] += 1
            except Exception as error:  # noqa: BLE001 - what else is raised is what is looked for
                bad[f"{extractor.NAME}: {type(error).__name__}: {error}"[:200]] += 1
            slowest = max(slowest, time.process_time() - began)
    if slowest > SECONDS:
        bad["a mutant took longer than five seconds"] += 1
    return {"mutants": COUNT, "seeds": len(some), "slowest": slowest, "formats": dict(formats), "bad": dict(bad)}
