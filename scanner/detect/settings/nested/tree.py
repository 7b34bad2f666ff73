"""From the events of a nested format (JSON, YAML) to flat settings, without building the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from scanner.detect.settings.interface import Setting, check_depth, element
from scanner.types import FacescreenError, Limits

_INDEXES = re.compile(r"(?:\[\d+\])+\Z")
MERGE = "<<"
"""YAML's merge key: what stands below it belongs to the mapping around it."""


class Step(Enum):
    """What an event is."""

    MAP = "{"
    LIST = "["
    END = "]"
    VALUE = "v"


class Event(NamedTuple):
    """One step of a nested document; keys of a map come as values before theirs. ``offset`` is in bytes."""

    step: Step
    value: str = ""
    offset: int | None = None


@dataclass(slots=True)
class _Level:
    """An open map or list: its path, the key that waits for its value, the number of the next item.

    ``merged``: it stands below a merge key. ``own``: keys that a map has itself; ``brought``: settings that a merge key
    brings, which wait for its end, since a key of its own counts instead of theirs (YAML merge key, yaml.org/type).
    """

    is_map: bool
    path: tuple[str, ...]
    key: str | None = None
    index: int = 0
    merged: bool = False
    own: set[str] = field(default_factory=set)
    brought: list[Setting] = field(default_factory=list)

    def child(self) -> tuple[str, ...]:
        """The path of the next value."""
        if self.merged and not self.is_map:
            return self.path
        if self.is_map:
            key, self.key = self.key or "", None
            if key == MERGE:
                return self.path
            name = element(key)
            self.own.add(name)
            return (*self.path, name)
        number = f"[{self.index}]"
        self.index += 1
        return (*self.path[:-1], self.path[-1] + number) if self.path else (number,)

    def kept(self) -> Iterator[Setting]:
        """The settings that its merge keys bring and no key of its own replaces."""
        at = len(self.path)
        return (
            one
            for one in self.brought
            if not self.own.intersection(_INDEXES.sub("", part) for part in one.path[at : at + 1])
        )


def flatten(events: Iterable[Event], limits: Limits) -> Iterator[Setting]:
    """The settings of one or more documents; from the second on a path begins with ``[n]``.

    :raises LimitReached: where maps and lists nest deeper than ``limits.config_depth``.
    """
    levels: list[_Level] = []
    try:
        yield from _flattened(events, levels, limits)
    except FacescreenError:
        for level in levels:
            yield from level.kept()
        raise


def _flattened(events: Iterable[Event], levels: list[_Level], limits: Limits) -> Iterator[Setting]:
    documents = skipping = 0
    brings = 0  # open levels that a merge key brings
    for event in events:
        if skipping:
            skipping += {Step.END: -1, Step.VALUE: 0}.get(event.step, 1)
            check_depth(len(levels) + skipping, limits)
        elif event.step is Step.END:
            ended = levels.pop()
            brings -= ended.merged
            for brought in ended.kept():
                yield from _said(brought, levels, ended.merged, brings)
        elif levels and levels[-1].is_map and levels[-1].key is None:
            # A key; one that is itself a map or list (YAML allows it) stands as "?" and is passed over.
            levels[-1].key = event.value if event.step is Step.VALUE else "?"
            skipping = int(event.step is not Step.VALUE)
        else:
            merged = bool(levels) and (levels[-1].key == MERGE or (levels[-1].merged and not levels[-1].is_map))
            path = levels[-1].child() if levels else _document(documents)
            documents += not levels
            if event.step is not Step.VALUE:
                levels.append(_Level(event.step is Step.MAP, path, merged=merged))
                brings += merged
                check_depth(len(levels), limits)
            elif path:
                yield from _said(Setting(path, event.value, event.offset), levels, merged, brings)


def _said(setting: Setting, levels: list[_Level], merged: bool, brings: int) -> tuple[Setting, ...]:
    """``setting`` itself, unless a merge key brings it: then it waits in the map that has the key.

    ``merged``: it stands at such a key; ``brings``: how many of the open ``levels`` do.
    """
    for level in reversed(levels) if merged or brings else ():
        if merged and level.is_map:
            level.brought.append(setting)
            return ()
        merged = merged or level.merged
    return (setting,)


def _document(number: int) -> tuple[str, ...]:
    return (f"[{number}]",) if number else ()
