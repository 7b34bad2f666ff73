"""Numbers that code puts together from two halves: which instructions, and how they look in bytes.

Encodings: Arm Architecture Reference Manual (A64 MOVZ and MOVK, A32 and T32 MOVW and MOVT), MIPS32 Architecture volume
II (LUI, ORI, ADDIU), Power ISA (addis, ori, addi), RISC-V Unprivileged ISA (LUI, ADDI).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scanner.catalogue.constants.numbers import bits_of, top_of

SPAN = 4096
"""Bytes of code in which the numbers of one set stand."""
_SIGN = 1 << 31
_REACH = 60
"""Bytes that a compiler puts between the halves at most, where both are looked for together."""


@dataclass(frozen=True, slots=True)
class Processor:
    """How numbers stand in the instructions of one kind of processor.

    ``halves`` gives the YARA strings of the instruction by which a word of 32 bits is found: the one that tells more.
    ``other`` is the half that an instruction word holds if it is one of the other kind, and ``wanted`` that half of a
    word.
    """

    halves: Callable[[int], Iterable[str]]
    order: str
    """Byte order of the instruction words that ``other`` is asked about, as :mod:`struct` writes it."""
    other: Callable[[int], int | None]
    wanted: Callable[[int], int]
    step: int = 4
    """Bytes from one instruction to the next, at least."""


def words_of(number: float) -> set[int]:
    """The words by which ``number`` shows: a binary32 with either sign, the upper half of a binary64."""
    words = {bits_of(number), top_of(number)}
    return words | {word | _SIGN for word in words}


def _body(parts: Iterable[str]) -> str:
    return "{ " + " ".join(parts) + " }"


def _byte(value: int) -> str:
    return f"{value & 0xFF:02X}"


def _a64(word: int) -> Iterator[str]:
    """MOVZ or MOVK of the lower half and, soon after, MOVK of the upper one: of a binary32, as the lower or upper word
    of a register, and of the upper word of a binary64. One half alone has too few fixed bytes."""
    for shift in (0, 2):
        low = 0x52800000 | shift << 21 | (word & 0xFFFF) << 5
        high = 0x72800000 | (shift + 1) << 21 | word >> 16 << 5
        first, then = (("52|72|D2|F2", "72|F2"), ("D2|F2", "F2"))[shift // 2]
        start, end = (_byte(low >> 8), _byte(low >> 16)), (_byte(high >> 8), _byte(high >> 16))
        yield _body(("??", *start, f"({first})", f"[1-{_REACH}]", *end, f"({then})"))


def _a32(word: int) -> Iterator[str]:
    low = word & 0xFFFF
    yield _body((_byte(low), f"?{low >> 8 & 15:X}", _byte(low >> 12), "E3"))


def _t32(word: int) -> Iterator[str]:
    low = word & 0xFFFF
    first, second = 0xF240 | low >> 12 | (low >> 11 & 1) << 10, (low >> 8 & 7) << 12 | low & 0xFF
    yield _body((_byte(first), _byte(first >> 8), _byte(second), f"{second >> 12:X}?"))


def _upper(word: int) -> set[int]:
    """The upper halves from which ``word`` is made: by OR, or by adding a lower half that counts as negative."""
    return {word >> 16, (word >> 16) + (word >> 15 & 1) & 0xFFFF}


def _mips(order: str) -> Callable[[int], Iterator[str]]:
    def halves(word: int) -> Iterator[str]:
        for upper in sorted(_upper(word)):
            for register in ("0?", "1?"):
                parts = ("3C", register, _byte(upper >> 8), _byte(upper))
                yield _body(parts if order == ">" else parts[::-1])

    return halves


def _ppc(order: str) -> Callable[[int], Iterator[str]]:
    def halves(word: int) -> Iterator[str]:
        for upper in sorted(_upper(word)):
            for first in ("3C", "3D", "3E", "3F"):
                parts = (first, "?0", _byte(upper >> 8), _byte(upper))
                yield _body(parts if order == ">" else parts[::-1])

    return halves


def _riscv(word: int) -> Iterator[str]:
    upper = (word + 0x800 >> 12) & 0xFFFFF
    for first in ("37", "B7"):
        yield _body((first, f"{upper & 15:X}?", _byte(upper >> 4), _byte(upper >> 12)))


def _a64_other(word: int) -> int | None:
    """MOVZ and MOVK of bits 16 to 31 or 48 to 63."""
    return word >> 5 & 0xFFFF if word & 0x5FA00000 == 0x52A00000 else None


def _a32_other(word: int) -> int | None:
    return word >> 4 & 0xF000 | word & 0xFFF if word & 0x0FF00000 == 0x03400000 else None


def _t32_other(word: int) -> int | None:
    """The first half word of the instruction is the lower one of ``word``."""
    if word & 0x8000FBF0 != 0xF2C0:
        return None
    return (word & 15) << 12 | (word >> 10 & 1) << 11 | (word >> 28 & 7) << 8 | word >> 16 & 0xFF


def _mips_other(word: int) -> int | None:
    return word & 0xFFFF if word >> 26 in {9, 13} else None


def _ppc_other(word: int) -> int | None:
    return word & 0xFFFF if word >> 26 in {14, 24} else None


def _riscv_other(word: int) -> int | None:
    """ADDI and ADDIW; their immediate is signed, the lowest 12 bits are the same."""
    return word >> 20 if word & 0x7077 == 0x13 else None


def _low(word: int) -> int:
    return word & 0xFFFF


def _high(word: int) -> int:
    return word >> 16


def _lowest(word: int) -> int:
    return word & 0xFFF


PROCESSORS: Mapping[str, Processor] = {
    "aarch64": Processor(_a64, "<", _a64_other, _high),
    "arm": Processor(_a32, "<", _a32_other, _high),
    "thumb": Processor(_t32, "<", _t32_other, _high, 2),
    "mips": Processor(_mips(">"), ">", _mips_other, _low),
    "mipsel": Processor(_mips("<"), "<", _mips_other, _low),
    "ppc": Processor(_ppc(">"), ">", _ppc_other, _low),
    "ppcle": Processor(_ppc("<"), "<", _ppc_other, _low),
    "riscv": Processor(_riscv, "<", _riscv_other, _lowest, 2),
}


def strings(processor: Processor, numbers: Iterable[float]) -> Iterator[tuple[int, str]]:
    """(place of a number in ``numbers``, YARA string that stands for it)."""
    for index, number in enumerate(numbers):
        bodies = {body for word in words_of(number) if word & 0xFFFF for body in processor.halves(word)}
        yield from ((index, body) for body in sorted(bodies))


def confirmed(processor: Processor, code: memoryview, numbers: Sequence[float]) -> set[int]:
    """Those of ``numbers`` whose other half stands in ``code`` as well; ``code`` begins with an instruction."""
    wanted: dict[int, set[int]] = {}
    for index, number in enumerate(numbers):
        for word in words_of(number):
            wanted.setdefault(processor.wanted(word), set()).add(index)
    found: set[int] = set()
    for offset in range(0, len(code) - 3, processor.step):
        half = processor.other(struct.unpack_from(f"{processor.order}I", code, offset)[0])
        if half is not None:
            found |= wanted.get(half, set())
    return found
