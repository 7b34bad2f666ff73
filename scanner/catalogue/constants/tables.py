"""The constants of all signatures, each once, and the bytes by which they show: as data, or written out."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from scanner.catalogue.constants.numbers import bits_of, is_computed, telling, top_of
from scanner.catalogue.errors import CatalogueError
from scanner.types import Constant, Signature

MOST_NUMBERS = 12
"""Numbers of one set that are looked for where they may stand in any order."""
MOST_IN_SEQUENCE = 32
_LITTLE, _BIG, TEXT, SEQUENCE = "l", "b", "t", "s"
DATA = (_LITTLE, _BIG)
"""Ways in which numbers stand as data: little and big endian. Types mix: compilers turn one into the other."""
WAYS = {_LITTLE: "little-endian data", _BIG: "big-endian data", TEXT: "written out", SEQUENCE: "one table"}
WATCH = 3
"""Different numbers of a set that must be seen somewhere before they are looked for near each other."""
_SIGN = 1 << 31
_INTEGERS = {"i8": "b", "i32": "i"}
_FLOATS = {"f32": "f", "f64": "d"}
_TEXT_DIGITS = 6
"""Digits of a number that a text is searched for; what follows is compared where it stands."""
_SHORTEST = 4
"""Bytes of a YARA string below which it stands everywhere."""


@dataclass(frozen=True, slots=True)
class Table:
    """One set of numbers under its name, as detectors look for it."""

    name: str
    constant: Constant
    numbers: tuple[float, ...]
    """Those that are looked for in any order."""

    def watched(self) -> tuple[frozenset[int], int]:
        """Places of the numbers that the first pass looks for, and how many of them it must see.

        ``least`` of all cannot be there without that many of these, and every string makes the pass slower.
        """
        count = min(len(self.numbers), len(self.numbers) - self.constant.least + WATCH)
        best = sorted(range(len(self.numbers)), key=lambda index: -_variety(self.numbers[index]))
        return frozenset(best[:count]), self.constant.least - len(self.numbers) + count

    def span(self, way: str) -> int:
        """Bytes that ``least`` numbers may share; written out they take twice the room and more."""
        return self.constant.within if way in DATA else max(2048, 2 * self.constant.within)


def tables_of(signatures: Iterable[Signature]) -> tuple[Table, ...]:
    """Every constant of ``signatures``, by name.

    :raises CatalogueError: where one name stands for two sets.
    """
    found: dict[str, Constant] = {}
    for signature in signatures:
        for fact in signature.facts:
            if fact.constant is not None and found.setdefault(fact.value, fact.constant) != fact.constant:
                raise CatalogueError("", fact.value, "two facts give different numbers or forms to this name")
    return tuple(Table(name, found[name], telling(found[name].numbers)[:MOST_NUMBERS]) for name in sorted(found))


@dataclass(frozen=True, slots=True)
class Sample:
    """One YARA string (its right side) that stands for the number ``index`` of a table, standing in ``way``."""

    way: str
    index: int
    body: str


def _variety(number: float) -> int:
    """How many different bytes the number has, as binary32 and in the upper half of a binary64: runs are common."""
    return sum(len({*word.to_bytes(4, "little")}) for word in (bits_of(number), top_of(number)))


def samples(table: Table) -> Iterator[Sample]:
    """Everything that the byte search looks for on behalf of ``table``."""
    forms = table.constant.forms
    if "sequence" in forms:
        yield from (Sample(SEQUENCE, 0, hexadecimal(run)) for run in sequences(table.constant))
    if "cluster" in forms and "f32" in table.constant.stored:
        yield from _pairs(table)
    for index, number in enumerate(table.numbers):
        if "cluster" in forms:
            for word in sorted(_words(number, table.constant.stored)):
                yield Sample(_LITTLE, index, hexadecimal(word.to_bytes(4, "little")))
                yield Sample(_BIG, index, hexadecimal(word.to_bytes(4, "big")))
        if "text" in forms:
            yield from (Sample(TEXT, index, f'"{text}"') for text in sorted(_texts(number)))


def _pairs(table: Table) -> Iterator[Sample]:
    """Two numbers of binary32 in one constant of 64 bits, as WebAssembly writes it behind ``i64.const``: a point's x
    and y are copied together. (WebAssembly Core Specification, 5.2.2: signed LEB128.)"""
    places = {number: index for index, number in enumerate(table.numbers)}
    numbers = table.constant.numbers[: MOST_NUMBERS + MOST_NUMBERS % 2]
    for first, second in zip(numbers[::2], numbers[1::2], strict=False):
        body = hexadecimal(_leb128(bits_of(second) << 32 | bits_of(first)))
        yield from (Sample(_LITTLE, places[abs(one)], body) for one in (first, second) if abs(one) in places)


def _leb128(bits: int) -> bytes:
    """64 bits as a signed number in groups of seven, the lowest first."""
    value = bits - (1 << 64) if bits >> 63 else bits
    out = bytearray()
    while not -64 <= value < 64:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value & 0x7F])


def sequences(constant: Constant) -> Iterator[bytes]:
    """The numbers one behind the other, in each type and byte order."""
    for kind in constant.stored:
        numbers = constant.numbers[:MOST_IN_SEQUENCE]
        for order in "<>" if kind != "i8" else "<":
            if kind in _INTEGERS:
                yield struct.pack(f"{order}{len(numbers)}{_INTEGERS[kind]}", *map(int, numbers))
            else:
                yield struct.pack(f"{order}{len(numbers)}{_FLOATS[kind]}", *numbers)


def _words(number: float, stored: Iterable[str]) -> set[int]:
    """Words of 32 bits by which ``number`` shows, with either sign.

    Of a binary64 the upper half is enough to tell it, and the same whether the number was rounded to binary32 before.
    """
    words: set[int] = set()
    if "f32" in stored:
        around = (-1, 0, 1) if is_computed(number) else (0,)
        words |= {bits_of(number) + step for step in around}
    if "f64" in stored:
        words |= {top_of(number * (1 + error)) for error in (-(2**-23), 0, 2**-23)}
    return words | {word | _SIGN for word in words}


def _texts(number: float) -> set[str]:
    """How the number begins in a source text, as it was written and as a binary32 is printed."""
    rounded = struct.unpack("<f", struct.pack("<f", number))[0]
    begun = {_begin(number), _begin(rounded)}
    return {text for text in begun if len(text) >= _SHORTEST}


def _begin(number: float) -> str:
    text = format(Decimal(repr(number)), "f")
    first = next(index for index, char in enumerate(text) if char in "123456789")
    end = first + _TEXT_DIGITS + (first < text.find("."))
    return text[:end].removeprefix("0")


def hexadecimal(content: bytes) -> str:
    """``content`` as a YARA hex string."""
    return "{ " + content.hex(" ").upper() + " }"
