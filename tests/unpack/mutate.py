"""Random damage to containers: the same seed gives the same mutants, so that each can be made again from its number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

EDGE = 512
"""Headers stand at the ends: half of all changes go there."""
VALUES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 40, (1 << 64) - 1)
"""Sizes, counts and offsets that parsers stumble over."""
LONGEST = 1 << 20
"""Bytes of the largest mutant."""


def mutant(seeds: Sequence[bytes], number: int) -> bytes:
    """Mutant ``number``: one of ``seeds`` with one to four changes."""
    source = random.Random(number)  # noqa: S311 - reproducible, not secret
    data = bytearray(seeds[number % len(seeds)])
    for _ in range(source.randint(1, 4)):
        source.choice(_CHANGES)(data, source, seeds)
    return bytes(data[:LONGEST])


def _place(data: bytearray, source: random.Random) -> int:
    if not data:
        return 0
    where = source.random()
    if where < 0.35:
        return source.randrange(min(EDGE, len(data)))
    if where < 0.5:
        return len(data) - 1 - source.randrange(min(EDGE, len(data)))
    return source.randrange(len(data))


def _flip(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    for _ in range(source.randint(1, 16) if data else 0):
        data[_place(data, source)] ^= 1 << source.randrange(8)


def _number(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    width = source.choice((1, 2, 4, 8))
    value = source.choice(VALUES) & ((1 << (8 * width)) - 1)
    place = _place(data, source)
    data[place : place + width] = value.to_bytes(width, source.choice(("little", "big")))


def _noise(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    place, length = _place(data, source), source.randint(1, 64)
    data[place : place + length] = source.randbytes(length)


def _cut(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    del data[_place(data, source) :]


def _remove(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    place = _place(data, source)
    del data[place : place + source.randint(1, 256)]


def _insert(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    place = _place(data, source)
    data[place:place] = source.randbytes(source.randint(1, 256))


def _repeat(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    place, length = _place(data, source), source.randint(1, 1024)
    data[place:place] = data[place : place + length]


def _splice(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    other = source.choice(seeds)
    if other:
        start = source.randrange(len(other))
        place = _place(data, source)
        data[place : place + 256] = other[start : start + source.randint(1, 4096)]


def _append(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    data += source.choice(seeds)


_CHANGES: tuple[Callable[[bytearray, random.Random, Sequence[bytes]], None], ...] = (
    _flip, _flip, _number, _number, _noise, _cut, _remove, _insert, _repeat, _splice, _append,
)  # fmt: skip
