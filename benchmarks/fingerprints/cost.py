"""``cost``: what fingerprints cost files without a hit, how fast features are read, how large the records are."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from benchmarks.fingerprints.background import archives, chosen
from benchmarks.fingerprints.looking import FOLDER, records, vocabulary
from benchmarks.results import keep
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.fingerprints import Record, triggered
from scanner.catalogue.load import load
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.fingerprints import enough
from scanner.detect.search import matched_in
from scanner.fingerprints.native import Native
from scanner.fingerprints.score import wanted

NAME = "fingerprints-cost"
MOST_EXTRA = 0.10
LEAST_RATE = 15.0
MOST_BYTES = 1_000_000
_EVERY = 9
"""Every ninth package of the held-out list is measured."""
_MOST = 400_000_000
_ROUNDS = 3
"""The shortest of as many times counts: others work on the machine too."""


def cost(_: str = "") -> int:
    """Measure; 1 where a target is missed."""
    files = list(_files())
    known = tuple(record for record in records() if record.family == "native")
    with_them, without = _vocabularies()
    plain, more = _search(without, files), _search(with_them, files)
    size, read = sum(map(len, files)), _triggered(files)
    row = {
        "files": len(files), "bytes": size, "records": len(records()),
        "features": sum(record.features for record in records()),
        "triggers": sum(len(record.triggers) for record in records()),
        "record_bytes": sum(path.stat().st_size for path in FOLDER.glob("*.yaml")),
        "largest": max((path.stat().st_size for path in FOLDER.glob("*.yaml")), default=0),
        "search": plain, "search_with": more, "extra": more / plain - 1,
        "triggered": len(read), "triggered_bytes": sum(map(len, read)),
        "extraction": size / _extraction(files, known) / 1e6,
        "learning": size / _extraction(files, None) / 1e6,
    }  # fmt: skip
    keep(NAME, [row])
    for name, value in row.items():
        print(f"{name:12} {value:,.3f}" if isinstance(value, float) else f"{name:12} {value:,}")
    return int(row["extra"] > MOST_EXTRA or row["extraction"] < LEAST_RATE or row["record_bytes"] > MOST_BYTES)


def _files() -> Iterator[bytes]:
    """Native files of some of the held-out packages."""
    total = 0
    for archive in islice(archives("heldout"), 0, None, _EVERY):
        for _, data in chosen(archive):
            total += len(data)
            if total > _MOST:
                return
            yield data


def _vocabularies() -> tuple[Vocabulary, Vocabulary]:
    """The installed pack's with and without the records' triggers."""
    pack = load()
    return compile_pack(pack), compile_pack(replace(pack, fingerprints=()))


def _search(vocabulary: Vocabulary, files: list[bytes]) -> float:
    """CPU seconds of the one pass over all bytes."""
    return _shortest(lambda: [matched_in(vocabulary.rules, data, 600) for data in files])


def _triggered(files: list[bytes]) -> list[bytes]:
    """Files of which features are read, as triggers of a record of their family were hit."""
    own = vocabulary()
    return [data for data in files if any(_due(own, data))]


def _due(own: Vocabulary, data: bytes) -> Iterator[bool]:
    found = matched_in(own.rules, data, 600)
    for place, numbers in triggered(string.identifier for match in found for string in match.strings).items():
        record = own.fingerprints[place]
        yield record.family == "native" and enough(record, numbers)


def _extraction(files: list[bytes], known: tuple[Record, ...] | None) -> float:
    """CPU seconds of reading features: those of ``known``, or all."""
    asked = None if known is None else wanted(known)
    return _shortest(lambda: [Native().features(memoryview(data), asked) for data in files], 1)


def _shortest(work: Callable[[], Any], rounds: int = _ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)
