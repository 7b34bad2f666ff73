"""``copies``: files of the background that have much of what the samples of a target share.

A copy of the library there takes the library's own features out of its record; it must be put on no list. A sister or a
sub-library there is what the background is for.
"""

from __future__ import annotations

import numpy as np

from benchmarks.fingerprints.background import JOBS, Collection, collection
from benchmarks.fingerprints.lists import Target, targets
from benchmarks.fingerprints.picking import files, one
from benchmarks.fingerprints.sources import Missing
from scanner.authoring.fingerprints.extraction import read_each
from scanner.catalogue.fingerprints import GROUPS
from scanner.fingerprints.selection import agreed, without

SHOWN = 8
SHARE = 0.02
"""Of all features, from which a file is named."""


def copies(asked: str = "") -> int:
    """Name the nearest files for every target."""
    for target in targets(asked):
        if target.files["samples"]:
            print(f"{target.project}: {target.name}", flush=True)
            try:
                _named(target)
            except Missing as problem:
                print(f"    MISSING {problem}")
    return 0


def _named(target: Target) -> None:
    some = collection("background", target.family)
    samples = [
        told.features() for told in read_each([one(each) for each in target.files["samples"]], target.family, JOBS)
    ]
    others = [path for role in ("sisters", "contrast") for each in target.files[role] for path in files(each)]
    contrast = [told.features() for told in read_each(others, target.family, JOBS)] if others else []
    hits = np.zeros(len(some.entries), np.int64)
    every = 0
    for kind in GROUPS:
        if not any(kind in sample for sample in samples):
            continue
        shared = without(agreed(samples, kind, len(samples) - 1), contrast, kind)
        _, numbers = some.features.places(kind, shared.hashes)
        hits += np.bincount(numbers, minlength=len(hits))
        every += len(shared.hashes)
    _told(some, hits, every)


def _told(some: Collection, hits: np.typing.NDArray[np.int64], every: int) -> None:
    print(f"    {every:,} features are shared by the samples and not by sisters and contrast")
    for number in np.argsort(-hits)[:SHOWN].tolist():
        if hits[number] >= max(3, SHARE * every):
            print(f"    {hits[number]:,} of them in {some.entries[number].path}")
