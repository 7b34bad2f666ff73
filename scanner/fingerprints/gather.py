"""Collecting what was met into :class:`~scanner.fingerprints.interface.Found`: each feature once, by its hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scanner.fingerprints.hashing import text_hashes
from scanner.fingerprints.interface import Found

Texts = dict[bytes, int]
"""Text → offset of its first place."""
Hashes = NDArray[np.uint64]


def among(needles: Hashes, stack: Hashes) -> NDArray[np.bool_]:
    """Which of ``needles`` are in the sorted array ``stack``."""
    if not len(stack):
        return np.zeros(len(needles), np.bool_)
    at = np.minimum(np.searchsorted(stack, needles), len(stack) - 1)
    return np.asarray(stack[at] == needles)


def found_texts(texts: Mapping[bytes, int], wanted: Hashes | None) -> Found:
    """The texts with their first places; with ``wanted`` only those."""
    every = list(texts)
    return found_raw(every, text_hashes(every), np.fromiter(texts.values(), np.int64, len(texts)), wanted)


def found_raw(raw: Sequence[bytes], hashes: Hashes, offsets: NDArray[np.int64], wanted: Hashes | None) -> Found:
    """Features whose bytes are at hand, in any order."""
    kept, places = np.unique(hashes, return_index=True)
    if wanted is not None:
        use = among(kept, wanted)
        kept, places = kept[use], places[use]
    chosen = [raw[place] for place in places]
    return Found(kept, offsets[places], chosen.__getitem__)


class Windows:
    """Gathers windows of numbers: only their places are kept, their bytes are read again where somebody asks."""

    def __init__(self, data: memoryview, width: int, length: int, *, big: bool) -> None:
        self._data = data
        self._width = width
        self._bytes = width * length
        self._big = big

    def found(self, blocks: Iterable[tuple[NDArray[np.int64], Hashes]], wanted: Hashes | None) -> Found:
        """All windows of ``blocks`` (offsets, hashes), each once at its first place; with ``wanted`` only those."""
        some: list[tuple[NDArray[np.int64], Hashes]] = [(np.zeros(0, np.int64), np.zeros(0, np.uint64))]
        for met_at, met in blocks:
            unique, places = np.unique(met, return_index=True)
            use = among(unique, wanted) if wanted is not None else np.ones(len(unique), np.bool_)
            some.append((met_at[places[use]], unique[use]))
        offsets = np.concatenate([one for one, _ in some])
        hashes, places = np.unique(np.concatenate([one for _, one in some]), return_index=True)
        offsets = offsets[places]
        return Found(hashes, offsets, lambda number: self._window(int(offsets[number])))

    def _window(self, offset: int) -> bytes:
        raw = bytes(self._data[offset : offset + self._bytes])
        return np.frombuffer(raw, f">u{self._width}").astype(f"<u{self._width}").tobytes() if self._big else raw
