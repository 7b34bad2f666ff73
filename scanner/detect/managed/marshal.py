"""Code objects in compiled Python, read without Python's own reader: that may crash, and knows one version only.

Types and layouts are of CPython's ``Python/marshal.c``, versions 0 to 5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from scanner.types import LimitReached, ParseFailure

DEEPEST = 100
"""Levels of nesting: a function in a function takes two."""
MOST_VALUES = 4_000_000
"""Values of one file; they take up to 130 bytes of memory each, and two bytes of the file."""
LONGEST_TEXT = 1024
"""Characters of a name that can mean anything."""
_SHARED = 4
"""Equal parts of code objects are written once; all counted for each, they are at most the file so often."""
Value = Any
_REFERABLE = 0x80
_PLAIN: dict[int, Value] = {
    ord("N"): None,
    ord("T"): True,
    ord("F"): False,
    ord("S"): None,
    ord("."): None,
    ord("0"): None,
}
_FIXED = {ord("i"): "<i", ord("I"): "<q", ord("g"): "<d"}
_TEXTS = {ord("z"): "B", ord("Z"): "B", ord("a"): "<I", ord("A"): "<I", ord("u"): "<I", ord("t"): "<I"}
"""Texts by the layout of their length; ``t`` is kept for ``R`` in Python 2."""
_LISTS = {ord(")"): "B", ord("("): "<I", ord("["): "<I", ord("<"): "<I", ord(">"): "<I"}
_PYTHON_2, _PYTHON_3_8, _PYTHON_3_11 = 50_000, 3410, 3450
"""Magic numbers from which the fields of a code object are others (``Lib/importlib/_bootstrap_external.py``)."""


@dataclass(slots=True)
class Raw:
    """Bytes, and where they stand."""

    data: bytes
    at: int


@dataclass(slots=True)
class Code:
    """What is kept of a code object: its instructions, constants and names."""

    code: Raw
    consts: tuple[Value, ...]
    names: tuple[str, ...]


class Reader:
    """Reads one marshalled value; every code object in it is appended to ``codes`` as soon as its names are known."""

    def __init__(self, data: memoryview, start: int, magic: int) -> None:
        self.at, self._data, self._magic = start, data, magic
        self._references: list[Value] = []
        self._interned: list[Value] = []
        self.codes: list[Code] = []
        self._values = 0
        self._left = _SHARED * len(data) + 4096

    def value(self, depth: int = 0) -> Value:
        """The value at the current place.

        :raises ParseFailure: where the data end or make no sense.
        :raises LimitReached: behind the four millionth.
        """
        self._values += 1
        if self._values > MOST_VALUES:
            raise LimitReached(f"more than {MOST_VALUES:,} marshalled values")
        if depth > DEEPEST:
            raise ParseFailure("marshalled values are nested too deeply")
        kind = self._number("B")
        code = kind & ~_REFERABLE
        place = len(self._references)
        if kind & _REFERABLE:
            self._references.append(None)
        found = self._found(code, depth)
        if kind & _REFERABLE:
            self._references[place] = found
        return found

    def _found(self, code: int, depth: int) -> Value:
        if code in _PLAIN:
            return _PLAIN[code]
        if code in _FIXED:
            return self._number(_FIXED[code])
        if code in _TEXTS:
            return self._text(code)
        if code in _LISTS:
            return self._list(self._number(_LISTS[code]), depth)
        reader = _OTHERS.get(code)
        if reader is None:
            raise ParseFailure(f"a marshalled value of type {code:#04x}")
        return reader(self, depth)

    def _text(self, code: int) -> str:
        text = self._take(self._number(_TEXTS[code])).decode("utf-8", "surrogateescape")
        if code == ord("t"):
            self._interned.append(text)
        return text

    def _list(self, count: int, depth: int) -> tuple[Value, ...]:
        if count > len(self._data) - self.at:
            raise ParseFailure("a marshalled list is longer than its data")
        return tuple([self.value(depth + 1) for _ in range(count)])

    def _bytes(self, _depth: int) -> Raw:
        length = self._number("<I")
        return Raw(self._take(length), self.at - length)

    def _dictionary(self, depth: int) -> None:
        while self.at < len(self._data) and self._data[self.at] != ord("0"):
            self.value(depth + 1)
            self.value(depth + 1)
        self._number("B")

    def _slice(self, depth: int) -> None:
        self._list(3, depth)

    def _long(self, _depth: int) -> None:
        self._take(2 * abs(self._number("<i")))

    def _decimal(self, _depth: int) -> None:
        self._take(self._number("B"))

    def _two_decimals(self, depth: int) -> None:
        self._decimal(depth)
        self._decimal(depth)

    def _complex(self, _depth: int) -> None:
        self._take(16)

    def _reference(self, _depth: int) -> Value:
        return self._of(self._references)

    def _interned_text(self, _depth: int) -> Value:
        return self._of(self._interned)

    def _of(self, known: list[Value]) -> Value:
        index = self._number("<I")
        if index >= len(known):
            raise ParseFailure("a marshalled reference leads nowhere")
        return known[index]

    def _code(self, depth: int) -> None:
        """A code object; nothing refers to one as a value that matters here."""
        numbers, behind = self._layout()
        self._take(4 * numbers)
        code, consts, names = (self.value(depth + 1) for _ in range(3))
        if not isinstance(code, Raw) or not isinstance(consts, tuple) or not isinstance(names, tuple):
            raise ParseFailure("a code object without code, constants and names")
        self._left -= len(code.data) + len(consts) + len(names)
        if self._left < 0:
            raise ParseFailure("code objects share more parts than the file has")
        consts, names = (tuple(map(self._word, values)) for values in (consts, names))
        self.codes.append(Code(code, tuple(map(_short, consts)), tuple(map(_named, names))))
        for part in behind:
            if part == "i":
                self._take(4)
            else:
                self.value(depth + 1)

    def _word(self, value: Value) -> Value:
        """The texts of Python 2 are bytes."""
        if isinstance(value, Raw) and self._magic >= _PYTHON_2:
            return value.data.decode("utf-8", "surrogateescape")
        return value

    def _layout(self) -> tuple[int, str]:
        """(numbers before the code, fields behind the names: i a number, o a value) of the magic number's version."""
        if self._magic >= _PYTHON_2:
            return 4, "ooooo" + "io"
        if self._magic < _PYTHON_3_8:
            return 5, "ooooo" + "io"
        if self._magic < _PYTHON_3_11:
            return 6, "ooooo" + "io"
        return 5, "ooooo" + "ioo"

    def _take(self, length: int) -> bytes:
        if length > len(self._data) - self.at:
            raise ParseFailure("a marshalled value is cut off")
        self.at += length
        return bytes(self._data[self.at - length : self.at])

    def _number(self, layout: str) -> int:
        size = struct.calcsize(layout)
        if self.at + size > len(self._data):
            raise ParseFailure("a marshalled value is cut off")
        (found,) = struct.unpack_from(layout, self._data, self.at)
        self.at += size
        return found  # type: ignore[no-any-return]


def _short(value: Value) -> Value:
    """``value``, or nothing for a text that is too long: many code objects may share one, and each would be read."""
    return None if isinstance(value, str) and len(value) > LONGEST_TEXT else value


def _named(value: Value) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""


_OTHERS = {
    ord("c"): Reader._code,
    ord("s"): Reader._bytes,
    ord("r"): Reader._reference,
    ord("R"): Reader._interned_text,
    ord("{"): Reader._dictionary,
    ord(":"): Reader._slice,
    ord("l"): Reader._long,
    ord("f"): Reader._decimal,
    ord("x"): Reader._two_decimals,
    ord("y"): Reader._complex,
}
