"""Chains of clusters as FAT and exFAT keep them; each cluster belongs to one chain at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scanner.types import Span

FIRST = 2
"""Number of the first cluster of the data area."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Byte ranges of a chain in order; ``problem`` says why it ends too early (empty: it does not)."""

    runs: tuple[Span, ...]
    problem: str

    @property
    def size(self) -> int:
        """Bytes of all runs."""
        return sum(run.length for run in self.runs)

    @property
    def where(self) -> Span:
        """The first run, where a reason can stand."""
        return self.runs[0] if self.runs else Span(0, 0)


class Clusters:
    """The data area of a volume: ``count`` clusters of ``size`` bytes from byte ``start`` on.

    ``there`` is the size of the image: of a volume that claims more, clusters behind it are none. ``following`` gives
    the number behind a cluster: at or above ``last`` the chain ends there.
    """

    def __init__(
        self, start: int, size: int, count: int, last: int, there: int, following: Callable[[int], int]
    ) -> None:
        count = max(0, min(count, -(-(there - start) // size)))
        self.start, self.size, self.count, self.last = start, size, count, last
        self._following = following
        self._owned = bytearray(count + FIRST)

    def chain(self, first: int) -> Chain:
        """The chain that begins at cluster ``first``."""
        runs: list[Span] = []
        begin = number = first
        problem = ""
        while not problem:
            problem = self._take(number)
            following = 0 if problem else self._following(number)
            if problem or following != number + 1:
                behind = number if problem else number + 1
                if behind > begin:
                    runs.append(Span(self.start + (begin - FIRST) * self.size, (behind - begin) * self.size))
                begin = following
            if not problem and following >= self.last:
                break
            number = following
        return Chain(tuple(runs), problem)

    def contiguous(self, first: int, length: int) -> Chain:
        """``length`` bytes from cluster ``first`` on, without the table."""
        wanted = -(-length // self.size)
        number = first
        while number < first + wanted and not (problem := self._take(number)):
            number += 1
        missing = number < first + wanted
        run = Span(self.start + (first - FIRST) * self.size, (number - first) * self.size)
        return Chain((run,) if run.length else (), problem if missing else "")

    def _take(self, number: int) -> str:
        """Mark a cluster as owned; otherwise the reason why it cannot be."""
        if not FIRST <= number < self.count + FIRST:
            return f"a chain of clusters leads to {number:#x}, which is none"
        if self._owned[number]:
            return f"cluster {number:,} belongs to two chains"
        self._owned[number] = 1
        return ""
