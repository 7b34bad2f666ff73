"""Ctrl-C and termination: the first asks the run to end with a partial report, the second ends the program."""

from __future__ import annotations

import os
import signal
from types import FrameType

EXIT_BASE = 128


class Interrupt:
    """Remembers the signal that asked the run to stop. Use as a context manager around the run."""

    def __init__(self) -> None:
        self.number = 0
        self._before: dict[int, object] = {}

    def __enter__(self) -> Interrupt:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._caught)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _caught(self, number: int, _frame: FrameType | None) -> None:
        if self.number:  # asked twice: the workers die with us (their parent-death signal), the work folder stays
            os._exit(EXIT_BASE + number)
        self.number = number

    def asked(self) -> bool:
        """Whether a signal came."""
        return self.number != 0

    @property
    def exit_code(self) -> int:
        """130 for Ctrl-C, 143 for termination."""
        return EXIT_BASE + self.number
