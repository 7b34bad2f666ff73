"""Objects written in a program or a value: JSON, JSON5, dicts of Python, objects of JavaScript. Literals only.

Tolerant, since what stands around is another language: a call or a sum is the text that stands there, comments of both
kinds are passed over, and a quote that closes nowhere on its line is a character like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.detect.settings.characters.escapes import unescaped
from scanner.detect.settings.interface import check_depth, element
from scanner.types import Limits

_TOKEN = re.compile(
    r"(?:[\s]++|\#[^\n]*+|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+(?:"
    r'(?P<text>[rRbBuUfF]{0,2}(?:"(?:[^"\\\n]|\\[\s\S])*+"|\'(?:[^\'\\\n]|\\[\s\S])*+\'|`(?:[^`\\]|\\[\s\S])*+`))'
    r"|(?P<open>[\[{(])|(?P<close>[\]})])|(?P<part>,)|(?P<sign>:|=(?![=>]))|(?P<word>[\w.$-]++)|(?P<end>\Z)"
    r"|(?P<other>\\[\s\S]|[\s\S]))"
)
_PREFIX = re.compile(r"[A-Za-z]*")
SHOWN = 2000
"""Characters of an expression that are kept."""

Found = tuple[tuple[str, ...], str, int]
"""Path, value and index of the value's first character."""


@dataclass(slots=True)
class _Level:
    """An open bracket: where its content stands, the key that waits for its value, the number of the next item."""

    path: tuple[str, ...]
    key: str | None = None
    number: int = 0

    def place(self) -> tuple[str, ...]:
        """Where the value stands that comes now."""
        if self.key is not None:
            return (*self.path, element(self.key))
        index = f"[{self.number}]"
        return (*self.path[:-1], self.path[-1] + index) if self.path else (index,)


@dataclass(slots=True)
class _Value:
    """The value so far: joined texts, or an expression."""

    text: str = ""
    start: int = -1
    plain: bool = True

    def add(self, text: str, start: int, *, plain: bool) -> None:
        if self.start < 0:
            self.start = start
        self.plain = self.plain and plain
        self.text = (self.text + text if plain or not self.text else f"{self.text} {text}")[:SHOWN]


def settings_of_object(text: str, at: int, place: tuple[str, ...], limits: Limits) -> Iterator[Found]:
    """What stands in the object or list of ``text`` that opens at ``at``, up to its end or that of the text.

    :raises LimitReached: where brackets nest deeper than ``limits.config_depth``.
    """
    levels: list[_Level] = []
    value = _Value()
    while (token := _TOKEN.match(text, at)) is not None and token.lastgroup != "end":
        kind = token.lastgroup or ""
        at = token.end()
        if kind == "open":
            levels.append(_Level(levels[-1].place() if levels else place))
            check_depth(len(levels), limits)
            value = _Value()
        elif kind in ("close", "part"):
            yield from _flushed(levels[-1], value)
            value = _Value()
            del levels[len(levels) - (kind == "close") :]
            if not levels:
                return
        else:
            value = _taken(token, kind, levels[-1], value)


def _taken(token: re.Match[str], kind: str, level: _Level, value: _Value) -> _Value:
    """The value so far with ``token`` in it; a new one behind the sign that makes a key of it."""
    if kind == "sign" and level.key is None and value.text:
        level.key = value.text
        return _Value()
    if kind == "text":
        value.add(_plain(token["text"]), token.start("text"), plain=True)
    else:
        value.add(token[kind], token.start(kind), plain=kind == "word" and not value.text)
    return value


def _flushed(level: _Level, value: _Value) -> Iterator[Found]:
    if value.start >= 0:
        yield level.place(), value.text, value.start
    level.number += level.key is None
    level.key = None


def _plain(token: str) -> str:
    prefix = _PREFIX.match(token)
    inner = token[(prefix.end() if prefix else 0) + 1 : -1]
    return inner if prefix and "r" in prefix[0].lower() else unescaped(inner)
