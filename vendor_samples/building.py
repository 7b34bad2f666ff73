"""Build samples and compare a fresh build with the committed one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from vendor_samples.interface import PREBUILT, Sample
from vendor_samples.tools import require


def build(samples: Iterable[Sample], out: Path = PREBUILT) -> Iterator[Path]:
    """Build ``samples`` below ``out`` and yield each path as it is done; an older one there is replaced.

    :raises RecipeError: before anything is built, when a program is not installed.
    """
    wanted = tuple(samples)
    require(program for sample in wanted for program in sample.programs)
    out.mkdir(parents=True, exist_ok=True)
    for sample in wanted:
        yield _build_one(sample, out / sample.file)


def differences(samples: Iterable[Sample]) -> Iterator[str]:
    """Rebuild ``samples`` in a temporary folder; one sentence for every file that differs from ``prebuilt/``."""
    with tempfile.TemporaryDirectory(prefix="facescreen-samples-") as folder:
        for path in build(samples, Path(folder)):
            yield from _compare(path, PREBUILT / path.name)


def contents(path: Path) -> dict[str, bytes]:
    """Relative name → bytes of every file of a sample; a sample that is one file has the name ``""``."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def _build_one(sample: Sample, target: Path) -> Path:
    if target.is_dir():
        shutil.rmtree(target)
    with tempfile.TemporaryDirectory(prefix="facescreen-sample-") as work:
        sample.recipe(target, Path(work))
    return target


def _compare(fresh: Path, committed: Path) -> Iterator[str]:
    new, old = contents(fresh), contents(committed)
    for name in sorted(new.keys() | old.keys()):
        label = f"{fresh.name}/{name}" if name else fresh.name
        if name not in old:
            yield f"{label}: not in prebuilt/"
        elif name not in new:
            yield f"{label}: no longer built"
        elif new[name] != old[name]:
            yield f"{label}: other bytes ({len(old[name]):,} committed, {len(new[name]):,} built)"
