"""``learn``: make the records of ``signatures/fingerprints`` anew, by the product's own command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fingerprints.background import collection, kept
from benchmarks.fingerprints.lists import Source, Target, targets
from benchmarks.fingerprints.picking import files, one
from benchmarks.fingerprints.sources import BASE, Missing
from benchmarks.places import ROOT

PACK = ROOT / "signatures"


def learn(asked: str = "") -> int:
    """Learn every target of the lists, or those of one project; 1 where one was not learned."""
    return max([_learned(target) for target in targets(asked) if target.files["samples"]], default=0)


def _learned(target: Target) -> int:
    print(f"== {target.project}: {target.name}", flush=True)
    try:
        command = [sys.executable, "-m", "scanner", "fingerprints", "learn", *_words(target)]
    except Missing as problem:
        print("MISSING", problem)
        return 1
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _words(target: Target) -> Iterator[str]:
    record = target.record
    yield from ("--id", target.id, "--target", str(record.get("target", target.name)), "--family", target.family)
    yield from (
        "--background",
        str(_background(target)),
        "--into",
        str(PACK),
        "--kind",
        str(record.get("kind", "face")),
    )
    for name in ("product", "note", "share"):
        if record.get(name):
            yield from (f"--{name}", str(record[name]))
    for capability in record.get("capabilities") or ():
        yield from ("--capability", str(capability))
    for kind in record.get("beside") or ():
        yield from ("--beside", str(kind))
    for role, option in (("sisters", "--sister"), ("contrast", "--contrast")):
        for path in dict.fromkeys(path for source in target.files[role] for path in files(source)):
            yield from (option, str(path))
    yield from map(_sample, target.files["samples"])


def _sample(source: Source) -> str:
    path = one(source)
    return f"{path}@{source.version}" if source.version else str(path)


def _background(target: Target) -> Path:
    if target.record.get("background"):
        return BASE / str(target.record["background"])
    place = kept("background", target.family)
    if not place.exists():
        collection("background", target.family)
    return place
