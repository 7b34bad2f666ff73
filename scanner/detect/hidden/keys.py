"""The key under which a known text would stand at a place, and whether that can be chance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scanner.detect.hidden.cribs import Bytes, Indexes

PROVEN = 10
"""Bytes of a text that must follow from the others by a part of the key that is not zero."""
_DIFFERENT = 6
"""Different values among these: a run of one byte or a table proves nothing."""
_CASE = frozenset(b"\0\x20")
"""Bytes of keys that may be nothing but letters in the other case."""


def keys_at(data: Bytes, beginnings: Indexes, text: bytes, length: int) -> Iterator[tuple[int, bytes]]:
    """(beginning, key of ``length`` bytes) wherever ``text`` stands in ``data`` under a key that repeats so.

    A byte that equals its part of the key may have been left as it is, so that no zero comes to stand in the text.
    """
    known = np.frombuffer(text, np.uint8)
    size = len(known)
    beginnings = np.unique(beginnings[(beginnings >= 0) & (beginnings <= len(data) - size)])
    mixed = data[beginnings[:, None] + np.arange(size)] ^ known
    keys = mixed[:, :length].copy()
    again = mixed[:, length : 2 * length]
    width = again.shape[1]
    keys[:, :width] = np.where(keys[:, :width] == 0, again, keys[:, :width])
    whole = keys[:, np.arange(size) % length]
    same = (mixed == whole) | ((mixed == 0) & (whole == known))
    for row in np.flatnonzero(same.all(axis=1) & keys.any(axis=1)):
        yield int(beginnings[row]), keys[row].tobytes()


def shortest(key: bytes) -> bytes:
    """The part of ``key`` by whose repetition it is made."""
    size = len(key)
    period = next(n for n in range(1, size + 1) if size % n == 0 and key == key[:n] * (size // n))
    return key[:period]


def proves(text: bytes, key: bytes) -> bool:
    """Whether ``text`` cannot stand under ``key`` by chance: enough of it follows from the rest of it."""
    period = len(key)
    linked = [place for place in range(len(text) - period) if key[place % period]]
    different = {text[place] ^ text[place + period] for place in linked}
    return len(linked) >= PROVEN and len(different) >= _DIFFERENT and not set(key) <= _CASE
