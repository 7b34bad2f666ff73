"""Holding a pack's fingerprints against one file, with everything that a screening leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.catalogue.fingerprints import ABSENT, CERTAIN, LIKELY, TRACES, Record
from scanner.detect.fingerprints import detail
from scanner.fingerprints.archives import extractors_of, features_of
from scanner.fingerprints.markers import version_range
from scanner.fingerprints.score import match, wanted
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Emit, Lost, Part
from scanner.sandbox.pool import Pool
from scanner.types import Limits, ParseFailure
from scanner.types.compact import Compact
from scanner.workdir import work_folder

_SECONDS = 600.0
_ORDER = {CERTAIN: 0, LIKELY: 1, TRACES: 2}


@dataclass(frozen=True, slots=True)
class Tried(Compact):
    """What one file says of one record; ``record`` is empty for a file that could not be read, ``word`` says why."""

    file: str
    record: str
    word: str
    detail: str = ""
    version: str = ""
    hits: tuple[tuple[str, int], ...] = ()
    """(type of feature, how many were met)"""


@dataclass(frozen=True, slots=True)
class _Trial:
    """The handler of the workers."""

    records: tuple[Record, ...]

    def __call__(self, file: str, emit: Emit) -> None:
        try:
            with Source(file, file) as source:
                for one in self._tried(file, source):
                    emit(one)
        except (OSError, ParseFailure) as error:
            emit(Tried(file, "", str(error)))

    def _tried(self, file: str, source: Source) -> Iterator[Tried]:
        for extractor in extractors_of(identify(source)):
            mine = [record for record in self.records if record.family == extractor.NAME]
            if not mine or not source.size:
                continue
            features = features_of(source.data, extractor, wanted(mine))
            for record in mine:
                answer = match(record, features)
                if answer.word == ABSENT:
                    continue
                version = version_range(record, features)
                hits = tuple((part.part.kind, len(part.hits)) for part in answer.parts)
                yield Tried(file, record.id, answer.word, detail(answer, features, version), version, hits)


def try_files(files: Sequence[Path], records: Sequence[Record], jobs: int = 1) -> list[Tried]:
    """What ``files`` say of ``records``, in their order, the surest first; nothing of what is absent."""
    limits = Limits()
    found: list[Tried] = []
    with work_folder(None) as work:
        fence = Fence(work, limits.worker_memory, limits.node_bytes, limits.open_files)
        with Pool(_Trial(tuple(records)), jobs, fence, _SECONDS, (Tried,)) as pool:
            for file in files:
                pool.submit(str(file), 1 << 24)
            while pool.busy:
                for event in pool.events(0.2):
                    if isinstance(event, Lost):
                        found.append(Tried(event.task, "", event.reason))
                    elif isinstance(event, Part) and isinstance(event.value, Tried):
                        found.append(event.value)
    place = {str(file): number for number, file in enumerate(files)}
    return sorted(found, key=lambda one: (place[one.file], _ORDER.get(one.word, 3), one.record))
