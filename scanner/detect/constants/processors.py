"""For which processors the code of a node may be made: as its header says, or as returns from functions show."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from scanner.catalogue.constants.rules import MARKS

_ELF_MACHINES: Mapping[int, tuple[str, ...]] = {
    8: ("mips", "mipsel"),
    20: ("ppc", "ppcle"),
    21: ("ppc", "ppcle"),
    40: ("arm", "thumb"),
    183: ("aarch64",),
    243: ("riscv",),
}
"""``e_machine`` (System V ABI, chapter 4, and its registry of processors)."""
_PE_MACHINES: Mapping[int, tuple[str, ...]] = {
    0x1C0: ("arm", "thumb"),
    0x1C2: ("arm", "thumb"),
    0x1C4: ("arm", "thumb"),
    0xAA64: ("aarch64",),
    0xA641: ("aarch64",),
    0x5032: ("riscv",),
    0x5064: ("riscv",),
}
"""Machine types of the PE/COFF specification."""
_MACH_O_TYPES: Mapping[int, tuple[str, ...]] = {
    12: ("arm", "thumb"),
    18: ("ppc",),
    0x0100000C: ("aarch64",),
    0x0200000C: ("aarch64",),
}
"""``cputype`` of Mach-O headers (mach/machine.h)."""
_FAT = 0xCAFEBABE
_MOST_SLICES = 16
_RARE = 16
"""One mark in two to the power of so many bytes: in code there are a hundred, in data hardly ever one."""
_CHUNK = 1 << 20
_DATA_ONLY = frozenset({"class", "dex", "pyc", "wasm"})
"""Formats whose instructions hold whole numbers: they count as data."""


def processors_of(data: memoryview, form: str, seen: set[str]) -> tuple[str, ...]:
    """Names as in :data:`scanner.catalogue.constants.rules.MARKS`; ``seen``: those whose code was seen in the bytes.

    x86 has none: its instructions hold whole numbers, which count as data.
    """
    if form in _DATA_ONLY or form.startswith("text"):
        return ()
    reader = _READERS.get(form)
    return tuple(name for name in sorted(seen) if _is_code(data, name)) if reader is None else reader(data)


def _is_code(data: memoryview, processor: str) -> bool:
    """Whether functions begin or end in ``data`` as often as if a part of it were code: four bytes stand anywhere."""
    needed = max(1, len(data) >> _RARE)
    marks = [bytes.fromhex(mark) for mark in MARKS[processor]]
    for start in range(0, len(data), _CHUNK):
        piece = bytes(data[start : start + _CHUNK])
        needed -= sum(piece.count(mark) for mark in marks)
        if needed <= 0:
            return True
    return False


def _of_elf(data: memoryview) -> tuple[str, ...]:
    if len(data) < 20:
        return ()
    return _ELF_MACHINES.get(struct.unpack_from(">H" if data[5] == 2 else "<H", data, 18)[0], ())


def _of_pe(data: memoryview) -> tuple[str, ...]:
    start = struct.unpack_from("<I", data, 60)[0] if len(data) >= 64 else len(data)
    return _PE_MACHINES.get(struct.unpack_from("<H", data, start + 4)[0], ()) if start + 6 <= len(data) else ()


def _of_macho(data: memoryview) -> tuple[str, ...]:
    """All of a fat file's slices together; their headers are big-endian, a slice's own is as its processor has it."""
    if len(data) < 8:
        return ()
    magic, second = struct.unpack_from(">II", data, 0)
    if magic == _FAT:
        ends = range(8, min(8 + 20 * min(second, _MOST_SLICES), len(data) - 3), 20)
        types = [struct.unpack_from(">I", data, offset)[0] for offset in ends]
    else:
        types = [struct.unpack_from("<I" if data[0] & 0xFE == 0xCE else ">I", data, 4)[0]]
    return tuple(sorted({name for kind in types for name in _MACH_O_TYPES.get(kind, ())}))


_READERS: Mapping[str, Callable[[memoryview], tuple[str, ...]]] = {"elf": _of_elf, "pe": _of_pe, "macho": _of_macho}
