"""Counting the entries of lists that facts ask for, without keeping what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.catalogue.config_terms import bare

if TYPE_CHECKING:
    from scanner.detect.settings.interface import Setting

Path = tuple[str, ...]
KEYS = "#keys"
"""Last element of a key pattern that asks for the number of keys of a map (``faces: {name: picture}``)."""
_BLANK = re.compile(r"\s*(?:\$?\{[^}]*\}|\{\{.*\}\}|%[sd]|%\w+%|<[^<>]*>)\s*", re.DOTALL)
"""Values to be filled in (``{name}``, ``${name}``, ``{{ name }}``, ``%s``, ``%NAME%``, ``<name>``): no entry."""


@lru_cache(maxsize=65536)
def _lower(part: str) -> str:
    return bare(part).lower()


@dataclass(slots=True)
class _Tally:
    offset: int | None
    seen: set[int] = field(default_factory=set)
    templates: set[int] = field(default_factory=set)


class Entries:
    """Counts elements with settings whose path (without the own index) is ``wanted``, per element around them.

    Where ``wanted`` is a path that ends in :data:`KEYS`, the different keys below the element are counted, which may be
    names of people: only their number is kept.
    """

    def __init__(
        self, wanted: Callable[[Path], bool], maps: frozenset[str] = frozenset(), lists: frozenset[str] | None = None
    ) -> None:
        """``maps``: last elements, in lower case, of the paths whose keys may be counted.

        ``lists``: those of all other paths that may be ``wanted``; None for any.
        """
        self._wanted = wanted
        self._lists = lists
        self._maps = maps
        self._tallies: dict[Path, _Tally] = {}
        self._around: Path | None = None
        self._current: list[tuple[_Tally, int]] = []
        self._keyed: list[tuple[_Tally, int]] = []

    def see(self, setting: Setting) -> None:
        """Take one more setting of the file."""
        around = setting.path[:-1]
        if around != self._around:
            self._around, self._current = around, self._enter(around, setting.offset)
            self._keyed = self._counted_maps(around, setting.offset) if self._maps else []
        if not self._current and not self._keyed:
            return
        keys = ((tally, hash(bare(setting.path[depth]))) for tally, depth in self._keyed)
        is_blank = _BLANK.fullmatch(setting.value) is not None
        for tally, entry in (*self._current, *keys):
            (tally.templates if is_blank else tally.seen).add(entry)

    def _counted_maps(self, around: Path, offset: int | None) -> list[tuple[_Tally, int]]:
        """Tallies of the maps around a setting whose keys are counted, with the place of the key in its path."""
        depths = [depth for depth, part in enumerate(around, 1) if _lower(part) in self._maps]
        due = [depth for depth in depths if self._wanted((*around[:depth], KEYS))]
        return [(self._tallies.setdefault((*around[:depth], KEYS), _Tally(offset)), depth) for depth in due]

    def _enter(self, around: Path, offset: int | None) -> list[tuple[_Tally, int]]:
        found = []
        for depth, part in enumerate(around, 1):
            if self._lists is not None and _lower(part) not in self._lists:
                continue
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
