"""A bounded reader for the few types of Python's marshal format that tables are made of; never any code object.

``marshal.loads`` may crash the interpreter on hostile bytes. Types and layout are of CPython's ``Python/marshal.c``,
versions 2 to 5.
"""

from __future__ import annotations

import struct
from typing import Any

from scanner.types import ParseFailure

DEEPEST = 8
"""Levels of nesting; a table of modules has three."""
LONGEST_KEY = 1 << 16
_REFERABLE = 0x80
Value = Any
_CONSTANTS = {ord("N"): None, ord("T"): True, ord("F"): False}
_TEXTS = {ord("z"): "B", ord("Z"): "B", ord("a"): "<I", ord("A"): "<I", ord("u"): "<I", ord("t"): "<I", ord("s"): "<I"}
"""Type → layout of its length; ``s`` is bytes, the others text."""
_LISTS = {ord(")"): "B", ord("("): "<I", ord("["): "<I"}


def marshalled(data: memoryview, start: int, limit: int) -> tuple[Value, int]:
    """(the value at ``start``, first offset behind it): lists, tuples, dictionaries, text, bytes and small integers.

    :raises ParseFailure: for anything else, and where the data pass ``limit``.
    """
    reader = _Reader(data, start, limit)
    value = reader.value(0)
    return value, reader.at


class _Reader:
    def __init__(self, data: memoryview, start: int, limit: int) -> None:
        self.at = start
        self._data, self._limit = data, limit
        self._references: list[Value] = []
        """Values with the flag for later references; None while one is being read, so that no value holds itself."""
        self._interned: list[Value] = []
        """Texts of type ``t``, which Python 2 counts by themselves."""

    def value(self, depth: int) -> Value:
        """One value; ``depth`` counts the lists around it."""
        kind = self._number("B")
        code = kind & ~_REFERABLE
        place = -1
        if kind & _REFERABLE:
            place = len(self._references)
            self._references.append(None)
        found = self._scalar(code) if code not in _LISTS and code != ord("{") else self._list(code, depth)
        if place >= 0:
            self._references[place] = found
        return found

    def _list(self, code: int, depth: int) -> Value:
        if depth >= DEEPEST:
            raise ParseFailure("a marshalled table is nested too deeply")
        if code == ord("{"):
            return self._dictionary(depth)
        count = self._number(_LISTS[code])
        if count > self._limit - self.at:
            raise ParseFailure("a marshalled list is longer than its data")
        items = [self.value(depth + 1) for _ in range(count)]
        return items if code == ord("[") else tuple(items)

    def _dictionary(self, depth: int) -> dict[Value, Value]:
        found: dict[Value, Value] = {}
        while self._peek() != ord("0"):
            key, value = self.value(depth + 1), self.value(depth + 1)
            if not isinstance(key, (str, bytes)):
                raise ParseFailure("a marshalled dictionary has a key that is no text")
            found[key] = value
        self.at += 1
        return found

    def _scalar(self, code: int) -> Value:
        if code in _CONSTANTS:
            return _CONSTANTS[code]
        if code == ord("i"):
            return self._number("<i")
        if code == ord("I"):
            return self._number("<q")
        if code in {ord("r"), ord("R")}:
            return self._reference(self._references if code == ord("r") else self._interned)
        if code not in _TEXTS:
            raise ParseFailure(f"a marshalled table holds a value of type {code:#04x}")
        length = self._number(_TEXTS[code])
        if length > min(self._limit - self.at, LONGEST_KEY):
            raise ParseFailure("a marshalled text is longer than its data")
        raw = bytes(self._data[self.at : self.at + length])
        self.at += length
        if code == ord("t"):
            self._interned.append(raw)
        return raw if code in {ord("s"), ord("t")} else raw.decode("utf-8", "surrogateescape")

    def _reference(self, values: list[Value]) -> Value:
        index = self._number("<I")
        if index >= len(values):
            raise ParseFailure("a marshalled reference leads nowhere")
        return values[index]

    def _peek(self) -> int:
        if self.at >= self._limit:
            raise ParseFailure("a marshalled table is cut off")
        return self._data[self.at]

    def _number(self, layout: str) -> int:
        size = struct.calcsize(layout)
        if self.at + size > self._limit:
            raise ParseFailure("a marshalled table is cut off")
        (found,) = struct.unpack_from(layout, self._data, self.at)
        self.at += size
        return int(found)
