"""Counting the entries of lists that facts ask for, without keeping what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.catalogue.config_terms import bare

if TYPE_CHECKING:
    from scanner.detect.settings.interface import Setting

Path = tuple[str, ...]
_BLANK = re.compile(r"\s*(?:\$?\{[^}]*\}|\{\{.*\}\}|%[sd]|%\w+%|<[^<>]*>)\s*", re.DOTALL)
"""Values to be filled in (``{name}``, ``${name}``, ``{{ name }}``, ``%s``, ``%NAME%``, ``<name>``): no entry."""


@dataclass(slots=True)
class _Tally:
    offset: int | None
    seen: set[int] = field(default_factory=set)
    templates: set[int] = field(default_factory=set)


class Entries:
    """Counts elements with settings whose path (without the own index) is ``wanted``, per element around them."""

    def __init__(self, wanted: Callable[[Path], bool]) -> None:
        self._wanted = wanted
        self._tallies: dict[Path, _Tally] = {}
        self._around: Path | None = None
        self._current: list[tuple[_Tally, int]] = []

    def see(self, setting: Setting) -> None:
        """Take one more setting of the file."""
        around = setting.path[:-1]
        if around != self._around:
            self._around, self._current = around, self._enter(around, setting.offset)
        if self._current and _BLANK.fullmatch(setting.value):
            for tally, entry in self._current:
                tally.templates.add(entry)

    def _enter(self, around: Path, offset: int | None) -> list[tuple[_Tally, int]]:
        found = []
        for depth, part in enumerate(around, 1):
            path = (*around[: depth - 1], bare(part))
            if self._wanted(path):
                tally = self._tallies.setdefault(path, _Tally(offset))
                entry = hash(around[:depth])
                tally.seen.add(entry)
                found.append((tally, entry))
        return found

    def counted(self) -> Iterator[tuple[Path, int, int | None]]:
        """(path without the entry's index, number of entries that are no templates, offset of the first)."""
        for path, tally in self._tallies.items():
            yield path, len(tally.seen - tally.templates), tally.offset
