"""``python -m benchmarks.images recall``: screen every image and compare what came out with what went in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.images.catalogue import RECIPES, full
from benchmarks.images.truth import Truth
from benchmarks.results import keep
from benchmarks.screening import must_screen
from scanner.document.report import Report
from scanner.text import size_text
from scanner.types import UNREAD

UNREAD_STATES = tuple(state.value for state in UNREAD)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Recall:
    """What the screening of one image gave. ``cpu`` are seconds of all its processes."""

    truth: Truth
    report: Report
    cpu: float

    @property
    def missing(self) -> list[str]:
        """Files that no node equals."""
        there = {node["sha256"] for node in self.report.screening["nodes"]}
        return [path for path, found in self.truth.files.items() if found.sha256 not in there]

    @property
    def share(self) -> float:
        """Share of the files that came out byte for byte, 0 to 1."""
        return 1 - len(self.missing) / len(self.truth.files)

    @property
    def leaves(self) -> dict[str, int]:
        """Bytes of the leaves by state."""
        return dict(self.report.screening["ledger"]["states"])

    @property
    def unread(self) -> int:
        """Bytes of the delivered image, rolled up, that count as unread."""
        states = self.report.screening["ledger"]["delivery"]
        return sum(count for state, count in states.items() if state in UNREAD_STATES)

    @property
    def broken(self) -> int:
        """Leaf bytes that failed, met a limit, or had no reader or tool."""
        return sum(self.leaves.get(state, 0) for state in ("failed", "limit", "no-tool", "not-unpacked"))

    @property
    def right(self) -> bool:
        """All files there; of an encrypted image none, and its encrypted bytes unread."""
        if self.truth.encrypted:
            return len(self.missing) == len(self.truth.files) and self.unread >= self.truth.encrypted
        return not self.missing


def screened(image: Path, truth: Truth) -> Recall:
    """Screen ``image`` with the command line as a user would."""
    report, cost = must_screen(image, f"image-{image.name}")
    return Recall(truth, report, cost.cpu)


def recall(names: Sequence[str]) -> int:
    """Screen the images ``names`` (all when empty) and print what is missing."""
    results = list(_all(names))
    if not names:
        keep("recall", [row(one) for one in results])
    wrong = [one.truth.image for one in results if not one.right]
    print(f"{len(results) - len(wrong)} of {len(results)} as they must be; not: {', '.join(wrong) or 'none'}")
    return 1 if wrong else 0


def _all(names: Sequence[str]) -> Iterator[Recall]:
    shop = full()
    for name in names or RECIPES:
        one = screened(shop.image(name), shop.truth(name))
        print(line(one), flush=True)
        for extra in details(one):
            print(f"    {extra}", flush=True)
        yield one


def line(one: Recall) -> str:
    """One line of text about a screened image."""
    mark = "ok " if one.right else "BAD"
    states = ", ".join(f"{state} {size_text(count)}" for state, count in one.leaves.items())
    return f"{mark} {one.truth.image:20} {100 * one.share:6.2f} %  {one.cpu:6.2f} s CPU  {states}"


def details(one: Recall) -> Iterator[str]:
    """The first missing files and the largest regions that broke."""
    if not one.truth.encrypted and one.missing:
        yield f"missing {len(one.missing)}: {', '.join(one.missing[:_SHOWN])}"
    reasons: Counter[tuple[str, ...]] = Counter()
    for region in one.report.screening["ledger"]["regions"]:
        if region["state"] not in {"opaque", "encrypted"} or one.truth.encrypted:
            reasons[region["state"], region["reader"], region["reason"][:150], region["path"][-90:]] += region["length"]
    for said, count in reasons.most_common(_SHOWN):
        yield f"{size_text(count)} {': '.join(said)}"


def row(one: Recall) -> dict[str, Any]:
    """Cells of the table in docs/unpacking.md."""
    return {
        "image": one.truth.image, "size": one.truth.size, "files": len(one.truth.files), "missing": len(one.missing),
        "encrypted": one.truth.encrypted, "unread": one.unread, "broken": one.broken, "cpu": one.cpu,
        "states": one.leaves, "right": one.right,
    }  # fmt: skip
