"""Instructions of a dex method: which methods they call and which strings they load.

Source of the widths: Dalvik bytecode (source.android.com/docs/core/runtime/dalvik-bytecode), "Summary of bytecode set".
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Container
from dataclasses import dataclass

from scanner.types import ParseFailure

_RUNS = (
    *((0x00, 1), (0x02, 2), (0x03, 3), (0x04, 1), (0x05, 2), (0x06, 3), (0x07, 1), (0x08, 2), (0x09, 3), (0x0A, 1)),
    *((0x13, 2), (0x14, 3), (0x15, 2), (0x17, 3), (0x18, 5), (0x19, 2), (0x1B, 3), (0x1C, 2), (0x1D, 1), (0x1F, 2)),
    *((0x21, 1), (0x22, 2), (0x24, 3), (0x27, 1), (0x29, 2), (0x2A, 3), (0x2D, 2), (0x3E, 1), (0x44, 2), (0x6E, 3)),
    *((0x73, 1), (0x74, 3), (0x79, 1), (0x90, 2), (0xB0, 1), (0xD0, 2), (0xE9, 3), (0xEB, 2), (0xF3, 1)),
    *((0xFA, 4), (0xFC, 3), (0xFE, 2)),
)
"""(first opcode of a run, width in 16-bit units): 0xE3 to 0xF2 as ART's own optimiser wrote them (quickened code)."""


def _widths() -> bytes:
    table = bytearray(256)
    for (first, width), (end, _) in zip(_RUNS, (*_RUNS[1:], (0x100, 0)), strict=True):
        table[first:end] = bytes([width]) * (end - first)
    return bytes(table)


WIDTHS = _widths()
_INVOKES = frozenset({*range(0x6E, 0x73), *range(0x74, 0x79), 0xFA, 0xFB})
_CUSTOM = frozenset({0xFC, 0xFD})
_STRING, _JUMBO = 0x1A, 0x1B
_PAYLOADS = {0x0100, 0x0200, 0x0300}
"""Tables of switches and arrays stand between instructions, behind a nop with a mark."""


@dataclass(slots=True)
class Used:
    """What one method's code uses of what is looked for: (index, unit at which it stands)."""

    methods: list[tuple[int, int]]
    sites: list[tuple[int, int]]
    strings: list[tuple[int, int]]


def units(raw: bytes) -> array[int]:
    """``raw`` as 16-bit units, little-endian as dex files are."""
    values = array("H")
    values.frombytes(raw[: len(raw) & ~1])
    if sys.byteorder == "big":
        values.byteswap()
    return values


def walk(code: array[int], methods: Container[int], sites: Container[int], strings: bool) -> Used:
    """Where ``code`` calls one of ``methods`` or ``sites``, and, with ``strings``, which texts it loads.

    :raises ParseFailure: where an instruction or a table goes on behind the end.
    """
    used = Used([], [], [])
    at, end = 0, len(code)
    while at < end:
        word = code[at]
        op = word & 0xFF
        width = _payload(code, at, end) if word in _PAYLOADS else WIDTHS[op]
        if at + width > end:
            raise ParseFailure("an instruction goes on behind the end of its method")
        if op in _INVOKES:
            if code[at + 1] in methods:
                used.methods.append((code[at + 1], at))
        elif op in _CUSTOM:
            if code[at + 1] in sites:
                used.sites.append((code[at + 1], at))
        elif strings and op in (_STRING, _JUMBO):
            used.strings.append((code[at + 1] | (code[at + 2] << 16 if op == _JUMBO else 0), at))
        at += width
    return used


_CONST, _HIGH16, _CONST_WIDE, _WIDE_HIGH16, _ARRAY = 0x14, 0x15, 0x18, 0x19, 0x0300
_LOADS = frozenset({_STRING, _JUMBO, _CONST, _HIGH16, _CONST_WIDE, _WIDE_HIGH16})


@dataclass(slots=True)
class Content:
    """What one method's code calls and brings along, in the order of the code."""

    methods: list[int]
    """Numbers of the called methods."""
    strings: list[tuple[int, int]]
    """(string, unit at which it is loaded)."""
    words: list[tuple[int, int]]
    """(bits, unit) of loaded 32-bit numbers that are written in full or as their high half."""
    wides: list[tuple[int, int]]
    """The same of 64-bit numbers."""
    arrays: list[tuple[int, int, int]]
    """(bytes of an element, elements, unit at which they begin) of the tables that fill arrays."""


def content(code: array[int]) -> Content:
    """All that ``code`` calls and loads.

    :raises ParseFailure: where an instruction or a table goes on behind the end.
    """
    found = Content([], [], [], [], [])
    at, end = 0, len(code)
    while at < end:
        word = code[at]
        op = word & 0xFF
        width = _payload(code, at, end) if word in _PAYLOADS else WIDTHS[op]
        if at + width > end:
            raise ParseFailure("an instruction goes on behind the end of its method")
        if op in _INVOKES:
            found.methods.append(code[at + 1])
        elif op in _LOADS or word == _ARRAY:
            _load(code, at, found)
        at += width
    return found


def _load(code: array[int], at: int, found: Content) -> None:
    word = code[at]
    op = word & 0xFF
    if word == _ARRAY:
        found.arrays.append((code[at + 1], code[at + 2] | code[at + 3] << 16, at + 4))
    elif op in (_STRING, _JUMBO):
        found.strings.append((code[at + 1] | (code[at + 2] << 16 if op == _JUMBO else 0), at))
    elif op == _CONST:
        found.words.append((code[at + 1] | code[at + 2] << 16, at))
    elif op == _HIGH16:
        found.words.append((code[at + 1] << 16, at))
    elif op == _CONST_WIDE:
        found.wides.append((code[at + 1] | code[at + 2] << 16 | code[at + 3] << 32 | code[at + 4] << 48, at))
    else:
        found.wides.append((code[at + 1] << 48, at))


def _payload(code: array[int], at: int, end: int) -> int:
    """Width of the table at ``at`` in units."""
    mark = code[at]
    if at + 4 > end:
        return 4
    if mark == 0x0100:  # packed-switch-payload: count, first key, targets
        return code[at + 1] * 2 + 4
    if mark == 0x0200:  # sparse-switch-payload: count, keys, targets
        return code[at + 1] * 4 + 2
    return ((code[at + 2] | code[at + 3] << 16) * code[at + 1] + 1) // 2 + 4  # fill-array-data-payload
