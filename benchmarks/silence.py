"""What facescreen says of software that has nothing to do with faces: ``python -m benchmarks.silence``.

At least 6,000 ELF, PE and Mach-O files and 1,000 packages of fixed lists. Every hit is kept, for ``docs/accuracy.md``
to show.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fetch import packages
from benchmarks.places import WORK
from benchmarks.registries import npm_packages, wheels
from benchmarks.results import keep, kept
from benchmarks.screening import must_screen
from scanner.document.report import Report
from scanner.types import State

BATCH = 60
"""Packages in one screening: enough to share its start-up, few enough for the report to stay small."""
GROUPS: tuple[tuple[str, Callable[[], list[Path]]], ...] = (
    ("Debian packages", lambda: packages("silence-debian", "amd64")),
    ("Debian packages with jars", lambda: packages("silence-java", "amd64")),
    ("wheels", lambda: wheels("silence-wheels")),
    ("npm packages", lambda: npm_packages("silence-npm")),
    ("wheels that were chosen last", lambda: wheels("silence-fresh")),
)
_COUNTED = {"elf": "ELF files", "pe": "PE files", "macho": "Mach-O files", "class": "class files"}


def main(asked: Sequence[str] = ()) -> int:
    """Screen the groups ``asked`` for (all), the others stand as they were kept.

    Fails where something is said to be shipped, or more than three things need a person.
    """
    earlier = {row["group"]: row for row in (kept("silence") or {"rows": []})["rows"]}
    fresh = {name: _group(name, fetch()) for name, fetch in GROUPS if not asked or name in asked}
    rows = [{**earlier, **fresh}[name] for name, _ in GROUPS if name in {*earlier, *fresh}]
    keep("silence", rows)
    hits = [hit for row in rows for hit in row["hits"]]
    shipped = sum(State.of(hit["state"]) >= State.SHIPPED for hit in hits)
    review = sum(hit["state"] == "available" and hit["class"] == "recognition" for hit in hits)
    print(f"at shipped or above: {shipped} (target 0); recognition for a person: {review} (target 3 at most)")
    return int(shipped > 0 or review > 3)


def _group(name: str, files: Sequence[Path]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    hits: list[dict[str, str]] = []
    size = 0
    for number, start in enumerate(range(0, len(files), BATCH)):
        folder = _linked(files[start : start + BATCH], f"{name}-{number}".replace(" ", "-"))
        report, _ = must_screen(folder, f"silence-{folder.name}")
        for node in report.screening["nodes"]:
            counts[_COUNTED.get(node["format"], "other files")] += 1
        hits += _hits(report)
        size += sum(path.stat().st_size for path in files[start : start + BATCH])
        print(f"{name}: {min(start + BATCH, len(files))} of {len(files)}, {len(hits)} hits", flush=True)
        shutil.rmtree(folder)
    return {"group": name, "packages": len(files), "bytes": size, "files": dict(sorted(counts.items())), "hits": hits}


def _linked(files: Sequence[Path], name: str) -> Path:
    """A folder with ``files`` as hard links, each in a folder of its own: their names may be equal."""
    folder = WORK / "silence" / name
    shutil.rmtree(folder, ignore_errors=True)
    for path in files:
        place = folder / path.parent.name if path.suffix != ".deb" else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / path.name).hardlink_to(path)
    return folder


def _hits(report: Report) -> Iterator[dict[str, str]]:
    """Every finding above ``mentioned`` with its first evidence."""
    for finding in report.findings:
        if State.of(finding["state"]) > State.MENTIONED:
            first = finding["evidence"][0]
            place = first["places"][0]
            yield {
                "product": finding["product"]["id"],
                "capability": finding["capability"],
                "class": finding["class"],
                "state": finding["state"],
                "basis": finding["basis"],
                "evidence": f"{first['kind']} {first['value']}",
                "path": place["path"],
            }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
