"""How much all workers together have written: what one task may still write changes while it waits for its turn."""

from __future__ import annotations

import mmap
import os
from typing import Any

_CELLS = 64
_WIDTH = 8


class Meter:
    """A sum in memory that forked workers share. Each adds to a cell of its own, so that no two writes meet.

    Where workers are not forked, each counts for itself, and only the budget that it was given binds.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _CELLS * _WIDTH)
        self._cells = memoryview(self._memory).cast("Q")

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy in another process begins at zero."""
        return Meter, ()

    @property
    def total(self) -> int:
        """Bytes written so far."""
        return sum(self._cells)

    def add(self, count: int) -> int:
        """Note ``count`` more bytes; returns the total."""
        self._cells[os.getpid() % _CELLS] += count
        return self.total
