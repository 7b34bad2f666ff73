"""Settings in a value: an object as text (``"{\\"a\\": 1}"``), or a whole file (``data:`` of a ConfigMap)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.detect.settings.interface import Setting
from scanner.detect.settings.nested.objects import settings_of_object
from scanner.detect.settings.views.memory import memory
from scanner.formats.ids import SETTINGS
from scanner.formats.textkind import kind_of
from scanner.types import LimitReached, Limits, ParseFailure

HEAD = 4096
"""Characters that decide what kind of file a value is."""
LARGEST = 8 << 20
"""Characters of a value: reading takes several times its memory, beside that of the file around it."""
_PAIRS = {"{": "}", "[": "]"}
_BEGINNINGS = frozenset("{[<")
_PROSE = re.compile(r"<(?:p|ul|ol|div|span|h[1-6])[ >]")
"""What a sentence in HTML begins with: descriptions of interfaces have tens of thousands of them."""


class Embedded:
    """Reads values that are objects or files; their settings stand below the key, at the offset of the value."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def see(self, setting: Setting, key: str) -> Iterable[Setting]:
        """The settings in the value of ``setting``. A value that breaks in its middle is a text, and no loss,
        unless its key is the name of a file of settings: then the rest of that file is unread, which is told."""
        return self._seen(setting) if "\n" in setting.value or setting.value.lstrip()[:1] in _BEGINNINGS else ()

    def _seen(self, setting: Setting) -> Iterator[Setting]:
        text = setting.value.strip()
        if len(text) > 4 and _PAIRS.get(text[0]) == text[-1] and (":" in text or "=" in text):
            _check(text)
            for path, value, _ in settings_of_object(text, 0, setting.path, self._limits):
                yield Setting(path, value, setting.offset)
        elif "\n" in text or (len(text) > 6 and text[0] == "<" and text[-1] == ">" and not _PROSE.match(text)):
            try:
                yield from self._file(setting)
            except ParseFailure:
                if _is_file(setting.path[-1]):
                    raise

    def end(self) -> tuple[Setting, ...]:
        """Nothing: every value stands for itself."""
        return ()

    def _file(self, setting: Setting) -> Iterator[Setting]:
        from scanner.detect.settings.registry import BY_FORMAT

        name = setting.path[-1]
        reader = BY_FORMAT.get(kind_of(setting.value[:HEAD], name))
        if reader is not None:
            _check(setting.value)
            for inner in reader.read(memory(setting.value, name), self._limits):
                yield Setting((*setting.path, *inner.path), inner.value, setting.offset)


def _is_file(name: str) -> bool:
    """Whether ``name`` is that of a file of settings, by its ending: ``config.yml`` in the data of a ConfigMap."""
    return "." in name and kind_of("", name) in SETTINGS


def _check(text: str) -> None:
    if len(text) > LARGEST:
        raise LimitReached(f"a value of {len(text):,} characters is not read as a file within a file")
