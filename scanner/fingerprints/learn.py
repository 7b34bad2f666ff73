"""Learning a record: from samples of a target, less everything that other files have too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scanner.catalogue.fingerprints import GROUPS, LEAST, WEIGHT_STEP, Marker
from scanner.fingerprints.gather import among
from scanner.fingerprints.interface import Extractor
from scanner.fingerprints.markers import markers
from scanner.fingerprints.selection import (
    Candidates,
    agreed,
    chosen,
    origin_of_text,
    origins_of_windows,
    rare,
    threshold,
    weights,
    without,
)
from scanner.types import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scanner.fingerprints.background import Background

    Hashes = NDArray[np.uint64]

FEWEST_SAMPLES = 4
"""With fewer, what one compiler or one build brings along cannot be told from the library."""
ALIKE = 0.9
"""Share of common features from which two samples are builds of one kind."""
_FEW = 20
"""Features below which nothing is said of how alike two samples are."""
FEWEST_KINDS = 3
TRIGGERS = 24
"""Features that also become byte patterns."""
_TRIGGER_BYTES = (8, 24)
"""Length of a byte pattern; a longer text is cut."""
_TRIGGERS_OF = {"str": 10, "qual": 4, "rtti": 6, "sym": 2, "f64": 4, "f32": 4, "ints": 4, "call": 6, "shape": 2}
_DIVIDED = {"java": 5}
"""Families whose libraries are many small files: so many times more patterns, as each file must show one of its own."""
_WINDOWS = frozenset({"f32", "f64", "ints"})

Raws = Callable[[Mapping[str, "Hashes"]], Mapping[str, Mapping[int, tuple[int, bytes]]]]
"""Type → hashes that are asked for, to type → hash → (offset in a sample, bytes of the feature)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One file that was read for learning."""

    sha256: str
    name: str
    features: Mapping[str, Hashes]
    version: str = ""


@dataclass(frozen=True, slots=True)
class LearnedPart:
    """The features of one type, as the record will have them; all lists are in the order of ``hashes``."""

    hashes: Hashes
    weights: tuple[int, ...]
    threshold: float
    raws: tuple[bytes, ...]
    beside: bool = False
    """Whether sisters have them too."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and how much was left after each step: type → numbers."""

    parts: Mapping[str, LearnedPart]
    markers: tuple[Marker, ...]
    steps: Mapping[str, tuple[int, int, int, int]]
    """Type → features that enough samples share, left without contrast, left without background, chosen."""
    agreement: int


@dataclass(frozen=True, slots=True)
class Class:
    """Everything that a lesson is given."""

    samples: Sequence[Sample]
    contrast: Sequence[Mapping[str, Hashes]]
    background: Background
    raws: Raws
    most: int = 300
    """Features of one type at most."""
    sisters: Sequence[Mapping[str, Hashes]] = ()
    beside: frozenset[str] = frozenset()
    """Types whose features sisters may have too: they tell the library, beside features of another group that tell the
    part."""

    def others(self, kind: str) -> Sequence[Mapping[str, Hashes]]:
        """The files whose features of one type are taken out."""
        return self.contrast if kind in self.beside else [*self.contrast, *self.sisters]

    _left: dict[str, Candidates] = field(default_factory=dict)


def check_samples(samples: Sequence[Sample]) -> None:
    """Whether anything can be learned from ``samples``.

    :raises UsageError: with the reason why nothing can.
    """
    distinct = {one.sha256 for one in samples}
    if len(distinct) < len(samples):
        raise UsageError("two samples are the same file")
    if len(samples) < FEWEST_SAMPLES:
        raise UsageError(
            f"{len(samples)} samples are too few: {FEWEST_SAMPLES} or more are needed, which differ in compiler, "
            "processor, system and version. What one build brings along cannot be told from the library otherwise"
        )
    kinds = _kinds(samples)
    if len(kinds) < FEWEST_KINDS:
        names = "; ".join(" and ".join(group) for group in kinds if len(group) > 1)
        raise UsageError(
            f"the samples are too alike: only {len(kinds)} kinds of build among {len(samples)} ({names} are nearly the "
            f"same). {FEWEST_KINDS} kinds are needed: another compiler, processor, system or version"
        )


def _kinds(samples: Sequence[Sample]) -> list[list[str]]:
    """Names of the samples, grouped by builds that are nearly the same."""
    # A library's tables are the same in every build, and may be many: they do not say that two builds are alike.
    sets = [_without_tables(one) for one in samples]
    groups: list[tuple[Hashes, list[str]]] = []
    for sample, mine in zip(samples, sets, strict=True):
        for first, names in groups:
            common = int(among(mine, first).sum())
            if common >= ALIKE * max(len(mine) + len(first) - common, _FEW):
                names.append(sample.name)
                break
        else:
            groups.append((mine, [sample.name]))
    return [names for _, names in groups]


