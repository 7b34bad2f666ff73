"""TOML by its statements: no tree is built, so that a large file needs no memory and every value has its place.

Written after the TOML specification, version 1.0 (toml.io); inline tables may go over several lines as in 1.1. Dates
and numbers stay the text that they are; a key that stands twice is seen twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.escapes import unescaped
from scanner.detect.settings.interface import Setting, bounded, check_depth, content, element
from scanner.types import LimitReached, Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

MAX_ARRAYS = 100_000
"""Arrays of tables of one file whose last number is remembered."""
_BLANK = re.compile(r"[ \t]*+")
_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_LINE_END = re.compile(r"[ \t]*+(?:#[^\n]*+)?(?:\r?\n|\r|\Z)")
_TEXT = (
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+"{3,5}' r"|'''(?:[^']|'(?!''))*+'{3,5}" r'|"(?:[^"\\\n]|\\.)*+"' r"|'[^'\n]*+'"
)
_VALUE = re.compile(rf"(?P<mark>[\[\]{{}},])|(?P<text>{_TEXT})|(?P<bare>[^\s\[\]{{}},#\"'=]++(?: \d\d:[\d:.+Z-]++)?)")
_KEY = re.compile(r"""[ \t]*+(?:(?P<bare>[^\s\[\]{}.,=#"']++)|(?P<text>"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'))[ \t]*+""")
_JOIN = re.compile(r"\\[ \t]*\r?\n\s*")


class Toml:
    """Reads tables, arrays of tables (``name[n]``), dotted keys and inline values."""

    FORMAT: ClassVar[str] = "text:toml"
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("what stands behind the first broken statement is not read",)

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value."""
        return bounded(_Reader(Decoded(content(source, limits)), limits).settings(), limits)


@dataclass(slots=True)
class _Level:
    """An open list or inline table, and the number of its last item."""

    bracket: str
    path: tuple[str, ...]
    number: int = -1


class _Reader:
    """One walk through a file; ``_at`` is the index of the next character."""

    def __init__(self, text: Decoded, limits: Limits) -> None:
        self._decoded = text
        self._text = text.text
        self._limits = limits
        self._at = 0
        self._arrays: dict[tuple[str, ...], int] = {}

    def settings(self) -> Iterator[Setting]:
        table: tuple[str, ...] = ()
        self._pass(_SPACE)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                yield from self._statement(table)
            if self._pass(_LINE_END) is None:
                raise self._broken("the end of the line")
            self._pass(_SPACE)

    def _header(self) -> tuple[str, ...]:
        double = self._text.startswith("[[", self._at)
        close = "]]" if double else "]"
        self._at += len(close)
        *parents, last = self._key()
        if not self._text.startswith(close, self._at):
            raise self._broken(close)
        self._at += len(close)
        path: tuple[str, ...] = ()
        for part in parents:
            path = self._numbered((*path, part))
        path = (*path, last)
        if double:
            self._arrays[path] = self._arrays.get(path, -1) + 1
            if len(self._arrays) > MAX_ARRAYS:
                raise LimitReached(f"more than {MAX_ARRAYS:,} arrays of tables")
        return self._numbered(path)

    def _numbered(self, path: tuple[str, ...]) -> tuple[str, ...]:
        number = self._arrays.get(path)
        return path if number is None else (*path[:-1], f"{path[-1]}[{number}]")

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            found = self._pass(_KEY)
            if found is None:
                raise self._broken("a key")
            parts.append(element(found["bare"] if found["bare"] is not None else _plain(found["text"])))
            check_depth(len(parts), self._limits)
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1

    def _statement(self, table: tuple[str, ...]) -> Iterator[Setting]:
        path = (*table, *self._key())
        self._expect("=")
        self._pass(_BLANK)
        opened: list[_Level] = []
        while True:
            found = self._pass(_VALUE)
            if found is None or (found["mark"] or "[") not in "[{":
                raise self._broken("a value")
            if found["mark"]:
                opened.append(_Level(found["mark"], path))
                check_depth(len(opened), self._limits)
            else:
                value = found["bare"] if found["bare"] is not None else _plain(found["text"])
                yield Setting(path, value, self._decoded.offset(found.start()))
            if not self._follows(opened, entered=bool(found["mark"])):
                return
            path = self._next(opened[-1])

    def _follows(self, opened: list[_Level], *, entered: bool) -> bool:
        """Whether another item follows in the innermost list or table, once all that end here are closed.

        ``entered``: the innermost was opened just now, and has no item yet.
        """
        if entered and not self._closes(opened[-1].bracket):
            return True
        if entered:
            opened.pop()
        while opened and self._separated(opened[-1].bracket):
            opened.pop()
        return bool(opened)

    def _next(self, level: _Level) -> tuple[str, ...]:
        """The path of the item that follows."""
        if level.bracket == "{":
            path = (*level.path, *self._key())
            self._expect("=")
            self._pass(_BLANK)
            return path
        level.number += 1
        return (*level.path[:-1], f"{level.path[-1]}[{level.number}]")

    def _separated(self, bracket: str) -> bool:
        """Pass over what stands behind an item of ``bracket``: true at its end, false where another item follows."""
        self._pass(_SPACE)
        if self._text.startswith(",", self._at):
            self._at += 1
            return self._closes(bracket)
        if not self._closes(bracket):
            raise self._broken("a comma or the end of the list")
        return True

    def _closes(self, bracket: str) -> bool:
        self._pass(_SPACE)
        if self._text.startswith("]" if bracket == "[" else "}", self._at):
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._text.startswith(mark, self._at):
            raise self._broken(mark)
        self._at += len(mark)

    def _pass(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found

    def _broken(self, expected: str) -> ParseFailure:
        return ParseFailure(f"no TOML from byte {self._decoded.offset(self._at):,}: expected {expected}")


def _plain(token: str) -> str:
    """The text that a quoted token stands for."""
    quotes = 3 if token.startswith(('"""', "'''")) and len(token) > 5 else 1
    inner = token[quotes:-quotes]
    if quotes == 3:
        inner = inner.removeprefix("\r").removeprefix("\n")
    if token[0] == "'" or "\\" not in inner:
        return inner
    return unescaped(_JOIN.sub("", inner) if quotes == 3 else inner)
