"""Fingerprints of libraries whose texts a key hides: the file is looked at as it reads without the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.catalogue.fingerprints import ABSENT, CERTAIN, LIKELY, TRACES, Record
from scanner.detect.fingerprints import observation
from scanner.fingerprints.markers import version_range
from scanner.fingerprints.registry import extractors_for
from scanner.fingerprints.score import match, wanted
from scanner.types import ParseFailure

if TYPE_CHECKING:
    from scanner.detect.hidden.decoded import View
    from scanner.detect.interface import Subject
    from scanner.types import Observation

MOST_BYTES = 256 << 20
"""A larger file is not copied."""
Sure = tuple[str, int, "Observation"]
"""Id of a record, how sure it is, what is said of it."""
_RANK = (ABSENT, TRACES, LIKELY, CERTAIN)


def learned(subject: Subject, view: View, start: int, records: Iterable[Record]) -> Iterator[Sure]:
    """What is said of ``records`` with ``view`` in place of the node's bytes from ``start``."""
    if subject.source.size > MOST_BYTES:
        return
    data = bytearray(subject.source.data)
    data[start : start + len(view.data)] = view.data
    yield from _answers(subject, memoryview(data), records)


def _answers(subject: Subject, data: memoryview, records: Iterable[Record]) -> Iterator[Sure]:
    for extractor in extractors_for(subject.node.format):
        mine = [record for record in records if record.family == extractor.NAME]
        try:
            features = extractor.features(data, wanted(mine)) if mine else {}
        except ParseFailure:  # of the copy: what is wrong with the file itself is told where it is read
            continue
        for record in mine:
            answer = match(record, features)
            version = version_range(record, features)
            yield record.id, _RANK.index(answer.word), observation(subject.node.path, record, answer, features, version)


def told(one: Observation, how: str) -> Observation:
    """``one`` with ``how`` it was hidden in its detail."""
    return replace(one, detail=f"{one.detail} ({how})")
