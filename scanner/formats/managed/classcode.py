"""Instructions of a method in a Java class file (Java Virtual Machine Specification, 4.7.3 and chapter 6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.managed.pool import ClassFile
from scanner.types import ParseFailure

INVOKES = range(0xB6, 0xBA)
"""invokevirtual, invokespecial, invokestatic, invokeinterface."""
LDC, LDC_W, LDC2_W, BIPUSH, SIPUSH, NEWARRAY = 0x12, 0x13, 0x14, 0x10, 0x11, 0xBC
ICONST_M1, LCONST_0, FCONST_0, DCONST_0 = 0x02, 0x09, 0x0B, 0x0E
"""First of the instructions without operand that push a small number."""
_TABLESWITCH, _LOOKUPSWITCH, _WIDE, _IINC = 0xAA, 0xAB, 0xC4, 0x84
_RUNS = (
    *((0x00, 1), (0x10, 2), (0x11, 3), (0x12, 2), (0x13, 3), (0x15, 2), (0x1A, 1), (0x36, 2), (0x3B, 1), (0x84, 3)),
    *((0x85, 1), (0x99, 3), (0xA9, 2), (0xAA, 0), (0xAC, 1), (0xB2, 3), (0xB9, 5), (0xBB, 3), (0xBC, 2), (0xBD, 3)),
    *((0xBE, 1), (0xC0, 3), (0xC2, 1), (0xC4, 0), (0xC5, 4), (0xC6, 3), (0xC8, 5), (0xCA, 1)),
)
"""(first opcode of a run, bytes of the instruction; 0 where it depends on more)."""


def _widths() -> bytes:
    table = bytearray(256)
    for (first, width), (end, _) in zip(_RUNS, (*_RUNS[1:], (0x100, 0)), strict=True):
        table[first:end] = bytes([width]) * (end - first)
    return bytes(table)


_WIDTHS = _widths()


@dataclass(frozen=True, slots=True)
class Body:
    """One method: its offset and descriptor, and where its instructions are, both 0 where it has none."""

    at: int
    descriptor: str
    start: int
    length: int


def bodies(data: memoryview, read: ClassFile) -> Iterator[Body]:
    """The methods of ``read``, the class in ``data``.

    :raises struct.error: where the data end inside one.
    """
    for _, _, at in read.methods:
        _, _, described, attributes = struct.unpack_from(">4H", data, at)
        start, length = _code(data, read, at + 8, attributes)
        yield Body(at, read.text(described), start, length)


def _code(data: memoryview, read: ClassFile, at: int, attributes: int) -> tuple[int, int]:
    for _ in range(attributes):
        name, length = struct.unpack_from(">HI", data, at)
        if read.text(name) == "Code":
            (size,) = struct.unpack_from(">I", data, at + 10)
            return at + 14, min(size, max(0, length - 8))
        at += 6 + length
    return 0, 0


def instructions(code: bytes) -> Iterator[tuple[int, int]]:
    """(opcode, offset) of every instruction of ``code``.

    :raises ParseFailure: where one goes on behind the end.
    """
    at, end = 0, len(code)
    while at < end:
        op = code[at]
        width = _WIDTHS[op] or _long(code, op, at)
        if at + width > end:
            raise ParseFailure("an instruction goes on behind the end of its method")
        yield op, at
        at += width


def _long(code: bytes, op: int, at: int) -> int:
    """Bytes of a switch, whose tables begin at a multiple of four, or of an instruction with wide operands."""
    if op == _WIDE:
        return 6 if code[at + 1 : at + 2] == bytes([_IINC]) else 4
    table = (at & ~3) + 4
    try:
        _, first, second = struct.unpack_from(">3i", code, table)
    except struct.error as error:
        if op != _LOOKUPSWITCH or len(code) < table + 8:
            raise ParseFailure("a switch goes on behind the end of its method") from error
        return table + 8 - at  # no pair, and nothing behind it
    width = 8 + 8 * int(first) if op == _LOOKUPSWITCH else 12 + 4 * (int(second) - int(first) + 1)
    if width < 8:
        raise ParseFailure("a switch counts backwards")
    return table + width - at
