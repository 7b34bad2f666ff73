"""Undoes what UPX does to machine code before it packs it: targets of calls and jumps written as absolute places.

Numbers of the filters: UPX's ``filter_impl.cpp``. They change nothing but operands, so that texts and tables come out
right even where a filter is not known here.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

MASK = 0xFFFFFFFF
_CALLS = {0: rb"[\xe8\xe9]", 1: rb"\xe8", 2: rb"\xe9", 3: rb"[\xe8\xe9]", 4: rb"\xe8", 5: rb"\xe9", 6: rb"[\xe8\xe9]"}
"""Low digit of a filter's number → the opcodes of CALL and JMP that it changes."""
_JCC = 0x49
"""The filter that changes conditional jumps (0F 80 to 0F 8F) as well."""


def unfilter(code: bytes, kind: int, mark: int, base: int = 0) -> bytes | None:
    """``code`` as it was before the filter ``kind`` (0: none); None where that filter is not known.

    ``mark`` is the byte that tells a changed operand (``cto8``), ``base`` the address of the first byte.
    """
    if not kind:
        return code
    undo = _UNDO.get(kind)
    if undo is None:
        return None
    changed = bytearray(code)
    undo(changed, kind, mark, base)
    return bytes(changed)


def _marked(code: bytearray, kind: int, mark: int, base: int) -> None:
    """x86: operands are big endian, absolute, with ``mark`` as their highest byte."""
    opcode = _CALLS[kind & 0xF if kind < 0x36 else 0]
    jcc = rb"|(?<=\x0f)[\x80-\x8f]" if kind == _JCC else b""
    pattern = re.compile(b"(?:" + opcode + jcc + b")" + re.escape(bytes([mark])), re.DOTALL)
    end, last, position = len(code) - 5, 0, 0
    while (found := pattern.search(code, position)) is not None and (at := found.start()) < end:
        if at == last and code[at] < 0xE8:  # the byte before it belongs to the operand before
            position = at + 1
            continue
        target = int.from_bytes(code[at + 1 : at + 5], "big")
        struct.pack_into("<I", code, at + 1, (target - at - 1 - base - (mark << 24)) & MASK)
        position = last = at + 5


def _unmarked(code: bytearray, kind: int, _: int, base: int) -> None:
    """x86: every operand is absolute; big endian in the filters from 0x14 on."""
    pattern, order = re.compile(_CALLS[kind & 0xF], re.DOTALL), ">I" if kind >= 0x14 else "<I"
    end, position = len(code) - 5, 0
    while (found := pattern.search(code, position)) is not None and (at := found.start() + 1) <= end:
        value = struct.unpack_from(order, code, at)[0]
        struct.pack_into("<I", code, at, (value - at - base) & MASK)
        position = at + 4


def _words(opcodes: bytes, place: int, order: str, width: int) -> Callable[[bytearray, int, int, int], None]:
    """Filters of machines with 4-byte instructions: the low ``width`` bits count instructions from the beginning.

    ``opcodes`` are values of the byte ``place`` of an instruction.
    """
    pattern, keep = re.compile(b"[" + re.escape(opcodes) + b"]", re.DOTALL), MASK << width & MASK

    def undo(code: bytearray, _: int, __: int, base: int) -> None:
        end = len(code) - 4
        word = struct.Struct(order + "I")
        for found in pattern.finditer(bytes(code[place::4])):
            at = 4 * found.start()
            if at >= end:
                break
            value = word.unpack_from(code, at)[0]
            word.pack_into(code, at, value & keep | (value - at // 4 - base) & ~keep & MASK)

    return undo


def _powerpc(code: bytearray, _: int, mark: int, base: int) -> None:
    """Branches (opcode 18), big endian: absolute where their highest four bits are ``mark``."""
    for found in re.finditer(rb"[\x48-\x4b]", bytes(code[::4]), re.DOTALL):
        at = 4 * found.start()
        if at > len(code) - 4:
            break
        value = struct.unpack_from(">I", code, at)[0]
        if value >> 22 & 0xF == mark:
            target = value & 0x3FFFFC
            struct.pack_into(">I", code, at, value & 0xFC000003 | (target - at - base) & 0x3FFFFFC)


def _deltas(code: bytearray, kind: int, _: int, __: int) -> None:
    """Every byte is the difference to the one some places before."""
    step = 1 + (kind & 0xF)
    for first in range(step):
        total = 0
        for at in range(first, len(code), step):
            total = total + code[at] & 0xFF
            code[at] = total


_BL_ARM = bytes(range(0x0B, 0x100, 0x10))
_BL_ARM64 = bytes(value for value in range(0x100) if value & 0x7C == 0x14)
_UNDO: dict[int, Callable[[bytearray, int, int, int], None]] = {
    **dict.fromkeys((0x24, 0x25, 0x26, 0x36, 0x46, _JCC), _marked),
    **dict.fromkeys((0x11, 0x12, 0x13, 0x14, 0x15, 0x16), _unmarked),
    0x50: _words(_BL_ARM, 3, "<", 24),
    0x51: _words(_BL_ARM, 0, ">", 24),
    0x52: _words(_BL_ARM64, 3, "<", 26),
    **dict.fromkeys((0x90, 0x91, 0x92, 0x93), _deltas),
    0xD0: _powerpc,
}
"""Number of a filter → what undoes it."""
