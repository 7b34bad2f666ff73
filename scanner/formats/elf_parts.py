"""Data sections of an ELF file (System V ABI, chapter 4), or all of it where it has no section table."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.checks import number
from scanner.formats.parts import MOST, Part, ascii_name
from scanner.types import Span

PROGBITS = 1
EXECUTABLE, COMPRESSED = 4, 0x800
"""Section flags SHF_EXECINSTR and SHF_COMPRESSED."""
NAMES = 255
_MIXED = (".rodata", ".data", ".rdata", ".sdata", ".ldata", ".lrodata", ".tdata", ".init.data")
_ORDINARY = (
    *(".debug", ".zdebug", ".gnu", ".comment", ".eh_frame", ".gcc_except_table", ".got", ".plt", ".ARM", ".stab"),
    *(".gopclntab", ".go.", ".typelink", ".itablink", ".note", ".interp", ".dynamic", ".init_array", ".fini_array"),
    *(".ctors", ".dtors", ".jcr", ".tm_clone_table", ".MIPS", ".reginfo", ".pdr", ".symtab", ".strtab", ".shstrtab"),
)
"""Names of sections that linkers and compilers fill themselves; all others are somebody's own."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the fields stand in the two classes of the format."""

    section: str
    table: int
    counts: int


_WIDE = _Layout("II4QII2Q", 40, 58)
_NARROW = _Layout("10I", 32, 46)


def elf_parts(data: memoryview) -> Iterator[Part]:
    """Sections that hold data, in the order of the table; the whole file where there is no such table."""
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    layout = _WIDE if wide else _NARROW
    start = number(data, layout.table, order + ("Q" if wide else "I"))
    size, count, names = (number(data, layout.counts + 2 * i, order + "H") for i in range(3))
    row = struct.Struct(order + layout.section)
    if start <= 0 or count <= 0 or size != row.size or not _fits(data, start + size, row):
        yield Part("image", Span(0, len(data)))  # no table, or cut off: nobody can say what is what
        return
    rows = [
        row.unpack_from(data, at) for at in range(start, start + size * min(count, MOST), size) if _fits(data, at, row)
    ]
    strings = rows[names][4] if 0 <= names < len(rows) else len(data)
    for label, kind, flags, _, offset, length, *_ in rows:
        if kind == PROGBITS and not flags & (EXECUTABLE | COMPRESSED):
            at = strings + label
            name = ascii_name(bytes(data[at : at + NAMES])) or "unnamed"
            if not name.startswith(_ORDINARY):
                yield Part(name, Span(offset, length), not name.startswith(_MIXED))


def _fits(data: memoryview, at: int, row: struct.Struct) -> bool:
    return at + row.size <= len(data)
