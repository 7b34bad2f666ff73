"""Holding a record against a file's features: certain, likely, traces or absent, with the hits that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scanner.catalogue.fingerprints import ABSENT, CERTAIN, GROUPS, LIKELY, TRACES, WEIGHT_STEP, Part, Record
from scanner.fingerprints.gather import among
from scanner.fingerprints.interface import Features

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class PartScore:
    """What one type of feature says."""

    part: Part
    hits: tuple[int, ...]
    """Which of the record's features of this type the file has."""
    score: float

    @property
    def reached(self) -> bool:
        """Whether the type counts: enough features, and enough weight."""
        return len(self.hits) >= self.part.least and self.score >= self.part.threshold


@dataclass(frozen=True, slots=True)
class Answer:
    """What all types together say."""

    word: str
    parts: tuple[PartScore, ...]
    """Types with a hit."""


@lru_cache(maxsize=1024)
def hashes_of(part: Part) -> Hashes:
    """The hashes of a part, as numpy knows them."""
    return np.frombuffer(part.hashes, "<u8").astype(np.uint64)


def wanted(records: Iterable[Record]) -> dict[str, Hashes]:
    """Everything that ``records`` ask for, by type, with their version markers."""
    every: dict[str, list[Hashes]] = {}
    for record in records:
        for part in record.parts:
            every.setdefault(part.kind, []).append(hashes_of(part))
        for marker in record.markers:
            every.setdefault(marker.kind, []).append(np.frombuffer(marker.hashes, "<u8").astype(np.uint64))
    return {kind: np.unique(np.concatenate(parts)) for kind, parts in every.items()}


def match(record: Record, features: Features) -> Answer:
    """What ``features`` of one file say about ``record``."""
    found = {}
    for part in record.parts:
        if part.kind in features:
            met = among(hashes_of(part), features[part.kind].hashes)
            found[part.kind] = tuple(np.flatnonzero(met).tolist())
    return judge(record, found)


def judge(record: Record, hits: Mapping[str, Sequence[int]]) -> Answer:
    """The answer for the features of ``record`` that were met (type → their places), in one file or in several."""
    parts = tuple(_score(part, hits[part.kind]) for part in record.parts if hits.get(part.kind))
    groups = {GROUPS[one.part.kind] for one in parts if one.reached}
    if any(one.reached and not one.part.beside for one in parts):
        return Answer(LIKELY if len(groups) == 1 else CERTAIN, parts)
    return Answer(TRACES if parts else ABSENT, parts)


def _score(part: Part, hits: Sequence[int]) -> PartScore:
    return PartScore(part, tuple(hits), WEIGHT_STEP * sum(part.weights[place] for place in hits))
