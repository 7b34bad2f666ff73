"""Collects hits of one node: the first place of every value, and how often it stands there."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.types import FactKind, Observation, Place


class Tally:
    """One observation for each kind, value and place, however often it was met."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._first: dict[tuple[FactKind, str, Place], tuple[int | None, str]] = {}
        self._counts: dict[tuple[FactKind, str, Place], int] = {}

    def add(
        self, kind: FactKind, value: str, place: Place, offset: int | None = None, detail: str = "", count: int = 1
    ) -> None:
        """Note one hit (or ``count`` of them); ``offset`` and ``detail`` are kept of the first only."""
        key = (kind, value, place)
        self._first.setdefault(key, (offset, detail))
        self._counts[key] = self._counts.get(key, 0) + count

    def observations(self) -> Iterator[Observation]:
        """Everything noted, in the order of first sight."""
        for (kind, value, place), (offset, detail) in self._first.items():
            count = self._counts[kind, value, place]
            yield Observation(kind, value, self._path, place, offset, detail, count=count)
