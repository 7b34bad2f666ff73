"""Recognises libraries by what their compiled code cannot shed, where the byte search has seen one of the features."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from scanner.catalogue.fingerprints import ABSENT, CERTAIN, FINGERPRINTS, Record, triggered
from scanner.detect.search import hits
from scanner.fingerprints.telling import SHOWN, heaviest, part_told
from scanner.text import safe_text
from scanner.types import FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject
    from scanner.fingerprints.interface import Features
    from scanner.fingerprints.score import Answer, PartScore

_NATIVE = "native"
_MANY = 8
"""Triggers of a record from which a native file must have two."""


class Fingerprints:
    """Holds the pack's fingerprints against files that have one of their strongest features."""

    NAME: ClassVar[str] = "fingerprints"
    VERSION: ClassVar[str] = "1.0.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Knows the libraries that it was taught; not one that was rewritten, nor one whose texts and type names are "
        "hidden and which has no number tables.",
        "A file that shows none of a record's byte patterns, or only one of many, is not looked at closer.",
        "Says that a library's code is there, not that it is used.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """One observation for each record of which the file has anything: certain, likely or traces.

        :raises LimitReached: where the byte search does not end within ``limits.match_seconds``.
        """
        records = subject.vocabulary.fingerprints
        if not records or subject.vocabulary.rules is None or not subject.source.size:
            return
        seen = triggered(
            string.identifier for match in hits(subject) if match.namespace == FINGERPRINTS for string in match.strings
        )
        due = [records[place] for place, numbers in sorted(seen.items()) if enough(records[place], numbers)]
        if due:
            yield from _observations(subject, due)


def enough(record: Record, numbers: set[int]) -> bool:
    """Whether a file is looked at closer.

    Large programs have one of many short texts by chance: of 208 MB of unrelated files 93 MB had one, 7 MB had two. Of
    one class or dex file little can be asked.
    """
    return len(numbers) > 1 or record.family != _NATIVE or len(record.triggers) < _MANY


def _observations(subject: Subject, records: list[Record]) -> Iterator[Observation]:
    # numpy takes a tenth of a second to load, and most deliveries never need it.
    from scanner.fingerprints.markers import version_range
    from scanner.fingerprints.registry import extractors_for
    from scanner.fingerprints.score import match, wanted

    for extractor in extractors_for(subject.node.format):
        mine = [record for record in records if record.family == extractor.NAME]
        if not mine:
            continue
        features = extractor.features(subject.source.data, wanted(mine))
        for record in mine:
            answer = match(record, features)
            if answer.word != ABSENT:
                version = version_range(record, features)
                yield observation(subject.node.path, record, answer, features, version)
                if version:
                    told = f"fingerprint {record.id}"
                    yield Observation(FactKind.VERSION, safe_text(version), subject.node.path, Place.FILE, detail=told)


def observation(path: str, record: Record, answer: Answer, features: Features, version: str) -> Observation:
    """What is said of one record in one file."""
    value = record.id if answer.word == CERTAIN else f"{record.id} {answer.word}"
    places = [(part, place) for part in answer.parts for place in heaviest(part)[:SHOWN]]
    offsets = [_offset(part, features, place) for part, place in places]
    return Observation(
        FactKind.FINGERPRINT,
        value,
        path,
        Place.TEXT,
        offset=min(offsets, default=None),
        detail=detail(answer, features, version),
        setting=";".join(f"{part.part.kind}:{','.join(map(str, part.hits))}" for part in answer.parts),
    )


def detail(answer: Answer, features: Features, version: str) -> str:
    """Per type the hits, coverage, score and threshold, with the heaviest features and where they stand."""
    ranked = sorted(answer.parts, key=lambda one: -one.score)
    parts = "; ".join(part_told(part, partial(_offset, part, features)) for part in ranked)
    return parts + (f"; version {safe_text(version)}" if version else "")


def _offset(one: PartScore, features: Features, place: int) -> int:
    from scanner.fingerprints.score import hashes_of

    found = features[one.part.kind]
    return int(found.offsets[found.hashes.searchsorted(hashes_of(one.part)[place])])
