"""From files on this machine to a record: reads samples, sisters, contrast and background, and learns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.authoring.fingerprints.extraction import Reading, raws_of, read_all, read_each
from scanner.fingerprints.background import Background, Gatherer
from scanner.fingerprints.learn import Class, Lesson, Sample, learn
from scanner.types import UsageError

MOST_NAME = 120


@dataclass(frozen=True, slots=True)
class Material:
    """The files of a lesson."""

    samples: Sequence[tuple[Path, str]]
    """(file, version or empty)"""
    contrast: Sequence[Path]
    background: Background
    family: str
    jobs: int = 1
    sisters: Sequence[Path] = ()
    beside: frozenset[str] = frozenset()
    """Types of features that sisters may have too."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned, and of what."""

    lesson: Lesson
    samples: tuple[Sample, ...]
    contrast: tuple[str, ...]


def teach(material: Material, most: int = 300) -> Taught:
    """The lesson of ``material``.

    :raises UsageError: where a file cannot be read, or nothing can be learned; with the reason.
    """
    files = [file for file, _ in material.samples]
    told = read_each(files, material.family, material.jobs)
    samples = tuple(
        Sample(one.sha256, file.name[:MOST_NAME], one.features(), version)
        for one, (file, version) in zip(told, material.samples, strict=True)
    )
    paths = [*material.contrast, *material.sisters]
    others = read_each(paths, material.family, material.jobs)
    mine = {one.sha256 for one in samples}
    both = sorted(str(file) for file, one in zip(paths, others, strict=True) if one.sha256 in mine)
    if both:
        raise UsageError(f"{both[0]} is a sample and a sister or contrast as well")
    raws = raws_of(files, material.family)
    features = [one.features() for one in others]
    contrast, sisters = features[: len(material.contrast)], features[len(material.contrast) :]
    given = Class(samples, contrast, material.background, raws, most, sisters, material.beside)
    return Taught(learn(given), samples, tuple(sorted({one.sha256 for one in others})))


def background_from(
    folder: Path, family: str, jobs: int, progress: Callable[[int, int], None] | None = None
) -> tuple[Background, list[str]]:
    """The features of all files below ``folder``, and what could not be read, in sentences.

    Files of one folder directly below are taken for one package.
    """
    files = list(_files(folder))
    gatherer = Gatherer()
    problems: list[str] = []
    readings = [Reading(str(file), family) for file in files]
    told = {}
    for reading, said in read_all(readings, jobs):
        told[reading.file] = said
        if progress:
            progress(len(told), len(files))
    for file in files:  # in the order of names, so that a second run gives the same
        said = told[str(file)]
        if said.problem:
            problems.append(f"{file}: {said.problem}")
        else:
            gatherer.add(said.sha256, file.relative_to(folder).parts[0], said.features())
    return gatherer.background(), problems


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(place, name)
            if file.is_file() and not file.is_symlink():
                yield file
