"""Known texts that are looked for under an unknown key, and the tables by which they are found.

For a key that repeats after p bytes, ``data[i] ^ data[i + k]`` does not depend on the key where p divides k: it equals
``text[i] ^ text[i + k]``. The distances 9 to 16 are multiples of every p from 1 to 16. What is looked for at each
distance are 8 bytes of that, at any place that is a multiple of 4: of four windows of a text that follow each other,
one always begins there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scanner.types import FactKind

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Term, Vocabulary

LONGEST_KEY = 16
DISTANCES = tuple(range(LONGEST_KEY // 2 + 1, LONGEST_KEY + 1))
WINDOW, STEP = 8, 4
"""Bytes that are compared, and the distance of the places at which they are."""
SPARE = WINDOW + STEP - 1
"""Bytes by which a text must be longer than the distance."""
_DIFFERENT = 4
"""Different bytes in a window: fewer stand in any table."""
_BITS = 18
"""Size of the first table: it fits into a processor's second cache."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4)."""
_SHIFT = np.uint64(64 - _BITS)
_BEHIND = np.uint64(_BITS)
_ALIKE = 8
"""Texts that share a window and are all tried: longer ones begin and end alike in families."""
_STR = "str"
"""The type of features that are texts (:data:`scanner.catalogue.fingerprints.GROUPS`)."""
_TEXTS = frozenset({FactKind.STRING, FactKind.SYMBOL, FactKind.SONAME, FactKind.ENDPOINT, FactKind.CLASS})

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Indexes = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Distance:
    """All windows of all texts at one distance: arrays of one length, sorted by ``windows``."""

    bytes_: int
    filled: npt.NDArray[np.bool_]
    """By the upper bits of a window's hash: whether there is one."""
    filled_too: npt.NDArray[np.bool_]
    """The same by the bits behind these: of what the first table lets through, one in ten is left."""
    windows: Words
    texts: Indexes
    """Number of the text that has the window."""
    offsets: Indexes
    """Where in that text the window begins."""

    def candidates(self, block: Bytes) -> tuple[Indexes, Indexes]:
        """(beginning in ``block``, number of the text) of what may be a text; beginnings may lie before the block."""
        length = len(block) - self.bytes_
        if length < WINDOW:
            return _NONE, _NONE
        mixed = block[:length] ^ block[self.bytes_ :]
        found = [self._at(mixed, start) for start in range(0, WINDOW, STEP)]
        places, which = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return places - self.offsets[which], self.texts[which]

    def _at(self, mixed: Bytes, start: int) -> tuple[Indexes, Indexes]:
        """(place, row) of every window at ``start`` and every eighth byte behind it."""
        count = max(0, (len(mixed) - start) // WINDOW)
        words = mixed[start : start + WINDOW * count].view(np.uint64)
        hashes = words * _MULTIPLIER
        # Without checks, for these are most of the work: the table is twice as fast so.
        near = self.filled.take((hashes >> _SHIFT).view(np.intp), mode="wrap").nonzero()[0]
        near = near[self.filled_too[(hashes[near] << _BEHIND) >> _SHIFT]]
        if not len(near):
            return _NONE, _NONE
        words = words[near]
        first = np.searchsorted(self.windows, words)
        places, rows = [], []
        for more in range(_ALIKE):
            row = np.minimum(first + more, len(self.windows) - 1)
            same = np.flatnonzero((self.windows[row] == words) & (row == first + more))
            if not len(same):
                break
            places.append(near[same] * WINDOW + start)
            rows.append(row[same])
        return (np.concatenate(places), np.concatenate(rows)) if places else (_NONE, _NONE)


_NONE: Indexes = np.empty(0, np.intp)


@dataclass(frozen=True, slots=True)
class Cribs:
    """The texts of one vocabulary, ready to be looked for."""

    texts: tuple[bytes, ...]
    distances: tuple[Distance, ...]


def cribs_of(vocabulary: Vocabulary) -> Cribs:
    """Every text of ``vocabulary``, of facts and fingerprints, that is long enough for the shortest distance.

    In ASCII or UTF-8, and those of facts in UTF-16 as well.
    """
    shortest = DISTANCES[0] + SPARE
    every = {*_spellings(vocabulary.patterns.values()), *_taught(vocabulary)}
    texts = tuple(sorted(text for text in every if len(text) >= shortest))
    return Cribs(texts, tuple(_distance(texts, number) for number in DISTANCES) if texts else ())


def _spellings(patterns: Iterable[Iterable[Term]]) -> Iterator[bytes]:
    for kind, value in (term for terms in patterns for term in terms):
        forms = [value, value.replace(".", "/")] if kind is FactKind.CLASS else [value]
        for form in forms if kind in _TEXTS else ():
            for encoding in ("utf-8", "utf-16-le") if form.isascii() else ("utf-8",):
                yield form.encode(encoding)


def _taught(vocabulary: Vocabulary) -> Iterator[bytes]:
    """The texts of fingerprints that are kept as such. Numbers and names that are spelled for people are none."""
    for record in vocabulary.fingerprints:
        texts = [text.encode() for part in record.parts if part.kind == _STR for _, text in part.heaviest]
        yield from (one for one in (*texts, *record.triggers) if one.isascii() and one.decode("ascii").isprintable())


def _distance(texts: tuple[bytes, ...], number: int) -> Distance:
    lengths = np.array([len(text) for text in texts])
    joined = np.frombuffer(b"".join(texts) + bytes(WINDOW), np.uint8)
    begins = np.cumsum(lengths) - lengths
    mixed = joined[:-number] ^ joined[number:]
    long = np.flatnonzero(lengths >= number + SPARE)
    which = np.repeat(long, STEP)
    # The last ones of each text: names of one family begin alike.
    offsets = lengths[which] - number - SPARE + np.tile(np.arange(STEP), len(long))
    windows = np.lib.stride_tricks.sliding_window_view(mixed, WINDOW)[begins[which] + offsets]
    ordered = np.sort(windows, axis=1)
    telling = np.count_nonzero(ordered[:, 1:] != ordered[:, :-1], axis=1) + 1 >= _DIFFERENT
    words = np.ascontiguousarray(windows[telling]).view(np.uint64).ravel()
    order = np.argsort(words, kind="stable")
    filled, filled_too = np.zeros((2, 1 << _BITS), np.bool_)
    filled[(words * _MULTIPLIER) >> _SHIFT] = True
    filled_too[((words * _MULTIPLIER) << _BEHIND) >> _SHIFT] = True
    return Distance(number, filled, filled_too, words[order], which[telling][order], offsets[telling][order])
