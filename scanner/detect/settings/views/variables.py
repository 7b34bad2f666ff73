"""Variables in a list or text: ``environment: [- KEY=value]``, ``Environment="A=b" C=d`` → ``<place>/KEY`` = value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.detect.settings.interface import Setting, element
from scanner.detect.settings.lines.words import pair, pairs_in
from scanner.detect.settings.views.interface import VARIABLES, Derived, without_index

_PAIR = re.compile(r"[A-Za-z_][\w.-]*=")
_COMMAS = re.compile(r"""(?<=[\w"'])[ \t]*,[ \t\n]*(?=[A-Za-z_]\w*=)""")
"""Commas between the variables of Supervisor (supervisord.org, ``environment``)."""


class Variables:
    """Reads list items that are one variable, and texts of several below a key such as ``environment``."""

    def see(self, setting: Setting, key: str) -> Iterable[Setting]:
        """The variables in the value of ``setting``."""
        return self._seen(setting, key) if "=" in setting.value else ()

    def _seen(self, setting: Setting, key: str) -> Iterator[Setting]:
        place, pairs = setting.path, iter(())  # type: tuple[str, ...], Iterator[tuple[str, str]]
        if key in VARIABLES and not setting.path[-1].endswith("]"):
            pairs = pairs_in(_COMMAS.sub(" ", setting.value))
        elif setting.path[-1].endswith("]") and _PAIR.match(setting.value):
            place, found = without_index(setting.path), pair(setting.value)
            pairs = iter((found,) if found else ())
        for name, value in pairs:
            yield Derived((*place, element(name)), value, setting.offset)

    def end(self) -> tuple[Setting, ...]:
        """Nothing: every item stands for itself."""
        return ()
