"""Fingerprints of libraries whose texts a key hides: the file is looked at as it reads without the key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from scanner.catalogue.fingerprints import ABSENT, CERTAIN, LIKELY, TRACES, Record, triggered
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
MOST_TEXTS = 200_000
"""Texts of one section that are put together."""
_TEXT = re.compile(rb"[\t\x20-\x7e]{6,}\0")
Sure = tuple[str, int, "Observation"]
"""Id of a record, how sure it is, what is said of it."""
_RANK = (ABSENT, TRACES, LIKELY, CERTAIN)


class Readings:
    """What one section reads like under its keys, as far as patterns of fingerprints stand there.

    The features of the file are then read twice: with the reading that shows most in the section's place, for a key
    that runs through it; and with the texts of all readings alone, for a key that begins anew with every text.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._triggers: set[str] = set()
        self._most = 0
        self._best: tuple[int, bytes] = 0, b""
        self._texts: dict[int, bytes] = {}

    def add(self, view: View, start: int, triggers: Collection[str]) -> None:
        """A reading that begins at ``start`` in the node, with the names of the patterns that were hidden in it."""
        self._triggers |= set(triggers)
        if len(triggers) > self._most:
            self._most, self._best = len(triggers), (start, view.data)
        for text in _TEXT.finditer(view.data):
            if len(self._texts) < MOST_TEXTS:
                self._texts.setdefault(start + text.start(), text[0])

    def answers(self) -> Iterator[Sure]:
        """What is said of every record that showed a pattern, by either way; nothing without any."""
        if not self._triggers or self._subject.source.size > MOST_BYTES:
            return
        records = [self._subject.vocabulary.fingerprints[place] for place in sorted(triggered(self._triggers))]
        for patches in ([self._best], sorted(self._texts.items())):
            data = bytearray(self._subject.source.data)
            for start, part in patches:
                data[start : start + len(part)] = part
            yield from _answers(self._subject, memoryview(data), records)


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