def _without_tables(sample: Sample) -> Hashes:
    told = [sample.features[kind] for kind in sample.features.keys() - _WINDOWS]
    return np.unique(np.concatenate([np.zeros(0, np.uint64), *told]))


def learn(given: Class) -> Lesson:
    """The lesson of ``given``.

    :raises UsageError: where nothing is left that tells the target from other files.
    """
    check_samples(given.samples)
    samples = [one.features for one in given.samples]
    need = len(samples) - 1
    kinds = [kind for kind in GROUPS if any(kind in one for one in samples)]
    shared = {kind: agreed(samples, kind, need) for kind in kinds}
    own = {kind: without(shared[kind], given.others(kind), kind) for kind in kinds}
    left = {kind: rare(own[kind], given.background, kind) for kind in kinds}
    raws = given.raws({kind: some.hashes for kind, some in left.items()})
    picked = {kind: _chosen(kind, left[kind], raws.get(kind, {}), given.most) for kind in kinds}
    parts = {
        kind: _part(kind, picked[kind], own[kind], raws[kind], given)
        for kind in kinds
        if len(picked[kind].hashes) >= LEAST[kind]
    }
    steps = {
        kind: (len(shared[kind].hashes), len(own[kind].hashes), len(left[kind].hashes), len(picked[kind].hashes))
        for kind in kinds
    }
    if all(part.beside for part in parts.values()):
        raise UsageError(
            "nothing is left to learn: " + "; ".join(_where_it_went(kind, *numbers) for kind, numbers in steps.items())
        )
    return Lesson(parts, tuple(_markers(given)), steps, need)


def _where_it_went(kind: str, shared: int, own: int, left: int, picked: int) -> str:
    return (
        f"{kind}: {shared:,} features in common, {own:,} of them not in sisters and contrast, {left:,} not in the "
        f"background, {picked:,} chosen of at least {LEAST[kind]}"
    )


def _chosen(kind: str, left: Candidates, raws: Mapping[int, tuple[int, bytes]], most: int) -> Candidates:
    hashes = left.hashes.tolist()
    if kind in _WINDOWS:
        names = origins_of_windows([raws[one][0] for one in hashes])
        return chosen(left, names.__getitem__, most)
    return chosen(left, lambda place: origin_of_text(raws[hashes[place]][1]), most)


def _part(
    kind: str, picked: Candidates, own: Candidates, raws: Mapping[int, tuple[int, bytes]], given: Class
) -> LearnedPart:
    heavy = weights(picked, len(given.samples), given.background.files) / WEIGHT_STEP
    return LearnedPart(
        picked.hashes,
        tuple(np.clip(np.rint(heavy), 1, 255).astype(int).tolist()),
        threshold(kind, own, given.background, len(given.samples), given.most),
        tuple(raws[one][1] for one in picked.hashes.tolist()),
        kind in given.beside,
    )


def _markers(given: Class) -> Iterator[Marker]:
    """Markers need not be in every sample, but in no other file."""
    allowed = {}
    for kind in ("str", "qual", "rtti"):
        some = agreed([one.features for one in given.samples], kind, 1)
        others = [*given.contrast, *given.sisters]
        allowed[kind] = rare(without(some, others, kind), given.background, kind).hashes
    yield from markers([(one.version, one.features) for one in given.samples], allowed)


def triggers(lesson: Lesson, extractor: Extractor) -> list[bytes]:
    """Byte patterns of some of the features of every type, heaviest first: any of them lets a file be looked at."""
    found: dict[bytes, None] = {}
    more = _DIVIDED.get(extractor.NAME, 1)
    for kind, part in lesson.parts.items():
        if part.beside:
            continue
        heaviest = sorted(range(len(part.weights)), key=lambda place, part=part: -part.weights[place])  # type: ignore[misc]
        used = 0
        for place in heaviest:
            patterns = [one for one in map(_cut, extractor.patterns(kind, part.raws[place])) if one]
            if not found.keys() >= set(patterns) and used < more * _TRIGGERS_OF.get(kind, 0):
                used += 1
                found |= dict.fromkeys(patterns)
    return list(found)


def _cut(pattern: bytes) -> bytes:
    """``pattern`` as the byte search takes it; empty if it is too short or of too few different bytes to be quick."""
    shortest, longest = _TRIGGER_BYTES
    pattern = pattern[:longest]
    return pattern if len(pattern) >= shortest and len({*pattern} - {0}) >= 4 else b""
