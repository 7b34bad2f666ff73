"""What one method of a class file calls, and the numbers that it brings along."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from scanner.fingerprints.managed import numbers
from scanner.fingerprints.managed.gathered import Gathered
from scanner.formats.managed import classcode, pool

_FLOATS = {classcode.FCONST_0 + n: struct.unpack("<I", struct.pack("<f", n))[0] for n in range(3)}
_DOUBLES = {classcode.DCONST_0 + n: struct.unpack("<Q", struct.pack("<d", n))[0] for n in range(2)}
_INTEGERS = {
    **{classcode.ICONST_M1 + n: n - 1 for n in range(7)},
    **{classcode.LCONST_0 + n: n for n in range(2)},
}
_STORES = frozenset({0x4F, 0x50, 0x54, 0x55, 0x56})
"""iastore, lastore, bastore, castore, sastore."""
_LOADS = {classcode.LDC: ">B", classcode.LDC_W: ">H", classcode.LDC2_W: ">H"}
_KINDS = {pool.FLOAT: numbers.F32, pool.DOUBLE: numbers.F64, pool.INTEGER: numbers.INTS, pool.LONG: numbers.INTS}


class _Row:
    """Numbers in the order of the code, with their offsets."""

    __slots__ = ("places", "values")

    def __init__(self) -> None:
        self.values: list[int] = []
        self.places: list[int] = []

    def add(self, value: int, place: int) -> None:
        self.values.append(value)
        self.places.append(place)


def read(
    code: bytes, start: int, constants: pool.ClassFile, data: memoryview, called: Mapping[int, str], met: Gathered
) -> None:
    """Fill ``met`` with what ``code``, which stands at ``start``, calls of ``called`` and brings along.

    :raises ParseFailure: where an instruction goes on behind the end.
    """
    calls = []
    rows = {kind: _Row() for kind in numbers.KINDS}
    pushed = 0
    for op, at in classcode.instructions(code):
        if op in classcode.INVOKES:
            call = called.get(code[at + 1] << 8 | code[at + 2])
            if call:
                calls.append(call)
        elif op in _STORES:
            rows[numbers.INTS].add(pushed, start + at)
        else:
            kind, value = _number(code, op, at, constants, data)
            if kind == numbers.INTS:
                pushed = value
            elif kind:
                rows[kind].add(value, start + at)
    met.calls(calls, start)
    for kind, row in rows.items():
        met.numbers.row(kind, row.values, row.places)


def _number(code: bytes, op: int, at: int, constants: pool.ClassFile, data: memoryview) -> tuple[str, int]:
    """(kind, value or bits) of the number that an instruction pushes; an empty kind for any other."""
    if op in _INTEGERS:
        return numbers.INTS, _INTEGERS[op]
    if op in _FLOATS:
        return numbers.F32, _FLOATS[op]
    if op in _DOUBLES:
        return numbers.F64, _DOUBLES[op]
    if op == classcode.BIPUSH:
        return numbers.INTS, struct.unpack_from(">b", code, at + 1)[0]
    if op == classcode.SIPUSH:
        return numbers.INTS, struct.unpack_from(">h", code, at + 1)[0]
    if op in _LOADS:
        (index,) = struct.unpack_from(_LOADS[op], code, at + 1)
        tag, place = constants.numbers.get(index, (0, 0))
        if tag:
            return _KINDS[tag], struct.unpack_from(pool.NUMBERS[tag], data, place + 1)[0]
    return "", 0
