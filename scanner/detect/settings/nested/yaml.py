"""YAML by its events: no object is made of it, and every plain value stays the text that it is (``on`` is ``on``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.pieces import LARGE, Pieces
from scanner.detect.settings.interface import Setting, bounded, content
from scanner.detect.settings.nested.templates import plain
from scanner.detect.settings.nested.tree import flatten
from scanner.detect.settings.nested.yamllines import settings_of_lines
from scanner.types import Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source


class Yaml:
    """Reads one or more YAML documents; aliases are replaced by what they name, merge keys by what they bring."""

    FORMAT: ClassVar[str] = "text:yaml"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "templates (Jinja, Helm) are not filled in: the value of an expression is its text, both branches of a "
        "condition are read, and what it includes is not",
        "a template that is no YAML without its expressions is read by its lines, and counts as broken all the same",
        "of several mappings that one merge key brings, the values of all are seen, not of the first that has the key",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value (of those read by lines: that of the line)."""
        if source.size > LARGE:
            return bounded(_documents(Pieces(source, limits), None, limits), limits)
        text = Decoded(content(source, limits))
        without = plain(text.text)
        settings = _documents(text, None, limits) if without is None else _template(text, without, limits)
        return bounded(settings, limits)


def _documents(text: Decoded | Pieces, without: str | None, limits: Limits) -> Iterator[Setting]:
    from scanner.detect.settings.nested.yamlevents import events

    return flatten(events(text, without), limits)


def _template(text: Decoded, without: str, limits: Limits) -> Iterator[Setting]:
    """Settings of a template; YAML with expressions in its texts is none, and read as it is.

    A template that is broken says what its lines behind the last value that was read say.
    """
    from scanner.detect.settings.nested.yamlevents import parses

    if not parses(without) and parses(text.text):
        yield from _documents(text, None, limits)
        return
    last = -1
    try:
        for setting in _documents(text, without, limits):
            last = last if setting.offset is None else setting.offset
            yield setting
    except ParseFailure:
        yield from settings_of_lines(text, without, last)
        raise
