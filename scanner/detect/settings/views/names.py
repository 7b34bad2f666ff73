"""Pairs of a name and a value: ``{name: KEY, value: v}`` → ``<place>/KEY`` = v."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scanner.detect.settings.interface import Setting, element
from scanner.detect.settings.views.interface import MORE, NAMES, VALUES, Derived, without_index

LONGEST = 120
"""Characters of a name that can be a key."""


class Names:
    """Reads pairs in either order, as keys of a map, attributes, child elements, or an attribute before a text."""

    def __init__(self, wanted: Callable[[str], bool] | None = None) -> None:
        self._wanted = wanted
        self._parent: tuple[str, ...] = ()
        self._name: str | None = None
        self._value: Setting | None = None

    def see(self, setting: Setting, key: str) -> Iterable[Setting]:
        """The pair that ``setting`` completes."""
        if self._name is not None and setting.path == self._parent:
            return self._made(self._name, setting)
        if key in NAMES:
            self._enter(setting)
            self._name = setting.value
        elif key in VALUES:
            self._enter(setting)
            self._value = setting
        else:
            return ()
        name, value = self._name, self._value
        return () if name is None or value is None else self._made(name, value)

    def end(self) -> tuple[Setting, ...]:
        """Nothing: half a pair is none."""
        return ()

    def _matters(self, name: str, value: str) -> bool:
        return self._wanted is None or self._wanted(name) or MORE.search(value) is not None

    def _enter(self, setting: Setting) -> None:
        if setting.path[:-1] != self._parent:
            self._parent, self._name, self._value = setting.path[:-1], None, None

    def _made(self, name: str, value: Setting) -> Iterator[Setting]:
        self._name = self._value = None
        if 0 < len(name) <= LONGEST and "\n" not in name and self._matters(name, value.value):
            yield Derived((*without_index(self._parent), element(name)), value.value, value.offset)
