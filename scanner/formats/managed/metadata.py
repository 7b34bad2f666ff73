"""Names in the metadata of a .NET assembly: types, methods, modules (ECMA-335, II.22 to II.25)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.formats.managed import tables
from scanner.formats.managed.tables import Tables, decoded
from scanner.formats.pe_parts import CLI, Image
from scanner.types import ParseFailure

_LONGEST_NAME = 1024
_NESTING = 16
_MOST_CHARACTERS = 64 << 20
"""Of all names together, most of which are put together of several; large assemblies have a few million."""
_SPEC_CLASS, _SPEC_GENERIC = (0x11, 0x12), 0x15
"""Element types VALUETYPE, CLASS and GENERICINST (II.23.1.16)."""


class Metadata:
    """The metadata of one assembly; offsets are those of the file.

    :raises ParseFailure: where there are none, although the CLI header says so.
    """

    def __init__(self, data: memoryview) -> None:
        self.image = Image(data)
        self.data = data
        header = self.image.offset(self.image.directory(CLI)[0])
        self.root = self._number(header + 8, "<I") if header >= 0 else -1
        self.root = self.image.offset(self.root) if self.root > 0 else -1
        if self.root < 0 or bytes(data[self.root : self.root + 4]) != b"BSJB":
            raise ParseFailure("the CLI header points to no metadata")
        self._streams = dict(self._headers())
        self.tables_at, length = self._streams.get("#~") or self._streams.get("#-") or (0, 0)
        self.tables = Tables(data[self.tables_at : self.tables_at + length])
        self._names: dict[int, str] = {}
        self._characters_left = _MOST_CHARACTERS
        self.types: list[str] = []
        self.references: list[str] = []
        self._specs: list[int] | None = None

    def _number(self, at: int, form: str) -> int:
        try:
            value: int = struct.unpack_from(form, self.data, at)[0]
        except struct.error as error:
            raise ParseFailure("the metadata's header ends early") from error
        return value

    def _headers(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Stream name → (offset, size); II.24.2.1 and II.24.2.2."""
        at = self.root + 16 + self._number(self.root + 12, "<I")
        count = self._number(at + 2, "<H")
        at += 4
        for _ in range(min(count, 32)):
            offset, size = self._number(at, "<I"), self._number(at + 4, "<I")
            raw = bytes(self.data[at + 8 : at + 8 + 32]).partition(b"\0")[0]
            yield raw.decode("ascii", "replace"), (self.root + offset, size)
            at += 8 + (len(raw) // 4 + 1) * 4

    def string(self, index: int) -> str:
        """A name of the ``#Strings`` heap; longer ones are cut."""
        known = self._names.get(index)
        if known is None:
            at, size = self._streams.get("#Strings", (0, 0))
            raw = bytes(self.data[at + index : at + min(size, index + _LONGEST_NAME)]).partition(b"\0")[0]
            known = self._names[index] = self._made(raw.decode("utf-8", "surrogateescape"))
        return known

    def _made(self, name: str) -> str:
        """``name``, if all names together may be so long: they may be made of the same bytes again and again."""
        self._characters_left -= len(name)
        if self._characters_left < 0:
            raise ParseFailure("its names share their bytes")
        return name

    def blob(self, index: int, most: int = 16) -> bytes:
        """The first ``most`` bytes behind a blob's length (II.24.2.4)."""
        at, size = self._streams.get("#Blob", (0, 0))
        head = bytes(self.data[at + index : at + min(size, index + 4 + most)])
        wide = 1 if not head or head[0] < 0x80 else 2 if head[0] < 0xC0 else 4
        return head[wide : wide + most]

    def user_string(self, index: int) -> str:
        """A text of the ``#US`` heap: UTF-16 behind its length (II.24.2.4)."""
        at, size = self._streams.get("#US", (0, 0))
        head = bytes(self.data[at + index : at + min(size, index + 4)])
        length, wide = compressed(head)
        start = at + index + wide  # the last byte of a text only says something of its characters
        return bytes(self.data[start : start + min(length & ~1, _LONGEST_NAME)]).decode("utf-16-le", "replace")

    def load_names(self) -> None:
        """Fill ``types`` and ``references``: names by row, ``Namespace.Outer+Inner``, row 0 empty.

        :raises ParseFailure: where a table ends early, after what could be read.
        """
        self.types, self.references = [""], [""]
        names = [""]
        scopes = [0]
        for scope, name, space in self._rows(tables.TYPE_REF):
            names.append(self._full(space, name))
            scopes.append(scope)
        outer = self._outer_reference(scopes)
        for row in range(1, len(names)):
            self.references.append(self._nested(names, row, outer))
        own = [""]
        for _, name, space, *_ in self._rows(tables.TYPE_DEF):
            own.append(self._full(space, name))
        outer = {row[0]: row[1] for row in self._rows(tables.NESTED_CLASS)}
        self.types += [self._nested(own, row, outer) for row in range(1, len(own))]

    def _rows(self, table: int) -> Iterator[tuple[int, ...]]:
        return self.tables.rows(table)

    def _full(self, space: int, name: int) -> str:
        plain = self.string(name).partition("`")[0]  # List`1: the number of its type parameters
        return self._made(f"{self.string(space)}.{plain}") if space else plain

    @staticmethod
    def _outer_reference(scopes: list[int]) -> dict[int, int]:
        decodings = ((row, decoded("ResolutionScope", scope)) for row, scope in enumerate(scopes))
        return {row: outer for row, (table, outer) in decodings if table == tables.TYPE_REF}

    def _nested(self, names: list[str], row: int, outer: dict[int, int]) -> str:
        parts = [names[row]]
        while row in outer and len(parts) < _NESTING:
            row = outer[row]
            if not 0 < row < len(names):
                break
            parts.append(names[row])
        return self._made("+".join(reversed(parts))) if len(parts) > 1 else parts[0]

    def type_name(self, table: int, row: int) -> str:
        """The name of a TypeDef, TypeRef or the generic type of a TypeSpec; empty for others."""
        if table == tables.TYPE_SPEC:
            return self._spec(row)
        names = {tables.TYPE_DEF: self.types, tables.TYPE_REF: self.references}.get(table, [])
        return names[row] if 0 < row < len(names) else ""

    def _spec(self, row: int) -> str:
        if self._specs is None:
            self._specs = [row[0] for row in self._rows(tables.TYPE_SPEC)]
        specs = self._specs
        blob = self.blob(specs[row - 1]) if 0 < row <= len(specs) else b""
        if blob[:1] == bytes([_SPEC_GENERIC]):
            blob = blob[1:]
        if not blob or blob[0] not in _SPEC_CLASS:
            return ""
        table, inner = decoded("TypeDefOrRef", compressed(blob[1:5])[0])
        return "" if table == tables.TYPE_SPEC else self.type_name(table, inner)


def compressed(head: bytes) -> tuple[int, int]:
    """(number, bytes it takes) of a compressed unsigned number (II.23.2)."""
    if not head:
        return 0, 0
    if head[0] < 0x80:
        return head[0], 1
    if head[0] < 0xC0:
        return int.from_bytes(head[:2], "big") & 0x3FFF, 2
    return int.from_bytes(head[:4], "big") & 0x1FFFFFFF, 4
