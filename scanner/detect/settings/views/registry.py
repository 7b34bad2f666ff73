"""All views, and how they are laid over the settings of a file. A new view is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.detect.settings.interface import MAX_SETTINGS, Setting
from scanner.detect.settings.views.commands import Commands
from scanner.detect.settings.views.embedded import Embedded
from scanner.detect.settings.views.interface import KEYS, View, key_of
from scanner.detect.settings.views.names import Names
from scanner.detect.settings.views.pipelines import Pipelines
from scanner.detect.settings.views.variables import Variables
from scanner.types import FacescreenError, LimitReached, Limits

LEVELS = 3
"""Views upon what views made: a pipeline in a variable in a list in a file within a value."""
_MARKS = re.compile(r"[=!\n{\[]")


def viewed(settings: Iterable[Setting], limits: Limits, level: int = 0) -> Iterator[Setting]:
    """``settings``, each followed by what the views make of it.

    :raises FacescreenError: what ``settings`` or a view raises, after all that could be read.
    """
    views = _Views(limits, level)
    failure: FacescreenError | None = None
    try:
        for setting in settings:
            yield setting
            yield from views.see(setting)
    except FacescreenError as error:
        failure = error
    yield from views.end()
    failure = failure or views.failure
    if failure is not None:
        raise failure


class _Views:
    """The views of one file. What one of them raises is kept, so that the rest of the file is still read."""

    def __init__(self, limits: Limits, level: int) -> None:
        self.failure: FacescreenError | None = None
        self._limits = limits
        self._level = level
        self._made = 0
        self._names = Names()
        self._views: tuple[View, ...] = (self._names, Variables(), Commands(), Pipelines(), Embedded(limits))

    def see(self, setting: Setting) -> Iterator[Setting]:
        if self._names.waits or key_of(setting) in KEYS or _MARKS.search(setting.value):
            for view in self._views:
                yield from self._deeper(view.see(setting))

    def end(self) -> Iterator[Setting]:
        for view in self._views:
            yield from self._deeper(view.end())

    def _deeper(self, made: Iterable[Setting]) -> Iterator[Setting]:
        deeper = viewed(made, self._limits, self._level + 1) if self._level + 1 < LEVELS else made
        try:
            for setting in deeper:
                self._made += 1
                if self._made > MAX_SETTINGS:
                    raise LimitReached(f"more than {MAX_SETTINGS:,} settings in the values of one file")
                yield setting
        except FacescreenError as error:
            self.failure = self.failure or error
