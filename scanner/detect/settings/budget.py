"""A bound on text that is made out of a binary file, where many places may point at one long text."""

from __future__ import annotations

from scanner.types import LimitReached

GROWTH = 8
"""Times its own size that a file may be in long texts."""
FREE = 1 << 20
"""Bytes of long texts that every file may have."""
SHORT = 256
"""Bytes up to which a text is not counted: the number of settings bounds these."""


class Budget:
    """Counts the bytes of the long texts of a file of ``size`` bytes."""

    def __init__(self, size: int) -> None:
        self._left = FREE + GROWTH * size

    def spend(self, length: int) -> None:
        """Take ``length`` bytes.

        :raises LimitReached: where the texts together become much more than the file.
        """
        if length > SHORT:
            self._left -= length
        if self._left < 0:
            raise LimitReached(f"texts that stand for more than {GROWTH} times the file they are in")


class Count:
    """Counts up to ``most`` of ``what``."""

    def __init__(self, most: int, what: str) -> None:
        self._left = self._most = most
        self._what = what

    def take(self) -> None:
        """One more.

        :raises LimitReached: behind the last.
        """
        self._left -= 1
        if self._left < 0:
            raise LimitReached(f"more than {self._most:,} {self._what}")
