"""Which features make a fingerprint: those that samples agree on and nothing else has, not too many of one origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scanner.fingerprints.gather import among

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scanner.fingerprints.background import Background

    Hashes = NDArray[np.uint64]

SAFETY = 1.5
"""Threshold over the best score that an unrelated file reached (library_fingerprints.md, section 6, step 7)."""
LOWEST = 20.0
"""The lowest threshold: two or three features that are rare."""
MOST_OF_ALL = 0.25
"""The highest threshold as a share of the whole weight: a program that uses a part of a library shows a part."""
SHARE = 10
"""One origin (a table, one block of encoded data) gives at most one in ten of the features …"""
FLOOR = 8
"""… but as many as this, as a library may have one table only."""
_ENCODED = re.compile(rb"[A-Za-z0-9+/=_-]{20,}")
_ALPHABETS = (b"0123456789", bytes(range(65, 91)), bytes(range(97, 123)))
"""Digits, capitals and small letters: encoded data has all of them."""
_SAME_TABLE = 64
"""Bytes between windows of numbers up to which they are of one table."""

Origin = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Features of one type that may be chosen: in how many samples each is."""

    hashes: Hashes
    counts: NDArray[np.int64]

    def only(self, keep: NDArray[np.bool_]) -> Candidates:
        """Those for which ``keep`` is set."""
        return Candidates(self.hashes[keep], self.counts[keep])


def agreed(samples: Sequence[Mapping[str, Hashes]], kind: str, need: int) -> Candidates:
    """What at least ``need`` samples share."""
    nothing = np.zeros(0, np.uint64)
    hashes, counts = np.unique(np.concatenate([one.get(kind, nothing) for one in samples]), return_counts=True)
    return Candidates(hashes, counts).only(counts >= need)


def without(candidates: Candidates, others: Sequence[Mapping[str, Hashes]], kind: str) -> Candidates:
    """``candidates`` that none of ``others`` has."""
    for other in others:
        if kind in other:
            candidates = candidates.only(~among(candidates.hashes, other[kind]))
    return candidates


def rare(candidates: Candidates, background: Background, kind: str) -> Candidates:
    """``candidates`` that no unrelated file has."""
    return candidates.only(background.frequency(kind, candidates.hashes) == 0)


def weights(candidates: Candidates, samples: int, background_files: int) -> NDArray[np.float64]:
    """How much more likely each is in a sample than in an unrelated file, as a natural logarithm."""
    inside = (candidates.counts + 0.5) / (samples + 1)
    return np.asarray(np.log(inside / (0.5 / (background_files + 1))), np.float64)


def threshold(kind: str, found: Candidates, background: Background, samples: int, most: int) -> float:
    """The sum of weights that unrelated files do not reach, with a margin.

    ``found`` may still hold what unrelated files have. Half of them are used to take features out, the other half is
    scored with what is left, and the other way round: so the score is of files that took no part.
    """
    worst, first = 0.0, background.halves()
    which, files = background.places(kind, found.hashes)
    for half in (first, ~first):
        seen = half[files]
        kept = np.ones(len(found.hashes), np.bool_)
        kept[which[seen]] = False
        kept &= np.cumsum(kept) <= most
        hits = kept[which]  # none of these stands in a file of the half that took features out
        weight = weights(found, samples, background.files)[which[hits]]
        scores = np.bincount(files[hits], weight, minlength=1)
        worst = max(worst, float(scores.max()))
    total = float(np.sort(weights(found, samples, background.files))[::-1][:most].sum())
    return round(max(LOWEST, min(SAFETY * worst, MOST_OF_ALL * total)), 1)


def chosen(candidates: Candidates, origin: Origin, most: int) -> Candidates:
    """At most ``most`` of ``candidates``: the most agreed first, spread over everything by their hash, and no origin
    with more than its share."""
    order = np.lexsort((candidates.hashes, -candidates.counts))
    limit = max(FLOOR, most // SHARE)
    taken: dict[str, int] = {}
    kept: list[int] = []
    for place in order.tolist():
        if len(kept) == most:
            break
        name = origin(place)
        if name and taken.setdefault(name, 0) >= limit:
            continue
        if name:
            taken[name] += 1
        kept.append(place)
    use = np.zeros(len(candidates.hashes), np.bool_)
    use[kept] = True
    return candidates.only(use)


def origin_of_text(raw: bytes) -> str:
    """A name for the block of encoded data that a text is a line of; empty for a text that was written."""
    return "encoded" if _ENCODED.fullmatch(raw) and _is_mixed(raw) else ""


def _is_mixed(raw: bytes) -> bool:
    return not any(set(raw).isdisjoint(alphabet) for alphabet in _ALPHABETS)


def origins_of_windows(offsets: Sequence[int]) -> list[str]:
    """A name for the table that each window is of: windows that follow each other closely are of one."""
    names = [""] * len(offsets)
    table, last = 0, -_SAME_TABLE - 1
    for place in sorted(range(len(offsets)), key=offsets.__getitem__):
        table += offsets[place] - last > _SAME_TABLE
        last = offsets[place]
        names[place] = str(table)
    return names
