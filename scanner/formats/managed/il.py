"""Instructions of a .NET method: ECMA-335, II.25.4 (method header) and III.1.9, VI.C.2 (opcodes)."""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator

from scanner.types import ParseFailure

CALLS = frozenset({0x27, 0x28, 0x6F, 0x73, 0xFE06, 0xFE07})
"""jmp, call, callvirt, newobj, ldftn, ldvirtftn."""
LDSTR = 0x72
_TOKENS = CALLS | {LDSTR}
LDC_R4, LDC_R8 = 0x22, 0x23
"""Load a binary32 and a binary64 number."""
_SWITCH, _PREFIX = 0x45, 0xFE
_RUNS = (
    *((0x00, 0), (0x0E, 1), (0x14, 0), (0x1F, 1), (0x20, 4), (0x21, 8), (0x22, 4), (0x23, 8), (0x24, 0), (0x27, 4)),
    *((0x2A, 0), (0x2B, 1), (0x38, 4), (0x46, 0), (0x6F, 4), (0x76, 0), (0x79, 4), (0x7A, 0), (0x7B, 4), (0x82, 0)),
    *((0x8C, 4), (0x8E, 0), (0x8F, 4), (0x90, 0), (0xA3, 4), (0xA6, 0), (0xC2, 4), (0xC3, 0), (0xC6, 4), (0xC7, 0)),
    *((0xD0, 4), (0xD1, 0), (0xDD, 4), (0xDE, 1), (0xDF, 0)),
)
"""(first opcode of a run, bytes of its operand)."""
_LONG = {6: 4, 7: 4, 9: 2, 10: 2, 11: 2, 12: 2, 13: 2, 14: 2, 18: 1, 21: 4, 22: 4, 25: 1, 28: 4}
"""Operands of the opcodes behind 0xFE; the others have none."""


def _operands() -> bytes:
    table = bytearray(256)
    for (first, width), (end, _) in zip(_RUNS, (*_RUNS[1:], (0x100, 0)), strict=True):
        table[first:end] = bytes([width]) * (end - first)
    return bytes(table)


_OPERANDS = _operands()


def body(data: memoryview, at: int) -> tuple[int, int]:
    """(offset, length) of the instructions of the method whose header stands at ``at``.

    :raises ParseFailure: where no header stands there, or the data end inside the method.
    """
    if at < 0:
        raise ParseFailure("a method's address is in no section")
    try:
        if data[at] & 3 == 2:
            start, length = at + 1, data[at] >> 2
        else:
            flags, _, length = struct.unpack_from("<HHI", data, at)
            start = at + 4 * (flags >> 12)
            if flags & 3 != 3 or flags >> 12 != 3:
                raise ParseFailure("a method begins with no header")
    except (struct.error, IndexError) as error:
        raise ParseFailure("a method's header stands outside the file") from error
    if start + length > len(data):
        raise ParseFailure("the file ends inside a method")
    return start, length


def tokens(code: bytes) -> Iterator[tuple[int, int, int]]:
    """(opcode, token, offset) of every call and every string that ``code`` loads.

    :raises ParseFailure: where the code ends inside an instruction.
    """
    return operands(code, _TOKENS)


def operands(code: bytes, wanted: Container[int]) -> Iterator[tuple[int, int, int]]:
    """(opcode, operand as a number, offset) of every instruction of ``code`` whose opcode is ``wanted``.

    :raises ParseFailure: where the code ends inside an instruction.
    """
    at, end = 0, len(code)
    while at < end:
        op, start = code[at], at
        at += 1
        width = _OPERANDS[op]
        if op == _PREFIX and at < end:
            op, width = op << 8 | code[at], _LONG.get(code[at], 0)
            at += 1
        elif op == _SWITCH and at + 4 <= end:
            width = 4 + 4 * int.from_bytes(code[at : at + 4], "little")
        if at + width > end:
            raise ParseFailure("a method's code ends inside an instruction")
        if op in wanted:
            yield op, int.from_bytes(code[at : at + width], "little"), start
        at += width
