"""Protobuf's text format: nested messages and repeated fields, as TensorFlow, Caffe and Triton keep their settings.

Written after "Text Format Language Specification" (protobuf.dev); the schema is not needed to read names and values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.escapes import unescaped
from scanner.detect.settings.interface import Setting, bounded, check_depth, content, element
from scanner.types import Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

_SPACE = re.compile(r"(?:[\s]++|#[^\n]*+)*+")
_NAME = re.compile(r"(?P<name>[A-Za-z_]\w*+|\d++(?=\s*+[:{<]))|\[(?P<type>[^\]\n]{1,400})\]")
_TEXT = re.compile(r"""(?:"((?:[^"\\\n]|\\.)*+)"|'((?:[^'\\\n]|\\.)*+)')(?:[\s]++|#[^\n]*+)*+""")
_ATOM = re.compile(r"-?\s{0,9}[\w.+-]++")
_CLOSING = {"{": "}", "<": ">", "[": "]", "": ""}


class Prototext:
    """Reads fields below the names of their messages; of fields of one name the second is ``name[1]``."""

    FORMAT: ClassVar[str] = "text:prototext"
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("what stands behind the first broken field is not read",)

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value."""
        return bounded(_Reader(Decoded(content(source, limits)), limits).settings(), limits)


@dataclass(slots=True)
class _Message:
    """An open message (``{``, ``<``), or a list of values (``[``) of the field at ``path``."""

    bracket: str
    path: tuple[str, ...]
    seen: Counter[str] = field(default_factory=Counter)

    def path_of(self, name: str) -> tuple[str, ...]:
        number = self.seen[name]
        self.seen[name] += 1
        return (*self.path, f"{name}[{number}]" if number else name)


class _Reader:
    def __init__(self, text: Decoded, limits: Limits) -> None:
        self._decoded = text
        self._text = text.text.removeprefix("\ufeff")
        self._limits = limits
        self._at = 0
        self._open = [_Message("", ())]

    def settings(self) -> Iterator[Setting]:
        self._space()
        while self._at < len(self._text):
            message = self._open[-1]
            mark = self._text[self._at]
            if mark == _CLOSING[message.bracket]:
                self._close(message)
            elif mark in ",;":
                self._at += 1
            elif message.bracket == "[":
                yield from self._value((*message.path[:-1], message.path[-1]), message)
            else:
                yield from self._field(message)
            self._space()
        if len(self._open) > 1:
            raise ParseFailure("protobuf text ends within a message")

    def _field(self, message: _Message) -> Iterator[Setting]:
        name = _NAME.match(self._text, self._at)
        if name is None:
            raise self._broken("the name of a field")
        self._at = name.end()
        self._space()
        colon = self._text.startswith(":", self._at)
        self._at += colon
        self._space()
        kind = element(name["name"] or name["type"].strip())
        if not colon and self._text[self._at : self._at + 1] not in ("{", "<", "["):
            raise self._broken("a colon or a message")
        if self._text.startswith("[", self._at):
            self._enter("[", (*message.path, kind))
        else:
            yield from self._value((*message.path, kind), message)

    def _value(self, path: tuple[str, ...], message: _Message) -> Iterator[Setting]:
        start = self._at
        if self._text[start : start + 1] in ("{", "<"):
            self._enter(self._text[start], self._numbered(path, message))
            return
        value = self._text_of(start)
        if value is None:
            atom = _ATOM.match(self._text, start)
            if atom is None:
                raise self._broken("a value")
            value, self._at = atom[0], atom.end()
        yield Setting(self._numbered(path, message), value, self._decoded.offset(start))

    def _numbered(self, path: tuple[str, ...], message: _Message) -> tuple[str, ...]:
        owner = self._open[-2] if message.bracket == "[" else message
        return owner.path_of(path[-1])

    def _text_of(self, at: int) -> str | None:
        """The text that begins at ``at``, all its parts joined (C's string literals); None where none begins."""
        parts: list[str] = []
        while part := _TEXT.match(self._text, at):
            parts.append(part[1] if part[1] is not None else part[2])
            at = part.end()
        if not parts:
            return None
        self._at = at
        return unescaped("".join(parts))

    def _enter(self, bracket: str, path: tuple[str, ...]) -> None:
        self._at += 1
        self._open.append(_Message(bracket, path))
        check_depth(len(self._open), self._limits)

    def _close(self, message: _Message) -> None:
        self._at += 1
        self._open.pop()

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _broken(self, expected: str) -> ParseFailure:
        at = self._decoded.offset(min(self._at, len(self._text)))
        return ParseFailure(f"no protobuf text from byte {at:,}: expected {expected}")
