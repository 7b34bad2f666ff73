"""``test``: every file that the lists name for testing, held against every record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.fingerprints.lists import LEARNED_FROM, TESTED, Source, Target, targets
from benchmarks.fingerprints.looking import Seen, digest, full, look, recognising, records
from benchmarks.fingerprints.picking import files, there
from benchmarks.fingerprints.sources import Missing
from benchmarks.results import keep, kept
from scanner.catalogue.fingerprints import ABSENT, CERTAIN, LIKELY, Record

TARGET = 0.95
"""Share of the unpacked files of a face target that must be certain."""
NAME = "fingerprints-recall"
HIDDEN = ("strings", "packed")
"""Changes of which certainty is not asked: where texts are hidden, likely counts."""


def test(asked: str = "") -> int:
    """Measure the targets ``asked`` for (all); the others stand as they were kept. 1 where a target is missed."""
    chosen = targets(asked)
    fresh = [row for target in chosen for row in _rows(target)]
    names = {target.name for target in chosen}
    earlier = [row for row in (kept(NAME) or {"rows": []})["rows"] if asked and row["target"] not in names]
    keep(NAME, sorted([*earlier, *fresh], key=lambda row: (row["project"], row["target"])))
    wrong = [problem for target in chosen for problem in summed(target.name, fresh)]
    for problem in wrong:
        print("NOT MET", problem)
    return int(bool(wrong))


def summed(name: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Print one target's numbers; what is not met is given back."""
    mine = [row for row in rows if row["target"] == name]
    if not mine:
        return
    for row in mine:
        right = row["word"] == CERTAIN if row["role"] == "positives" else row["word"] not in {CERTAIN, LIKELY}
        if not right:
            print(f"    {row['role']}: {row['word']} (in full {row['full']}; {row['share']}): {row['file']}")
    counts = {role: Counter(row["word"] for row in mine if row["role"] == role) for role in TESTED}
    print(f"{name}: " + "; ".join(f"{role} {dict(count)}" for role, count in counts.items()), flush=True)
    asked = [row for row in mine if row["role"] == "positives" and row["changed"] not in HIDDEN]
    found = sum(row["word"] == CERTAIN for row in asked)
    if mine[0]["kind"] == "face" and asked and found < TARGET * len(asked):
        yield f"{name}: {found} of {len(asked)} certain"
    hidden = [row for row in mine if row["role"] == "positives" and row["changed"] == "strings"]
    if any(row["word"] not in {CERTAIN, LIKELY} for row in hidden):
        yield f"{name}: with hidden texts not all are likely"
    if counts["absent"][CERTAIN]:
        yield f"{name}: {counts['absent'][CERTAIN]} files without it are called certain"
    wrong = [f"{row['file']}: {row['called']}" for row in mine if row["called"]]
    yield from (f"{name}: called recognition: {problem}" for problem in wrong)


def _rows(target: Target) -> Iterator[dict[str, Any]]:
    record = next((one for one in records() if one.id == target.id), None)
    if record is None:
        print(f"{target.name}: no record {target.id} in signatures/fingerprints")
        return
    learned = {sha256(path) for role in LEARNED_FROM for source in target.files[role] for path in _files(source)}
    learned |= {sha for sha, _, _ in record.learned.samples} | {*record.learned.contrast}
    versions = {source.version for source in target.files["samples"] if source.version}
    for role in TESTED:
        for source in target.files[role]:
            for path in _files(source):
                if sha256(path) in learned:
                    print(f"    {source.text}: {path.name} was learned from, it is not counted")
                    continue
                yield {**_row(source, role, path), **_said(path, source, record, role)} | {
                    "target": target.name, "project": target.project, "kind": record.kind, "family": record.family,
                    "new_version": not source.version or source.version not in versions,
                }  # fmt: skip


def _row(source: Source, role: str, path: Path) -> dict[str, Any]:
    return {
        "role": role, "file": source.text, "name": path.name, "form": source.form, "build": source.build,
        "version": source.version, "changed": source.changed, "alone": source.alone,
    }  # fmt: skip


def _said(path: Path, source: Source, record: Record, role: str) -> dict[str, Any]:
    seen = _look(path)
    faces = {one.id for one in records() if recognising(one)}
    alone = source.alone and source.alone != "recognition"
    called = [one for one, word in seen.words.items() if alone and one in faces and word in {CERTAIN, LIKELY}]
    word = seen.words.get(record.id, ABSENT)
    return {
        "word": word, "full": full(path, record) if role == "positives" and word != CERTAIN else word,
        "share": seen.share.get(record.id, ""), "problem": seen.problem, "called": ", ".join(called),
        "others": {one: word for one, word in seen.words.items() if one != record.id and word in {CERTAIN, LIKELY}},
        "record": record.id, "learned": digest(record.id),
    }  # fmt: skip


@cache
def _look(path: Path) -> Seen:
    return look(path)


def _files(source: Source) -> list[Path]:
    """What is there; ``corpus`` fetches and builds."""
    try:
        if there(source):
            return files(source)
        print(f"    MISSING {source.text}: not fetched or built yet, see corpus")
    except Missing as problem:
        print(f"    MISSING {problem}")
    return []


@cache
def sha256(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
