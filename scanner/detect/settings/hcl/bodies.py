"""Bodies and expressions of HCL, token by token: one list of what is open, no recursion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.hcl.tokens import Kind, Token, tokens
from scanner.detect.settings.interface import Setting, check_depth, element
from scanner.types import LimitReached, Limits, ParseFailure

Path = tuple[str, ...]
SHOWN = 2000
"""Characters of an expression that are kept."""
MOST = 100_000
"""Tokens of one statement or item: about 20 MB."""
_CLOSING = {"{": "}", "[": "]", "(": ")"}


@dataclass(slots=True)
class _Frame:
    """A body, an object or a list that is open.

    ``bracket`` is ``{`` of a body, ``{=`` of an object, ``[`` or ``(``; of a list and of arguments ``number`` is that
    of the next item. ``head`` are the tokens of the statement or item so far; ``nested``: a list or object stood in it.
    ``silent``: what stands in it is an index or a key, no value.
    """

    bracket: str
    path: Path
    number: int = 0
    head: list[Token] = field(default_factory=list)
    nested: bool = False
    silent: bool = False
    names: Counter[Path] = field(default_factory=Counter)

    def key(self) -> Path | None:
        """Where the value of the statement or item stands; None while it has no key."""
        if self.repeats():
            return self.path
        if self.bracket in "[(":
            return (*self.path[:-1], f"{self.path[-1]}[{self.number}]")
        if len(self.head) > 1 and _is_sign(self.head):
            return (*self.path, element(self.head[0].value))
        return None

    def repeats(self) -> bool:
        """Whether it is a ``for`` expression, which says nothing but what lists and objects in it say."""
        return self.bracket != "{" and bool(self.head) and self.head[0][:2] == (Kind.NAME, "for")

    def separates(self, mark: str) -> bool:
        """Whether a comma (``mark``) or line end closes the statement or item."""
        return not self.repeats() and (self.bracket not in "[(" if mark != "," else self.bracket != "{")

    def is_index(self) -> bool:
        """Whether a bracket that opens now chooses an item of what stands before it."""
        value = self.value()
        return bool(value) and (value[-1].kind is Kind.NAME or value[-1].value in ("]", ")")) and not self.repeats()

    def value(self) -> list[Token]:
        """The tokens of the value so far."""
        return self.head if self.bracket in "[(" else self.head[2:]


def settings(text: Decoded, limits: Limits) -> Iterator[Setting]:
    """All settings of ``text``.

    :raises ParseFailure: where brackets do not fit, or a statement is none.
    """
    return _Walk(text, limits).settings()


class _Walk:
    def __init__(self, text: Decoded, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._open = [_Frame("{", ())]

    def settings(self) -> Iterator[Setting]:
        for token in tokens(self._text):
            mark = token.value if token.kind is Kind.MARK else ""
            if token.kind is Kind.END:
                yield from self._ended()
                if len(self._open) > 1:
                    raise ParseFailure("no HCL: a block or list has no end")
            elif token.kind is Kind.LINE or mark == ",":
                if self._open[-1].separates(mark):
                    yield from self._ended()
            elif mark in _CLOSING:
                yield from self._opened(token)
            elif mark and mark in "}])":
                yield from self._closed(token)
            else:
                self._kept(token)

    def _kept(self, token: Token) -> None:
        """``token`` as one more of its statement or item."""
        head = self._open[-1].head
        if len(head) >= MOST:
            raise LimitReached(f"a statement or item of more than {MOST:,} parts")
        head.append(token)

    def _opened(self, token: Token) -> Iterator[Setting]:
        frame = self._open[-1]
        check_depth(len(self._open), self._limits)
        path = frame.key()
        if path is not None and not (token.value == "[" and frame.is_index()):
            frame.nested = True
            self._open.append(_Frame("{=" if token.value == "{" else token.value, path, silent=frame.silent))
        elif frame.bracket == "{" and token.value == "{":
            self._open.append(_Frame("{", (yield from self._block(frame))))
        else:
            frame.head.append(token if path is not None else Token(Kind.NAME, "?", token.start, token.end))
            self._open.append(_Frame(token.value, (*frame.path, "?"), silent=True))

    def _block(self, frame: _Frame) -> Generator[Setting, None, Path]:
        """The path of the block that opens; the last of its labels is said as a setting."""
        names = frame.head
        if not names or any(token.kind is Kind.MARK for token in names):
            raise self._broken(names[-1] if names else None)
        path = (*frame.path, *(element(token.value) for token in names))
        if len(names) > 1:
            yield Setting(path[:-1], names[-1].value, self._text.offset(names[-1].start))
        number = frame.names[path]
        frame.names[path] += 1
        frame.head = []
        return (*path[:-1], f"{path[-1]}[{number}]") if number else path

    def _closed(self, token: Token) -> Iterator[Setting]:
        yield from self._ended()
        frame = self._open.pop()
        if not self._open or _CLOSING[frame.bracket[0]] != token.value:
            raise ParseFailure(f"no HCL: {token.value} closes nothing")
        around = self._open[-1]
        if frame.silent and not around.silent and around.key() is not None and not around.nested:
            around.head.append(token)

    def _ended(self) -> Iterator[Setting]:
        """The end of a statement or item: its value, where no list or object said it already."""
        frame = self._open[-1]
        if frame.head and not frame.repeats() and not frame.silent:
            path, value = frame.key(), frame.value()
            if path is None or not (value or frame.nested):
                raise self._broken(frame.head[-1])
            if not frame.nested:
                yield Setting(path, self._said(value), self._text.offset(value[0].start))
        frame.number += bool(frame.head or frame.nested)
        frame.head = []
        frame.nested = False

    def _said(self, value: list[Token]) -> str:
        if len(value) == 1:
            return value[0].value
        return self._text.text[value[0].start : min(value[-1].end, value[0].start + SHOWN)]

    def _broken(self, token: Token | None) -> ParseFailure:
        where = f" from byte {self._text.offset(token.start):,}" if token else ""
        return ParseFailure(f"no HCL{where}: neither a block nor a setting")


def _is_sign(head: list[Token]) -> bool:
    return head[1].kind is Kind.MARK and head[1].value in "=:" and head[0].kind in (Kind.NAME, Kind.TEXT)
