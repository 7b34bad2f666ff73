"""Finds known texts under unknown keys in one stretch of bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from scanner.detect.constants.clusters import Clock
from scanner.detect.hidden.cribs import WINDOW, Bytes, Cribs, Distance
from scanner.detect.hidden.keys import keys_at, proves, shortest

BLOCK = 1 << 17
"""Bytes that are looked at together: what is made of them stays in the processor's cache."""
_LONG = 32
"""Bytes beyond the key from which a text is believed wherever it seems to stand."""
_BESIDE = 32
"""Bytes between a text and its repetition, at most two keys."""
_OPEN = bytes([0, 9, 10, 13, *range(0x20, 0x7F)])
"""Bytes of texts that nobody has hidden."""


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """A known text under a key."""

    offset: int
    """In the stretch."""
    text: bytes
    key: bytes
    """Turned so that the byte at offset ``i`` of the stretch has ``key[i % len(key)]``."""

    @property
    def end(self) -> int:
        """Offset behind the text."""
        return self.offset + len(self.text)

    @property
    def first_turn(self) -> bytes:
        """The same for a key wherever it begins."""
        return min(turned(self.key))


def turned(key: bytes) -> list[bytes]:
    """``key`` as it is seen from each place where it may begin, itself first."""
    return [key[turn:] + key[:turn] for turn in range(len(key))]


def believed(data: memoryview, found: Iterable[Sighting]) -> list[Sighting]:
    """``found`` in order, without what open texts may be taken for.

    Where a text stands twice in a row, its second half is the first one under a key: a text that stands openly beside
    the place, and bytes that all look like text, are believed under a key that another text has as well.
    """
    known = sorted(set(found))
    by_key: dict[bytes, dict[bytes, list[Sighting]]] = defaultdict(dict)
    for one in known:
        same = by_key[one.first_turn].setdefault(one.text, [one])
        same[1:] = [one]
    return [one for one in known if _is_certain(data, one) or _has_company(one, by_key[one.first_turn])]


def _is_certain(data: memoryview, one: Sighting) -> bool:
    size = len(one.text)
    around = bytes(data[max(0, one.offset - size - _BESIDE) : one.end + size + _BESIDE])
    if one.text in around:
        return False
    return size - len(one.key) >= _LONG or bool(bytes(data[one.offset : one.end]).translate(None, _OPEN))


def _has_company(one: Sighting, ends: Mapping[bytes, list[Sighting]]) -> bool:
    """Whether another text that does not touch this one has its key; ``ends``: first and last place of each."""
    others = (other for text, places in ends.items() if text not in one.text for other in places)
    return any(other.end <= one.offset or one.end <= other.offset for other in others)


def sightings(data: memoryview, cribs: Cribs, clock: Clock) -> Iterator[Sighting]:
    """Every text of ``cribs`` that stands in ``data`` under a key of up to 16 bytes; some more than once.

    :raises LimitReached: when the time is up.
    """
    whole = np.frombuffer(data, np.uint8)
    for start in range(0, len(whole), BLOCK):
        clock.check()
        for distance in cribs.distances:
            block = whole[start : start + BLOCK + WINDOW + distance.bytes_]
            yield from _in_block(whole, block, start, cribs, distance)


def _in_block(whole: Bytes, block: Bytes, start: int, cribs: Cribs, distance: Distance) -> Iterator[Sighting]:
    beginnings, texts = distance.candidates(block)
    if not len(texts):
        return
    order = np.argsort(texts, kind="stable")
    numbers, firsts = np.unique(texts[order], return_index=True)
    for number, places in zip(numbers, np.split(beginnings[order], firsts[1:]), strict=True):
        text = cribs.texts[number]
        for offset, long_key in keys_at(whole, places + start, text, distance.bytes_):
            key = shortest(long_key)
            if proves(text, key):
                turn = -offset % len(key)
                yield Sighting(offset, text, key[turn:] + key[:turn])
