"""All views, and how they are laid over the settings of a file. A new view is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scanner.detect.settings.interface import MAX_SETTINGS, Setting
from scanner.detect.settings.views.commands import Commands
from scanner.detect.settings.views.embedded import Embedded
from scanner.detect.settings.views.interface import MORE, NAMES, VALUES, View, key_of
from scanner.detect.settings.views.names import Names
from scanner.detect.settings.views.pipelines import Pipelines
from scanner.detect.settings.views.variables import Variables
from scanner.types import FacescreenError, LimitReached, Limits

_HALVES = NAMES | VALUES
LEVELS = 3
"""Views upon what views made: a pipeline in a variable in a list in a file within a value."""


def viewed(
    settings: Iterable[Setting], limits: Limits, wanted: Callable[[str], bool] | None = None
) -> Iterator[Setting]:
    """``settings``, each followed by what the views make of it.

    ``wanted``, where given, says of a name whether a setting of that name can matter: pairs of other names, which some
    files consist of, are left out unless their value holds more.

    :raises FacescreenError: what ``settings`` or a view raises, after all that could be read.
    """
    views = _Views(limits, wanted)
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

    def __init__(self, limits: Limits, wanted: Callable[[str], bool] | None, level: int = 1) -> None:
        self.failure: FacescreenError | None = None
        self._limits = limits
        self._wanted = wanted
        self._level = level
        self._made = 0
        self._views: tuple[View, ...] = (Names(wanted), Variables(), Commands(), Pipelines(), Embedded(limits))

    def see(self, setting: Setting) -> Iterator[Setting]:
        key = key_of(setting)
        for view in self._views:
            made = view.see(setting, key)
            if made != ():
                yield from self._deeper(made)

    def end(self) -> Iterator[Setting]:
        for view in self._views:
            yield from self._deeper(view.end())

    def _deeper(self, made: Iterable[Setting]) -> Iterator[Setting]:
        """``made`` with what the views make of it in turn, down to :data:`LEVELS`."""
        deeper: _Views | None = None
        try:
            for setting in made:
                self._made += 1
                if self._made > MAX_SETTINGS:
                    raise LimitReached(f"more than {MAX_SETTINGS:,} settings in the values of one file")
                yield setting
                if self._level < LEVELS and (deeper is not None or _may_hold_more(setting)):
                    deeper = deeper or _Views(self._limits, self._wanted, self._level + 1)
                    yield from deeper.see(setting)
        except FacescreenError as error:
            self.failure = self.failure or error
        if deeper is not None:
            yield from deeper.end()
            self.failure = self.failure or deeper.failure


def _may_hold_more(setting: Setting) -> bool:
    """Whether a view can make something of ``setting`` alone, or it may be the first half of a pair."""
    return MORE.search(setting.value) is not None or key_of(setting) in _HALVES
