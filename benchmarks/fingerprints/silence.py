"""``silence``: files of packages that were in no step of learning, held in full against every record."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from benchmarks.fingerprints.background import Collection, collection
from benchmarks.fingerprints.lists import LEARNED_FROM, ROLES, targets
from benchmarks.fingerprints.looking import records
from benchmarks.results import keep
from scanner.catalogue.fingerprints import CERTAIN, LIKELY, TRACES, Record
from scanner.fingerprints.background import Background, Table
from scanner.fingerprints.score import hashes_of, judge

NAME = "fingerprints-silence"
MOST_LIKELY = 0.001
"""Share of the files that may be likely."""
FEWEST = 3_000
_KINDS = (
    (r"_(amd64|arm64|armhf|armel|i386|mips64el|mipsel|ppc64el|s390x|riscv64|all)\.deb!", r"Debian \1"),
    (r"win_amd64|win32", "Windows wheels"),
    (r"macosx", "macOS wheels"),
    (r"linux", "Linux wheels"),
)


def silence(_: str = "") -> int:
    """Count what the held-out files are said to be; 1 where a target is missed."""
    rows = [_row(part, collection(part)) for part in ("heldout", "sisters")]
    keep(NAME, rows)
    for row in rows:
        for hit in row["hits"]:
            print(f"    {hit['word']}: {hit['record']} in {hit['file']}: {hit['share']}")
        print(f"{row['part']}: {row['files']:,} files of {row['packages']} packages, {row['words'] or 'silent'}")
        print(f"    certain: at most {row['bound_certain']:.3%} (95 %); with likely: at most {row['bound']:.3%}")
    strangers = rows[0]
    likely = strangers["words"].get(LIKELY, 0)
    wrong = any(row["words"].get(CERTAIN, 0) for row in rows)
    return int(wrong or likely > MOST_LIKELY * strangers["files"] or strangers["files"] < FEWEST)


def _row(part: str, some: Collection) -> dict[str, Any]:
    known = [record for record in records() if record.family == "native"]
    if part == "heldout":
        some = _strangers(some)
    hits = [hit for record in known for hit in _hits(some, record, learned_from(record.id))]
    hits = [hit for hit in hits if part == "heldout" or hit["kind"] == "face"]
    words = Counter(
        CERTAIN if any(hit["word"] == CERTAIN for hit in of_file) else LIKELY for of_file in _by_file(hits).values()
    )
    count = len(some.entries)
    return {
        "part": part, "files": count, "bytes": sum(entry.size for entry in some.entries),
        "packages": len(np.unique(some.features.groups)),
        "kinds": dict(sorted(Counter(kind_of(entry.path) for entry in some.entries).items())),
        "records": len(known), "words": dict(words), "traces": _traces(some, known),
        "bound_certain": upper(words[CERTAIN], count), "bound": upper(sum(words.values()), count),
        "hits": [{key: value for key, value in hit.items() if key != "number"} for hit in hits],
    }  # fmt: skip


def _strangers(some: Collection) -> Collection:
    """``some`` without packages that any list names, as when one serves as contrast."""
    named = {
        source.package[1].partition("==")[0] for target in targets() for role in ROLES for source in target.files[role]
    }
    keep = np.array([package_of(entry.path) not in named for entry in some.entries], np.bool_)
    places = np.cumsum(keep) - 1
    tables = {}
    for kind, table in some.features.tables.items():
        use = keep[table.files]
        tables[kind] = Table(table.hashes[use], places[table.files[use]].astype(np.uint32))
    entries = [entry for entry, kept in zip(some.entries, keep.tolist(), strict=True) if kept]
    return Collection(entries, Background(tables, some.features.groups[keep], some.features.digest))


def package_of(path: str) -> str:
    """The name of the package that a file is of."""
    archive = path.partition("!")[0]
    if archive.endswith(".deb"):
        return archive.partition("_")[0]
    return archive.partition("-")[0].replace("_", "-").lower()


@cache
def learned_from(record: str) -> frozenset[str]:
    """Names of the Debian packages that took part in learning ``record``."""
    sources = [
        source for target in targets() if target.id == record for role in LEARNED_FROM for source in target.files[role]
    ]
    return frozenset(source.package[1] for source in sources if source.form == "deb")


def _by_file(hits: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for hit in hits:
        found.setdefault(hit["number"], []).append(hit)
    return found


def met(some: Collection, record: Record) -> dict[int, dict[str, list[int]]]:
    """Number of the file → type → places of the record's features that it has."""
    found: dict[int, dict[str, list[int]]] = {}
    for part in record.parts:
        which, files = some.features.places(part.kind, hashes_of(part))
        for place, number in zip(which.tolist(), files.tolist(), strict=True):
            found.setdefault(number, {}).setdefault(part.kind, []).append(place)
    return found


def _hits(some: Collection, record: Record, used: frozenset[str]) -> Iterator[dict[str, Any]]:
    for number, hits in met(some, record).items():
        answer = judge(record, hits)
        if answer.word in {CERTAIN, LIKELY} and package_of(some.entries[number].path) not in used:
            share = ", ".join(f"{one.part.kind} {len(one.hits)}/{one.part.total}" for one in answer.parts)
            texts = [text for one in answer.parts for place, text in one.part.heaviest if place in one.hits]
            yield {
                "number": number, "record": record.id, "kind": record.kind, "word": answer.word, "share": share,
                "file": some.entries[number].path, "texts": texts[:5],
            }  # fmt: skip


def _traces(some: Collection, known: list[Record]) -> int:
    """Files with features of any record that say nothing."""
    files = {
        number for record in known for number, hits in met(some, record).items() if judge(record, hits).word == TRACES
    }
    return len(files)


def kind_of(path: str) -> str:
    """System and processor, by the name of the package."""
    for pattern, name in _KINDS:
        found = re.search(pattern, path)
        if found:
            return found.expand(name)
    return "other wheels"


def upper(hits: int, count: int) -> float:
    """The one-sided 95 % bound of a rate of which ``hits`` of ``count`` were seen (Clopper and Pearson 1934)."""
    low, high = hits / max(count, 1), 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(hits, count, middle) > 0.05 else (low, middle)
    return high


def _at_most(hits: int, count: int, rate: float) -> float:
    """The chance of ``hits`` or fewer of ``count``."""
    if not 0 < rate < 1:
        return float(rate <= 0)
    return sum(
        math.exp(
            math.lgamma(count + 1) - math.lgamma(number + 1) - math.lgamma(count - number + 1)
            + number * math.log(rate) + (count - number) * math.log1p(-rate)
        )
        for number in range(hits + 1)
    )  # fmt: skip
