"""The constant pool and the members of a Java class file (Java Virtual Machine Specification, chapter 4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from scanner.types import ParseFailure

INTEGER, FLOAT, LONG, DOUBLE = 3, 4, 5, 6
NUMBERS = {INTEGER: ">i", FLOAT: ">I", LONG: ">q", DOUBLE: ">Q"}
"""How the constants that are numbers are read; of floats the bits."""
UTF8, CLASS, STRING, METHOD, INTERFACE_METHOD, NAME_AND_TYPE = 1, 7, 8, 10, 11, 12
WIDTHS = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
"""Bytes behind the tag of every constant but text (table 4.4-A)."""
_TWO_SLOTS = (LONG, DOUBLE)
NATIVE, INTERFACE, ABSTRACT = 0x0100, 0x0200, 0x0400
"""Access flags (tables 4.1-B and 4.6-A)."""


@dataclass(slots=True)
class ClassFile:
    """One class as it was read; ``fault`` says what ended the reading early."""

    texts: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Index in the pool → (text, offset of its constant)."""
    refs: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    """Index → (tag, first index, second index or 0, offset) of constants that point to others."""
    numbers: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Index → (tag, offset) of constants that are numbers, which stand big-endian behind their tag."""
    flags: int = 0
    this: int = 0
    fields: list[tuple[int, int, int]] = field(default_factory=list)
    methods: list[tuple[int, int, int]] = field(default_factory=list)
    """(access flags, index of the name, offset)."""
    fault: str = ""

    def text(self, index: int) -> str:
        """The text at ``index``, empty where none stands."""
        return self.texts.get(index, ("", 0))[0]

    def class_name(self, index: int) -> str:
        """The dotted name of the class constant at ``index``; of an array its element's."""
        tag, name, _, _ = self.refs.get(index, (0, 0, 0, 0))
        return dotted(self.text(name)) if tag == CLASS else ""


def dotted(name: str) -> str:
    """``com.acme.Face`` of ``com/acme/Face``, ``Lcom/acme/Face;`` and ``[[Lcom/acme/Face;``."""
    if name.endswith(";"):
        name = name.lstrip("[").removeprefix("L")[:-1]
    return name.replace("/", ".")


def read(data: memoryview) -> ClassFile:
    """The class in ``data``, as far as it can be read."""
    made = ClassFile()
    try:
        at = _pool(data, made)
        made.flags, made.this, _, interfaces = struct.unpack_from(">4H", data, at)
        at = _members(data, at + 8 + 2 * interfaces, made.fields)
        at = _members(data, at, made.methods)
        _attributes(data, at + 2, struct.unpack_from(">H", data, at)[0])
    except struct.error:
        made.fault = "the class file ends early"
    except ParseFailure as error:
        made.fault = str(error)
    return made


def _pool(data: memoryview, made: ClassFile) -> int:
    """Fill ``made`` with the constants; where the pool ends."""
    (count,) = struct.unpack_from(">H", data, 8)
    at, index = 10, 1
    while index < count:
        if at >= len(data):
            raise ParseFailure("the constant pool ends early")
        tag = data[at]
        if tag == UTF8:
            (length,) = struct.unpack_from(">H", data, at + 1)
            made.texts[index] = (bytes(data[at + 3 : at + 3 + length]).decode("utf-8", "surrogateescape"), at + 3)
            at += 3 + length
        else:
            width = WIDTHS.get(tag, 0)
            _reference(data, made, index, at, width)
            at += 1 + width
        index += 2 if tag in _TWO_SLOTS else 1
    return at


def _reference(data: memoryview, made: ClassFile, index: int, at: int, width: int) -> None:
    if not width:
        raise ParseFailure(f"unknown constant {data[at]} in the pool")
    tag = data[at]
    if tag in (CLASS, STRING):
        made.refs[index] = (tag, struct.unpack_from(">H", data, at + 1)[0], 0, at)
    elif tag in (METHOD, INTERFACE_METHOD, NAME_AND_TYPE):
        first, second = struct.unpack_from(">2H", data, at + 1)
        made.refs[index] = (tag, first, second, at)
    elif tag in NUMBERS:
        made.numbers[index] = tag, at


def _members(data: memoryview, at: int, into: list[tuple[int, int, int]]) -> int:
    """Fields or methods at ``at`` (4.5, 4.6): their flags and names; where they end."""
    (count,) = struct.unpack_from(">H", data, at)
    at += 2
    for _ in range(count):
        flags, name, _, attributes = struct.unpack_from(">4H", data, at)
        into.append((flags, name, at))
        at = _attributes(data, at + 8, attributes)
    return at


def _attributes(data: memoryview, at: int, count: int) -> int:
    """Pass over ``count`` attributes (4.7); where they end."""
    for _ in range(count):
        (length,) = struct.unpack_from(">I", data, at + 2)
        at += 6 + length
    if at > len(data):
        raise ParseFailure("the class file ends early")
    return at
