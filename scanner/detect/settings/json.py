"""JSON, one document or one per line, as devices write it: comments and trailing commas are passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, content
from scanner.detect.settings.tree import Event, Step, flatten
from scanner.types import Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<text>"[^"\\]*(?:\\.[^"\\]*)*")
    | (?P<mark>[{}\[\]:,])
    | (?P<atom>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null|NaN|-?Infinity)\b)
    | (?P<note>//[^\n]*|/\*.*?\*/)
    | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
_KEY, _COLON, _VALUE, _COMMA = "a key", "a colon", "a value", "a comma or the end"


class Json:
    """Reads JSON token by token: no recursion, no tree, a key that stands twice is seen twice."""

    FORMAT: ClassVar[str] = "text:json"
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("JSON5 with unquoted keys or single quotes counts as broken",)

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value."""
        return bounded(flatten(_events(Decoded(content(source, limits))), limits), limits)


def _events(text: Decoded) -> Iterator[Event]:
    grammar = _Grammar()
    position = 0
    while match := _TOKEN.match(text.text, position):
        kind, start = match.lastgroup or "", match.start(match.lastgroup or 0)
        if kind == "end":
            grammar.finish()
            return
        if kind == "mark":
            step = grammar.mark(match["mark"])
            if step is not None:
                yield Event(step)
        elif kind != "note":
            grammar.scalar(kind == "text")
            yield Event(Step.VALUE, _value(match[kind]), text.offset(start))
        position = match.end()
    raise ParseFailure(f"no JSON from byte {text.offset(position):,}: expected {grammar.expected}")


def _value(token: str) -> str:
    if not token.startswith('"'):
        return token
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(json.loads(token, strict=False))
    except json.JSONDecodeError as error:
        raise ParseFailure(f"no JSON: {error.msg}") from error


class _Grammar:
    """What may come next; every token that must not is a :class:`ParseFailure`."""

    def __init__(self) -> None:
        self.expected = _VALUE
        self._open: list[str] = []
        self._documents = 0

    def scalar(self, is_text: bool) -> None:
        if self.expected == _KEY and is_text:
            self.expected = _COLON
        elif self.expected == _VALUE:
            self._complete()
        else:
            raise self._broken("a value")

    def mark(self, mark: str) -> Step | None:
        if mark in "{[":
            return self._opened(mark)
        if mark in "}]":
            return self._closed(mark)
        if mark == ":" and self.expected == _COLON:
            self.expected = _VALUE
        elif mark == "," and self.expected == _COMMA and self._open:
            self.expected = _KEY if self._open[-1] == "{" else _VALUE
        else:
            raise self._broken(repr(mark))
        return None

    def finish(self) -> None:
        if self._open or not self._documents:
            raise ParseFailure(f"JSON ends where {self.expected} is expected")

    def _opened(self, mark: str) -> Step:
        if self.expected != _VALUE:
            raise self._broken(repr(mark))
        self._open.append(mark)
        self.expected = _KEY if mark == "{" else _VALUE
        return Step.MAP if mark == "{" else Step.LIST

    def _closed(self, mark: str) -> Step:
        pair = {"}": ("{", _KEY), "]": ("[", _VALUE)}[mark]
        if not self._open or self._open[-1] != pair[0] or self.expected not in (pair[1], _COMMA):
            raise self._broken(repr(mark))
        self._open.pop()
        self._complete()
        return Step.END

    def _complete(self) -> None:
        self._documents += not self._open
        self.expected = _COMMA if self._open else _VALUE

    def _broken(self, what: str) -> ParseFailure:
        return ParseFailure(f"no JSON: {what} where {self.expected} is expected")
