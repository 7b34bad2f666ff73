"""The shape of a reader's test case; see ``cases.py`` for where to register one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReaderCase:
    """One good and one corrupt input of one format.

    The good one must end in read or carried bytes only, the corrupt one in at least one unread byte.
    ``unread_when_good`` is for formats that are never read; ``harmless`` says in words why a corrupt input of this
    format may still count as read.
    """

    reader: str
    """NAME of the reader."""
    format: str
    """Format id that identification must give to the good input."""
    good: Callable[[], bytes]
    corrupt: Callable[[], bytes]
    name: str = "sample.bin"
    children: int | None = None
    """Number of children of the good input, where it is worth stating."""
    unread_when_good: bool = False
    harmless: str = ""
