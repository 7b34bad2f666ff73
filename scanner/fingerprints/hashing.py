"""Stable 64-bit hashes of features: the same in every process, on every machine and in every version."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_STEP = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio: multiples of it lie far apart (Knuth, The Art of Computer Programming, 6.4)."""
_FACTORS = tuple(np.uint64(pow(_STEP, place, 1 << 64)) for place in range(1, 9))
_FINAL = np.uint64(0xFF51AFD7ED558CCD)
"""The first mixing constant of MurmurHash3's 64-bit finaliser."""
_HALF, _THIRD = np.uint64(32), np.uint64(29)


def text_hash(text: bytes) -> int:
    """BLAKE2b (RFC 7693) of ``text``, its 8 bytes read as a little-endian number."""
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def text_hashes(texts: Sequence[bytes]) -> NDArray[np.uint64]:
    """:func:`text_hash` of each."""
    return np.fromiter(map(text_hash, texts), np.uint64, len(texts))


def window_hashes(
    words: NDArray[np.uint32] | NDArray[np.uint64], length: int, starts: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """A hash of ``length`` (up to 8) neighbouring words from each of ``starts`` on."""
    total = np.zeros(len(starts), np.uint64)
    for place in range(length):
        total += words[starts + place].astype(np.uint64) * _FACTORS[place]
    total ^= total >> _THIRD
    total *= _FINAL
    return total ^ (total >> _HALF)


def bytes_hash(raw: bytes, width: int) -> int:
    """The hash of one window, given as little-endian words of ``width`` bytes."""
    words: NDArray[Any] = np.frombuffer(raw, f"<u{width}")
    return int(window_hashes(words, len(words), np.zeros(1, np.int64))[0])
