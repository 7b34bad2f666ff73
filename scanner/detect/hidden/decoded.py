"""A stretch of bytes as it reads under the keys that were found in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from scanner.detect.hidden.search import Sighting, believed, turned

MOST_KEYS = 3
"""Keys under which a whole stretch is read; a program that has one for every text is read at its known texts only."""
MOST_TEXTS = 1000
"""Known texts that are read by themselves."""
BLOCK, OVERLAP = 16 << 20, 4096
"""Bytes that are decoded at a time, and those of them that the next block begins with."""
_AGREE = 3
"""Texts from which a key is believed to run through the whole stretch, where all of them say where it begins."""
_WORD = 3
"""Letters or digits before a known text that make it the end of a longer name: one or two may be what another text's
end looks like under a key that began anew."""
_BEHIND = 2
"""Bytes behind a known text that may make it the beginning of a longer name: one character of UTF-16."""


@dataclass(frozen=True, slots=True)
class View:
    """Bytes of a stretch, decoded."""

    offset: int
    """Of the first byte in the stretch."""
    data: bytes
    period: int
    """Length of the key."""


def views(data: memoryview, found: Iterable[Sighting]) -> Iterator[View]:
    """Known texts by themselves first, then the whole of ``data`` under each key from each place where it may begin."""
    known = believed(data, found)
    for one in known[:MOST_TEXTS]:
        yield _alone(data, one)
    turns: dict[bytes, Counter[bytes]] = defaultdict(Counter)
    for one in known:
        turns[one.first_turn][one.key] += 1
    often = sorted(turns, key=lambda key: -turns[key].total())
    for key in often[:MOST_KEYS]:
        seen = turns[key]
        sure = len(seen) == 1 and seen.total() >= _AGREE
        for one_turn in seen if sure else (*seen, *(other for other in turned(key) if other not in seen)):
            yield from _under(data, one_turn)


def _alone(data: memoryview, one: Sighting) -> View:
    """The text between zeros, or between what makes it a part of a longer name."""
    start, end = max(0, one.offset - _WORD), one.end
    before, after = (
        bytes(
            plain if raw else 0 for raw, plain in zip(data[first:last], _read(data, first, last, one.key), strict=True)
        )
        for first, last in ((start, one.offset), (end, min(len(data), end + _BEHIND)))
    )
    before = before if len(before) == _WORD and before.isalnum() else bytes(len(before))
    return View(start, before + one.text + after, len(one.key))


def _under(data: memoryview, key: bytes) -> Iterator[View]:
    for start in range(0, len(data), BLOCK):
        end = min(len(data), start + BLOCK + OVERLAP)
        for keep in (False, True):
            yield View(start, _read(data, start, end, key, keep=keep), len(key))


def _read(data: memoryview, start: int, end: int, key: bytes, *, keep: bool = False) -> bytes:
    """Bytes ``[start, end)`` of ``data`` without the key.

    ``keep``: written by a program that leaves zeros as they are, and what would become one.
    """
    turn = start % len(key)
    turned = key[turn:] + key[:turn]
    part = np.frombuffer(data[start:end], np.uint8)
    mask = np.frombuffer(turned * (len(part) // len(key) + 1), np.uint8)[: len(part)]
    plain = part ^ mask
    if keep:
        plain = np.where((part == 0) | (plain == 0), part, plain)
    return plain.tobytes()
