"""``mutants``: damaged configuration of every format that is read: no crash, no hang.

Seeds are the readers' own test cases (good, corrupt and hostile) and the generated settings of the speed measurement,
cut to some kilobytes. A mutant is read by the reader of its seed's format, whatever it is
taken for now, everything and what is wanted, and then by the views.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.config_reading import vocabulary
from benchmarks.config_speed import examples
from benchmarks.places import WORK
from benchmarks.results import keep
from scanner.detect.config import told
from scanner.detect.interface import Subject
from scanner.detect.settings.interface import Skimmer
from scanner.detect.settings.registry import BY_FORMAT
from scanner.detect.settings.views.registry import viewed
from scanner.detect.terms import wanted
from scanner.formats.source import Source
from scanner.types import FacescreenError, Limits, Node
from tests.detect.settings.cases import CORRUPT, GOOD, HOSTILE
from tests.unpack.mutate import mutant

COUNT = 5_000
SECONDS = 5.0
"""CPU time of one mutant that counts as a hang."""
_LARGEST = 20_000
_FILE = WORK / "config-mutant"


def measure(words: Sequence[str] = ()) -> int:
    """Read all of them, or as many as the word says; 1 where one went wrong."""
    count = int(words[0]) if words else COUNT
    seeds = list(_seeds())
    by_format: dict[str, Counter[str]] = defaultdict(Counter)
    bad: Counter[str] = Counter()
    slowest = 0.0
    for number in range(count):
        format_id, _ = seeds[number % len(seeds)]
        mine = [data for other, data in seeds if other == format_id]
        _FILE.write_bytes(_damaged(mine, number, format_id))
        began = time.process_time()
        outcome = _outcome(_FILE, format_id)
        took = time.process_time() - began
        slowest = max(slowest, took)
        by_format[format_id]["mutants"] += 1
        by_format[format_id][outcome] += 1
        if outcome not in {"read", "ParseFailure", "LimitReached"} or took > SECONDS:
            bad[f"{format_id}: mutant {number}: {outcome}, {took:.1f} s"[:200]] += 1
    _FILE.unlink(missing_ok=True)
    row: dict[str, Any] = {
        "mutants": count, "seeds": len(seeds), "slowest": slowest, "bad": dict(bad),
        "formats": {format_id: dict(counts) for format_id, counts in sorted(by_format.items())},
    }  # fmt: skip
    if not words:
        keep("config-mutants", [row])
    print(row)
    return int(bool(bad))


def _damaged(seeds: list[bytes], number: int, format_id: str) -> bytes:
    """A mutant; in a text no character is NUL, for that alone is a failure at the first look."""
    data = mutant(seeds, number)
    return data.replace(b"\0", b" ") if format_id.startswith("text:") else data


def _seeds() -> Iterator[tuple[str, bytes]]:
    for format_id in BY_FORMAT:
        found = [
            *[GOOD[format_id][0]] * 4,
            *CORRUPT.get(format_id, ()),
            *(case for case, _ in HOSTILE.get(format_id, ())),
        ]
        yield from ((format_id, data) for data in found if 0 < len(data) <= _LARGEST)
    yield from ((format_id, data[:_LARGEST]) for format_id, data in examples())


def _outcome(path: Path, format_id: str) -> str:
    reader = BY_FORMAT[format_id]
    with Source(path, "mutant") as source:
        subject = Subject(Node("mutant", None, source.size, "", format_id), source, vocabulary(), Limits())
        try:
            for _ in viewed(reader.read(source, subject.limits), subject.limits):
                pass
            if isinstance(reader, Skimmer):
                settings = reader.skim(source, subject.limits, wanted(subject.vocabulary, format_id))
                for _ in told(viewed(settings, subject.limits), subject):
                    pass
        except FacescreenError as error:
            return type(error).__name__
        except Exception as error:  # noqa: BLE001 - what else is raised is what is looked for
            return f"{type(error).__name__}: {error}"
    return "read"
