"""Command lines in a value: ``prog -m x --on --name=y`` → ``<place>/prog/-m`` = x, ``…/--on`` = true, ``…/--name`` = y.

Nothing is carried out. Whether ``-m x`` is an option with its value or an option before a file, only the program knows:
a word behind an option is told as its value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from scanner.detect.settings.interface import Setting
from scanner.detect.settings.lines.commandlines import settings_in
from scanner.detect.settings.views.interface import COMMANDS, Derived, without_index

ITEMS = 2_000
"""Words of a list that make one command."""
EXEC_FORM = 100_000
"""Characters of a list of words in one value."""


class Commands:
    """Reads texts and lists of words below keys such as ``command``, ``args``, ``ExecStart`` and ``RUN``."""

    def __init__(self) -> None:
        self._place: tuple[str, ...] = ()
        self._items: list[Setting] = []
        self._program = Setting((), "")

    def see(self, setting: Setting, key: str) -> Iterable[Setting]:
        """The commands in the value of ``setting``, or those of the list that ended before it."""
        if key in COMMANDS:
            return self._seen(setting)
        return self.end() if self._items else ()

    def _seen(self, setting: Setting) -> Iterator[Setting]:
        place = without_index(setting.path)
        if place == setting.path or place != self._place or len(self._items) >= ITEMS:
            yield from self.end()
        if place != setting.path:
            self._place = place
            self._items.append(setting)
        else:
            yield from self._command(_exec_form(setting.value), setting)

    def end(self) -> Iterator[Setting]:
        """The command that the items of a list make; items that are command lines each are read for themselves."""
        items, self._items = self._items, []
        for item in items:
            if " " in item.value.strip():
                yield from _said(item.value, self._place, item.offset)
        if items:
            yield from self._command(
                " ".join(_quoted(item.value) for item in items), Setting(self._place, "", items[0].offset)
            )

    def _command(self, text: str, at: Setting) -> Iterator[Setting]:
        """``text`` as a command. Options without a program belong to the one that a neighbour names: entrypoint and
        command, command and args."""
        first = text.split(maxsplit=1)[:1]
        if first and first[0].startswith("-") and self._program.path == at.path[:-1]:
            text = f"{self._program.value} {text}"
        elif first:
            self._program = Setting(at.path[:-1], first[0])
        yield from _said(text, at.path, at.offset)


def _said(text: str, place: tuple[str, ...], offset: int | None) -> Iterator[Setting]:
    for path, value in settings_in(text):
        yield Derived((*place, *path), value, offset)


def _exec_form(text: str) -> str:
    """The words of Docker's exec form (``["prog", "-x"]``) as a command line."""
    if text[:1] != "[" or text[-1:] != "]" or len(text) > EXEC_FORM:
        return text
    try:
        words = json.loads(text)
    except ValueError:
        return text
    return " ".join(_quoted(str(word)) for word in words)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'" if any(mark in value for mark in " \t\n;|&<>()\"'\\") else value
