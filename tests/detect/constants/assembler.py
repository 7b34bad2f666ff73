"""Instructions that put a word of 32 bits together from two halves, by the manuals of the processors."""

from __future__ import annotations

import struct
from collections.abc import Callable

NOTHING = {"aarch64": 0xD503201F, "arm": 0xE320F000, "mips": 0, "ppc": 0x60000000, "riscv": 0x13}
"""An instruction that does nothing."""


def aarch64(word: int) -> bytes:
    """``movz w8, #low``, something, ``movk w8, #high, lsl #16`` (Arm ARM, C6.2)."""
    low, high = word & 0xFFFF, word >> 16
    return struct.pack("<III", 0x52800008 | low << 5, NOTHING["aarch64"], 0x72A00008 | high << 5)


def arm(word: int) -> bytes:
    """``movw r3, #low``, ``movt r3, #high`` (Arm ARM, F5.1, encodings A2 and A1)."""
    halves = ((0xE3000000, word & 0xFFFF), (0xE3400000, word >> 16))
    return b"".join(struct.pack("<I", op | (half & 0xF000) << 4 | 3 << 12 | half & 0xFFF) for op, half in halves)


def thumb(word: int) -> bytes:
    """``movw r3, #low``, ``movt r3, #high`` in Thumb-2 (encodings T3 and T1), at a half word's place."""
    out = b"\x00\xbf"
    for op, half in ((0xF240, word & 0xFFFF), (0xF2C0, word >> 16)):
        first = op | half >> 12 | (half >> 11 & 1) << 10
        out += struct.pack("<HH", first, (half >> 8 & 7) << 12 | 3 << 8 | half & 0xFF)
    return out + b"\x00\xbf"


def mips(order: str) -> Callable[[int], bytes]:
    """``lui $2, high``, nothing, ``ori $2, $2, low`` (MIPS32 volume II)."""
    return lambda word: struct.pack(f"{order}III", 0x3C020000 | word >> 16, 0, 0x34420000 | word & 0xFFFF)


def mips_added(order: str) -> Callable[[int], bytes]:
    """``lui $2, high``, ``addiu $2, $2, low``: the lower half counts as negative from 0x8000 on."""
    return lambda word: struct.pack(
        f"{order}II", 0x3C020000 | (word >> 16) + (word >> 15 & 1), 0x24420000 | word & 0xFFFF
    )


def ppc(order: str) -> Callable[[int], bytes]:
    """``lis r9, high``, ``ori r9, r9, low`` (Power ISA, book I)."""
    return lambda word: struct.pack(f"{order}II", 0x3D200000 | word >> 16, 0x61290000 | word & 0xFFFF)


def riscv(word: int) -> bytes:
    """``lui a5, upper``, ``addiw a5, a5, lower`` (RISC-V, RV64I)."""
    upper, lower = word + 0x800 >> 12 & 0xFFFFF, word & 0xFFF
    return struct.pack("<II", upper << 12 | 15 << 7 | 0x37, lower << 20 | 15 << 15 | 15 << 7 | 0x1B)


ASSEMBLERS: dict[str, tuple[str, int, bytes, Callable[[int], bytes]]] = {
    "aarch64": ("aarch64", 183, b"\1", aarch64),
    "arm": ("arm", 40, b"\1", arm),
    "thumb": ("thumb", 40, b"\1", thumb),
    "mips": ("mips", 8, b"\2", mips(">")),
    "mips, added": ("mips", 8, b"\2", mips_added(">")),
    "mipsel": ("mipsel", 8, b"\1", mips("<")),
    "ppc": ("ppc", 20, b"\2", ppc(">")),
    "ppcle": ("ppcle", 21, b"\1", ppc("<")),
    "riscv": ("riscv", 243, b"\1", riscv),
}
"""Name → (processor, ``e_machine``, byte order as ELF writes it, what makes a word)."""


def elf(machine: int, order: bytes, code: bytes) -> bytes:
    """As much of an ELF header as tells the processor, and code."""
    kind = struct.pack(">HH" if order == b"\2" else "<HH", 3, machine)
    return b"\x7fELF\1" + order + b"\1" + bytes(9) + kind + bytes(44) + code


def pe(machine: int, code: bytes) -> bytes:
    """As much of a PE header as tells the processor, and code."""
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", machine) + bytes(18) + code


def macho(cputype: int, code: bytes) -> bytes:
    """A thin Mach-O header for a little-endian processor, and code."""
    return struct.pack("<II", 0xFEEDFACF, cputype) + bytes(24) + code


def fat(cputypes: tuple[int, ...], code: bytes) -> bytes:
    """The header of a fat Mach-O file, and code."""
    table = b"".join(struct.pack(">IIIII", kind, 0, 0, 0, 0) for kind in cputypes)
    return struct.pack(">II", 0xCAFEBABE, len(cputypes)) + table.ljust(56, b"\0") + code
