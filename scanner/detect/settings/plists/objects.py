"""The objects of a binary property list by their numbers: Core Foundation, ``CFBinaryPList.c`` (format 0).

A header of eight bytes, objects, a table of their offsets, and a trailer of 32 bytes that says where the table is.
"""

from __future__ import annotations

import re
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from scanner.detect.settings.budget import SHORT, Budget
from scanner.types import ParseFailure

MAGIC = b"bplist0"
_TRAILER = struct.Struct(">6xBBQQQ")
"""Five unused bytes, a sort version; bytes of an offset and of a number; objects, the top one, the table's offset."""
_HEADER = 8
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_WORDS = {0x00: "", 0x08: "false", 0x09: "true", 0x0F: ""}
_INT, _REAL, _DATE, _DATA, _ASCII, _UTF16, _UTF8, _UID = 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8
_LISTS = frozenset({0xA, 0xB, 0xC})
"""Array, ordered set, set."""
_MAP = 0xD
_NO_KEYS = _LISTS | {_MAP}
_CONTROL = re.compile(r"[^\t\r\n -\x7e\xa0-\uffff\U00010000-\U0010ffff]")
_KEPT_KEYS = 65_536
"""Keys whose texts are kept: lists of dictionaries share theirs."""


@dataclass(frozen=True, slots=True)
class Value:
    """A single value as text. ``number``: the object that a unique id of an archive stands for; ``data``: raw bytes."""

    text: str
    offset: int | None = None
    number: int | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """A dictionary (``named``) or a list: (key, or None in a list; number of the value)."""

    pairs: tuple[tuple[str | None, int], ...]
    named: bool


Thing = Value | Members


class Table(Protocol):
    """Objects by number: of a binary list, or of an XML list that was read into memory."""

    @property
    def top(self) -> int:
        """The number of the outermost."""

    def get(self, number: int) -> Thing:
        """The object called ``number``."""


class Objects:
    """The objects of ``data``, read when they are asked for; ``top`` is the number of the outermost.

    :raises ParseFailure: here for a trailer that does not fit, later for an object that does not.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._budget = Budget(len(data))
        self._keys: dict[int, str] = {}
        if len(data) < _HEADER + _TRAILER.size or not data.startswith(MAGIC):
            raise ParseFailure("no binary property list: it has no header or no trailer")
        self._width, self._reference, self._count, self.top, self._table = _TRAILER.unpack_from(
            data, len(data) - _TRAILER.size
        )
        end = len(data) - _TRAILER.size
        fits = 1 <= self._width <= 8 and 1 <= self._reference <= 8 and _HEADER <= self._table <= end
        if not fits or self._count * self._width > end - self._table or not self.top < self._count:
            raise ParseFailure("no binary property list: its trailer does not fit, it may be cut off")

    def get(self, number: int) -> Thing:
        """The object called ``number``."""
        at = self._place(number)
        marker = self._data[at]
        kind, low = marker >> 4, marker & 0xF
        if kind == 0:
            return self._simple(marker, at)
        if kind in (_INT, _REAL, _DATE, _UID):
            return self._number(kind, low, at)
        start, length = self._extent(low, at)
        if kind in _LISTS:
            return Members(tuple((None, member) for member in self._references(start, length)), named=False)
        if kind == _MAP:
            keys = map(self._key, self._references(start, length))
            values = self._references(start + length * self._reference, length)
            return Members(tuple(zip(keys, values, strict=True)), named=True)
        return self._text(kind, start, length, at)

    def _place(self, number: int) -> int:
        if number >= self._count:
            raise ParseFailure(f"no binary property list: object {number:,} of {self._count:,}")
        at = self._unsigned(self._table + number * self._width, self._width)
        if not _HEADER <= at < self._table:
            raise ParseFailure(f"no binary property list: object {number:,} lies outside")
        return at

    def _unsigned(self, at: int, width: int) -> int:
        return int.from_bytes(self._data[at : at + width], "big")

    def _slice(self, start: int, length: int) -> bytes:
        """``length`` bytes of the part that holds objects."""
        if length > self._table - start:
            raise ParseFailure("no binary property list: an object goes beyond its end")
        return self._data[start : start + length]

    def _simple(self, marker: int, at: int) -> Value:
        if marker in _WORDS:
            return Value(_WORDS[marker], at)
        if marker == 0x0E:
            return Value(str(uuid.UUID(bytes=self._slice(at + 1, 16))), at)
        raise ParseFailure(f"no binary property list: an object of kind 0x{marker:02x}")

    def _number(self, kind: int, low: int, at: int) -> Value:
        if kind == _UID:
            number = int.from_bytes(self._slice(at + 1, low + 1), "big")
            return Value(str(number), at, number)
        if low > 4 or (kind != _INT and low not in (2, 3)):
            raise ParseFailure("no binary property list: a number of an unknown width")
        raw = self._slice(at + 1, 1 << low)
        if kind == _INT:
            # Below eight bytes they have no sign.
            return Value(str(int.from_bytes(raw, "big", signed=low >= 3)), at)
        (real,) = struct.unpack(">f" if low == 2 else ">d", raw)
        return Value(date_text(real) if kind == _DATE else repr(real), at)

    def _extent(self, low: int, at: int) -> tuple[int, int]:
        """(start, length in units) of the object at ``at``; from 15 units on an integer behind the marker says it."""
        if low < 0xF:
            return at + 1, low
        marker = self._data[at + 1] if at + 1 < self._table else 0
        width = 1 << (marker & 0xF)
        if marker >> 4 != _INT or width > 8:
            raise ParseFailure("no binary property list: a length that is no number")
        return at + 2 + width, int.from_bytes(self._slice(at + 2, width), "big")

    def _references(self, start: int, count: int) -> list[int]:
        width = self._reference
        raw = self._slice(start, count * width)
        self._budget.spend(len(raw))
        return [int.from_bytes(raw[i : i + width], "big") for i in range(0, len(raw), width)]

    def _key(self, number: int) -> str:
        """The text of a key; one that is no text stands as ``?``."""
        known = self._keys.get(number)
        if known is None:
            at = self._place(number)
            thing = self.get(number) if self._data[at] >> 4 not in _NO_KEYS else None
            known = thing.text if isinstance(thing, Value) else "?"
            if len(known) <= SHORT and len(self._keys) < _KEPT_KEYS:
                self._keys[number] = known
        return known

    def _text(self, kind: int, start: int, length: int, at: int) -> Value:
        raw = self._slice(start, length * (2 if kind == _UTF16 else 1))
        self._budget.spend(len(raw))
        if kind == _DATA:
            return Value(data_text(raw), at, data=raw)
        codec = {_ASCII: "latin-1", _UTF16: "utf-16-be", _UTF8: "utf-8"}.get(kind)
        if codec is None:
            raise ParseFailure(f"no binary property list: an object of kind 0x{kind:x}")
        return Value(raw.decode(codec, "replace"), at)


def date_text(seconds: float) -> str:
    """A date (seconds since 2001 began, UTC) as ISO 8601; as a number where the calendar does not reach."""
    try:
        return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return repr(seconds)


def data_text(raw: bytes) -> str:
    """What raw bytes say as a value: themselves where they are text, otherwise how many they are."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return f"({len(raw):,} bytes)"
    return f"({len(raw):,} bytes)" if _CONTROL.search(text) else text
