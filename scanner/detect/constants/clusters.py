"""Where several different numbers of one set stand near each other."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scanner.types import LimitReached

CHUNK = 1 << 20
"""Bytes that are searched at a time, so that a hostile file that consists of hits costs no more memory."""

Hit = tuple[int, int]
"""(offset, number of the set)."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Different numbers of one set that share a stretch of a node."""

    offset: int
    length: int
    numbers: frozenset[int]


class Clock:
    """The time that one node may cost."""

    def __init__(self, seconds: float, task: str = "the search for constants") -> None:
        self._seconds = seconds
        self._task = task
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never below zero."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """:raises LimitReached: when it is up."""
        if time.monotonic() > self._end:
            raise LimitReached(f"{self._task} took longer than {self._seconds:,} s (--max-match-seconds)")


def fullest(data: memoryview, rules: Any, span: int, clock: Clock, check: Callable[[int, int], bool]) -> Cluster | None:
    """The stretch of at most ``span`` bytes with the most different numbers.

    ``rules`` are YARA rules whose strings are called ``$_<number>_<n>``; ``check`` says of an offset and a number
    whether it really stands there.
    """
    best: Cluster | None = None
    for start in range(0, len(data), CHUNK):
        clock.check()
        for found in _runs(sorted(_hits(data, start, span, rules, check)), span):
            if best is None or len(found.numbers) > len(best.numbers):
                best = found
    return best


def _hits(data: memoryview, start: int, span: int, rules: Any, check: Callable[[int, int], bool]) -> Iterator[Hit]:
    for match in rules.match(data=data[start : start + CHUNK + span], warnings_callback=_carry_on):
        for string in match.strings:
            number = int(string.identifier.split("_")[1])
            for instance in string.instances:
                if check(start + instance.offset, number):
                    yield start + instance.offset, number


def _carry_on(_kind: int, _message: object) -> int:
    return 0


def _runs(hits: Iterable[Hit], span: int) -> Iterator[Cluster]:
    """For every hit the numbers in the ``span`` bytes that end with it, where they are more than ever before."""
    window: deque[Hit] = deque()
    counts: Counter[int] = Counter()
    most = 0
    for offset, number in hits:
        window.append((offset, number))
        counts[number] += 1
        while offset - window[0][0] > span:
            _, left = window.popleft()
            counts[left] -= 1
            if not counts[left]:
                del counts[left]
        if len(counts) > most:
            most = len(counts)
            yield Cluster(window[0][0], offset - window[0][0] + 4, frozenset(counts))
