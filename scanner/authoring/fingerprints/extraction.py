"""Features of files on this machine, read in supervised workers: a sample comes from a vendor as a delivery does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scanner.fingerprints.archives import features_of
from scanner.fingerprints.interface import Features
from scanner.fingerprints.registry import extractor_of
from scanner.formats.source import Source
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Emit, Lost, Part
from scanner.sandbox.pool import Pool
from scanner.types import Limits, ParseFailure, UsageError
from scanner.types.compact import Compact
from scanner.workdir import work_folder

Hashes = NDArray[np.uint64]
_SECONDS = 600.0
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading(Compact):
    """One file to be read: all features of it, or with ``hashes`` (type → numbers as bytes) the bytes of those."""

    file: str
    family: str
    hashes: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Told(Compact):
    """What a worker says of one file. ``raws``: (type, hash, offset, bytes) of the features that were asked for."""

    sha256: str = ""
    hashes: tuple[tuple[str, bytes], ...] = ()
    raws: tuple[tuple[str, int, int, bytes], ...] = ()
    problem: str = ""

    def features(self) -> dict[str, Hashes]:
        """The features as numpy knows them."""
        return {kind: np.frombuffer(numbers, "<u8").astype(np.uint64) for kind, numbers in self.hashes}


def read_all(
    readings: Sequence[Reading], jobs: int, progress: Callable[[Reading], None] | None = None
) -> Iterator[tuple[Reading, Told]]:
    """What workers say of each file, in any order. A file that cannot be read is told with its ``problem``."""
    limits = Limits()
    with work_folder(None) as work:
        fence = Fence(work, limits.worker_memory, limits.node_bytes, limits.open_files)
        with Pool(_read, jobs, fence, _SECONDS, (Told,)) as pool:
            for reading in readings:
                pool.submit(reading, 1 << 24)
            while pool.busy:
                for event in pool.events(0.2):
                    if isinstance(event, Lost):
                        yield event.task, Told(problem=event.reason)
                    elif isinstance(event, Part) and isinstance(event.value, Told):
                        if progress:
                            progress(event.task)
                        yield event.task, event.value


def read_each(files: Sequence[Path], family: str, jobs: int) -> list[Told]:
    """What is said of ``files``, in their order.

    :raises UsageError: where one of them cannot be read.
    """
    told = {reading.file: said for reading, said in read_all([Reading(str(one), family) for one in files], jobs)}
    for file in files:
        problem = told[str(file)].problem
        if problem:
            raise UsageError(f"{file}: {problem}")
    return [told[str(file)] for file in files]


def raws_of(
    files: Sequence[Path], family: str
) -> Callable[[Mapping[str, Hashes]], dict[str, dict[int, tuple[int, bytes]]]]:
    """Looks features up in ``files``, in one after the other until all are found."""

    def look_up(asked: Mapping[str, Hashes]) -> dict[str, dict[int, tuple[int, bytes]]]:
        found: dict[str, dict[int, tuple[int, bytes]]] = {kind: {} for kind in asked}
        left = {kind: set(hashes.tolist()) for kind, hashes in asked.items()}
        for file in files:
            if not any(left.values()):
                break
            numbers = tuple((kind, np.array(sorted(some), np.uint64).tobytes()) for kind, some in left.items() if some)
            for _, told in read_all([Reading(str(file), family, numbers)], 1):
                for kind, number, offset, raw in told.raws:
                    found[kind][number] = (offset, raw)
                    left[kind].discard(number)
        return found

    return look_up


def _read(reading: Reading, emit: Emit) -> None:
    """In the worker."""
    try:
        with Source(reading.file, reading.file) as source:
            emit(_told(reading, source))
    except (OSError, ParseFailure) as error:
        emit(Told(problem=str(error)))


def _told(reading: Reading, source: Source) -> Told:
    digest = hashlib.sha256()
    for start in range(0, source.size, _BLOCK):
        digest.update(source.data[start : start + _BLOCK])
    extractor = extractor_of(reading.family)
    if not reading.hashes:
        found = features_of(source.data, extractor)
        hashes = tuple((kind, one.hashes.astype("<u8").tobytes()) for kind, one in sorted(found.items()))
        return Told(digest.hexdigest(), hashes)
    wanted = {kind: np.frombuffer(numbers, "<u8").astype(np.uint64) for kind, numbers in reading.hashes}
    return Told(digest.hexdigest(), raws=tuple(_raws(features_of(source.data, extractor, wanted))))


def _raws(features: Features) -> Iterator[tuple[str, int, int, bytes]]:
    for kind, found in features.items():
        for place, number in enumerate(found.hashes.tolist()):
            yield kind, number, int(found.offsets[place]), found.raw(place)
