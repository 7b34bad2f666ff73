"""The shape of the metadata tables of a .NET assembly: ECMA-335, II.22 (columns) and II.24.2.6 (widths)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from scanner.types import ParseFailure

TYPE_REF, TYPE_DEF, FIELD, METHOD_DEF, MEMBER_REF = 0x01, 0x02, 0x04, 0x06, 0x0A
CLASS_LAYOUT, FIELD_RVA = 0x0F, 0x1D
MODULE_REF, TYPE_SPEC, IMPL_MAP, ASSEMBLY, ASSEMBLY_REF = 0x1A, 0x1B, 0x1C, 0x20, 0x23
NESTED_CLASS, METHOD_SPEC = 0x29, 0x2B

CODED: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "TypeDefOrRef": (2, (0x02, 0x01, 0x1B)),
    "HasConstant": (2, (0x04, 0x08, 0x17)),
    "HasCustomAttribute": (5, (6, 4, 1, 2, 8, 9, 10, 0, 14, 23, 20, 17, 26, 27, 32, 35, 38, 39, 40, 42, 44, 43)),
    "HasFieldMarshal": (1, (0x04, 0x08)),
    "HasDeclSecurity": (2, (0x02, 0x06, 0x20)),
    "MemberRefParent": (3, (0x02, 0x01, 0x1A, 0x06, 0x1B)),
    "HasSemantics": (1, (0x14, 0x17)),
    "MethodDefOrRef": (1, (0x06, 0x0A)),
    "MemberForwarded": (1, (0x04, 0x06)),
    "Implementation": (2, (0x26, 0x23, 0x27)),
    "CustomAttributeType": (3, (0x06, 0x0A)),
    "ResolutionScope": (2, (0x00, 0x1A, 0x23, 0x01)),
    "TypeOrMethodDef": (1, (0x02, 0x06)),
}
"""Coded index → (bits of the tag, table for each tag; of CustomAttributeType only those that exist)."""

SCHEMA: Mapping[int, str] = {
    0x00: "2 S G G G",
    0x01: "ResolutionScope S S",
    0x02: "4 S S TypeDefOrRef t04 t06",
    0x03: "t04",
    0x04: "2 S B",
    0x05: "t06",
    0x06: "4 2 2 S B t08",
    0x07: "t08",
    0x08: "2 2 S",
    0x09: "t02 TypeDefOrRef",
    0x0A: "MemberRefParent S B",
    0x0B: "2 HasConstant B",
    0x0C: "HasCustomAttribute CustomAttributeType B",
    0x0D: "HasFieldMarshal B",
    0x0E: "2 HasDeclSecurity B",
    0x0F: "2 4 t02",
    0x10: "4 t04",
    0x11: "B",
    0x12: "t02 t14",
    0x13: "t14",
    0x14: "2 S TypeDefOrRef",
    0x15: "t02 t17",
    0x16: "t17",
    0x17: "2 S B",
    0x18: "2 t06 HasSemantics",
    0x19: "t02 MethodDefOrRef MethodDefOrRef",
    0x1A: "S",
    0x1B: "B",
    0x1C: "2 MemberForwarded S t1A",
    0x1D: "4 t04",
    0x1E: "4 4",
    0x1F: "4",
    0x20: "4 2 2 2 2 4 B S S",
    0x21: "4",
    0x22: "4 4 4",
    0x23: "2 2 2 2 4 B S S B",
    0x24: "4 t23",
    0x25: "4 4 4 t23",
    0x26: "4 S B",
    0x27: "4 4 S S Implementation",
    0x28: "4 4 S Implementation",
    0x29: "t02 t02",
    0x2A: "2 2 TypeOrMethodDef S",
    0x2B: "MethodDefOrRef B",
    0x2C: "t2A TypeDefOrRef",
}
"""Table → its columns: bytes of a number, heap (S strings, G GUIDs, B blobs), tNN a row of that table, coded index."""
MOST_ROWS = 1 << 20
"""Rows of one table that are read; the largest assemblies in use have about 300,000 methods."""
_HEAPS = {"S": 1, "G": 2, "B": 4}
"""Bit of HeapSizes that makes an index into the heap four bytes wide."""


class Tables:
    """The rows of one ``#~`` or ``#-`` stream.

    :raises ParseFailure: where the stream is broken before its first row.
    """

    def __init__(self, stream: memoryview) -> None:
        try:
            self._heaps, valid = stream[6], struct.unpack_from("<Q", stream, 8)[0]
            numbers = [n for n in range(64) if valid >> n & 1]
            counts = struct.unpack_from(f"<{len(numbers)}I", stream, 24)
        except (struct.error, IndexError) as error:
            raise ParseFailure("the table stream ends early") from error
        self._stream = stream
        self._counts = dict(zip(numbers, counts, strict=True))
        self._starts: dict[int, int] = {}
        self._formats: dict[int, struct.Struct] = {}
        # An extra number behind the counts, written by edit-and-continue compilers (bit 0x40).
        self._place(24 + 4 * len(numbers) + (4 if self._heaps & 0x40 else 0))

    def _place(self, at: int) -> None:
        for number, count in self._counts.items():
            columns = SCHEMA.get(number)
            if columns is None:
                return  # debug tables and unknown ones stand behind all others
            layout = struct.Struct("<" + "".join("H" if self._width(c) == 2 else "I" for c in columns.split()))
            self._starts[number], self._formats[number] = at, layout
            at += layout.size * count

    def _width(self, column: str) -> int:
        if column in ("2", "4"):
            return int(column)
        if column in _HEAPS:
            return 4 if self._heaps & _HEAPS[column] else 2
        if column.startswith("t"):
            return 2 if self._counts.get(int(column[1:], 16), 0) < 1 << 16 else 4
        bits, tables = CODED[column]
        return 2 if max(self._counts.get(table, 0) for table in tables) < 1 << (16 - bits) else 4

    def count(self, table: int) -> int:
        """Rows of ``table`` that are there, whatever it says to have."""
        if table not in self._starts:
            return 0
        room = max(0, len(self._stream) - self._starts[table]) // self._formats[table].size
        return int(min(self._counts[table], room))

    def start(self, table: int, row: int) -> int:
        """Offset in the stream of a row, counted from 1."""
        return self._starts[table] + (row - 1) * self._formats[table].size

    def rows(self, table: int) -> Iterator[tuple[int, ...]]:
        """The rows of ``table`` that are there.

        :raises ParseFailure: behind the last one, where there should be more, and behind the millionth.
        """
        if table not in self._starts:
            return
        layout, start, count = self._formats[table], self._starts[table], min(self.count(table), MOST_ROWS)
        yield from layout.iter_unpack(self._stream[start : start + layout.size * count])
        if count == MOST_ROWS:
            raise ParseFailure(f"table {table:#04x} has more than {MOST_ROWS:,} rows")
        if count < self._counts[table]:
            raise ParseFailure(f"table {table:#04x} ends behind its stream")


def decoded(kind: str, value: int) -> tuple[int, int]:
    """(table, row) of a coded index; table -1 for a tag that stands for none."""
    bits, tables = CODED[kind]
    tag = value & ((1 << bits) - 1)
    return _at(tables, tag), value >> bits


def _at(tables: Sequence[int], tag: int) -> int:
    return tables[tag] if tag < len(tables) else -1
