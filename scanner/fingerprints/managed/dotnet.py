"""Features of .NET assemblies."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import ClassVar

from scanner.fingerprints.interface import Features, Wanted
from scanner.fingerprints.managed import calls, gathered, numbers, platform, shapes, texts
from scanner.fingerprints.managed.gathered import Gathered
from scanner.formats.managed import il, tables
from scanner.formats.managed.metadata import Metadata, compressed
from scanner.formats.managed.signatures import Signature
from scanner.formats.managed.tables import decoded
from scanner.formats.pe_parts import CLI, Image
from scanner.types import ParseFailure

_WANTED = il.CALLS | {il.LDSTR, il.LDC_R4, il.LDC_R8}
_KINDS = {il.LDC_R4: numbers.F32, il.LDC_R8: numbers.F64}
_SIGNATURE_BYTES = 256
"""Of one signature; a longer one tells nothing that these do not."""
_LONGEST_KIND = 64


class DotNet:
    """Texts, calls of other assemblies, shapes and number tables of an assembly."""

    NAME: ClassVar[str] = "dotnet"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"pe"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Texts that are encrypted and calls through delegates or reflection show nothing.",
        "Programs that were compiled ahead of time (NativeAOT, IL2CPP) have no such code; they are native binaries.",
        "Number tables are those that code brings along; resources are not looked at.",
    )

    def features(self, data: memoryview, wanted: Wanted | None = None) -> Features:
        """The features of an assembly, none of another PE file; broken parts are passed over.

        :raises ParseFailure: where the metadata cannot be read at all.
        """
        met = Gathered()
        if Image(data).directory(CLI)[0] > 0:
            _Reading(Metadata(data), met).everything()
        return met.features(wanted)

    def spell(self, kind: str, raw: bytes) -> str:
        """A text as it is, calls without namespaces, numbers as numbers."""
        return gathered.spell(kind, raw)

    def patterns(self, kind: str, raw: bytes) -> Iterator[bytes]:
        """Texts in UTF-16, numbers as they are, calls by their longest name; shapes have none."""
        if kind == gathered.STR:
            yield from texts.patterns(raw, "utf-16-le")
        elif kind == gathered.CALL and (name := calls.telling(raw)):
            yield b"\0" + name + b"\0"
        elif kind in (numbers.F32, numbers.F64):
            yield raw


class _Reading:
    """One assembly on its way into the gathered features."""

    def __init__(self, metadata: Metadata, met: Gathered) -> None:
        self._metadata = metadata
        self._rows = metadata.tables
        self._met = met
        self._calls: dict[int, str] = {}
        self._shapes: dict[tuple[int, Callable[[bytes], bytes]], bytes] = {}
        self._bodies: dict[int, None] = {}

    def everything(self) -> None:
        """Read all tables; what is broken is passed over, the detector of assemblies tells it."""
        for step in (
            self._metadata.load_names,
            self._members,
            self._instances,
            self._methods,
            self._fields,
            self._tables,
            self._code,
        ):
            try:
                step()
            except (ParseFailure, struct.error):
                continue

    def _members(self) -> None:
        """Methods of other assemblies; what hangs on a type of this one may bear a made-up name."""
        own = set(self._metadata.types)
        for row, (parent, name, _) in enumerate(self._rows.rows(tables.MEMBER_REF), 1):
            owner = self._metadata.type_name(*decoded("MemberRefParent", parent))
            if owner not in own:
                self._calls[tables.MEMBER_REF << 24 | row] = platform.net_call(owner, self._metadata.string(name))

    def _instances(self) -> None:
        for row, (method, _) in enumerate(self._rows.rows(tables.METHOD_SPEC), 1):
            table, target = decoded("MethodDefOrRef", method)
            self._calls[tables.METHOD_SPEC << 24 | row] = self._calls.get(table << 24 | target, "") if table > 0 else ""

    def _methods(self) -> None:
        start = self._metadata.tables_at
        for row, (address, _, _, _, signature, _) in enumerate(self._rows.rows(tables.METHOD_DEF), 1):
            self._met.shape(self._shape(signature, self._method), start + self._rows.start(tables.METHOD_DEF, row))
            if address:
                self._bodies[address] = None

    def _fields(self) -> None:
        """The fields of each type, which go on to where the next type's begin (II.22.37)."""
        kinds = [
            self._shape(signature, self._field).decode("utf-8", "surrogateescape")
            for _, _, signature in self._rows.rows(tables.FIELD)
        ]
        firsts = [row[4] for row in self._rows.rows(tables.TYPE_DEF)]
        done = 1
        for row, first in enumerate(firsts, 1):
            end = min(firsts[row] if row < len(firsts) else len(kinds) + 1, len(kinds) + 1)
            at = self._metadata.tables_at + self._rows.start(tables.TYPE_DEF, row)
            self._met.shape(shapes.fields([kind for kind in kinds[max(first, done) - 1 : end - 1] if kind]), at)
            done = max(done, end)

    def _shape(self, signature: int, read: Callable[[bytes], bytes]) -> bytes:
        """What ``read`` makes of a signature, which methods and fields of one kind share."""
        known = self._shapes.get((signature, read))
        if known is None:
            try:
                known = read(self._metadata.blob(signature, _SIGNATURE_BYTES))
            except ParseFailure:
                known = b""
            self._shapes[signature, read] = known
        return known

    def _method(self, blob: bytes) -> bytes:
        return shapes.method(*Signature(blob, self._named).method())

    def _field(self, blob: bytes) -> bytes:
        return Signature(blob, self._named).field().encode("utf-8", "surrogateescape")

    def _named(self, table: int, row: int) -> str:
        """A type of the class library without its namespace; any other as own."""
        name = self._metadata.type_name(table, row) if table == tables.TYPE_REF else ""
        return name.rpartition(".")[2][:_LONGEST_KIND] if platform.is_net(name) else shapes.OWN

    def _tables(self) -> None:
        """First values of fields that stand in the image (II.22.18); the size is that of the field's type."""
        sizes = {parent: size for _, size, parent in self._rows.rows(tables.CLASS_LAYOUT)}
        fields = [signature for _, _, signature in self._rows.rows(tables.FIELD)]
        data, budget = self._metadata.data, len(self._metadata.data)
        for address, field in self._rows.rows(tables.FIELD_RVA):
            size = sizes.get(_value_type(self._metadata.blob(fields[field - 1])), 0) if 0 < field <= len(fields) else 0
            start = self._metadata.image.offset(address)
            budget -= size
            if budget < 0:
                raise ParseFailure("first values share their bytes")
            raw = bytes(data[start : start + size]) if start >= 0 else b""
            self._table(raw, start)

    def _table(self, raw: bytes, start: int) -> None:
        """The image says the size of a table, not its numbers': integers are read as four bytes and as one."""
        widths = next(((width,) for width in (8, 4) if len(raw) % width == 0 and numbers.real(raw, width)), (4, 1))
        for width in widths:
            if len(raw) % width == 0:
                self._met.numbers.table(raw, width, range(start, start + len(raw), width))

    def _code(self) -> None:
        data, budget = self._metadata.data, len(self._metadata.data)
        for address in self._bodies:
            try:
                start, length = il.body(data, self._metadata.image.offset(address))
                budget -= length
                if budget < 0:
                    return
                self._body(bytes(data[start : start + length]), start)
            except ParseFailure:
                continue

    def _body(self, code: bytes, start: int) -> None:
        calls = list[str]()
        rows: dict[str, list[tuple[int, int]]] = {numbers.F32: [], numbers.F64: []}
        for op, value, at in il.operands(code, _WANTED):
            if op == il.LDSTR:
                self._met.text(self._metadata.user_string(value & 0xFFFFFF), start + at)
            elif op in _KINDS:
                rows[_KINDS[op]].append((value, start + at))
            else:
                calls.append(self._calls.get(value, ""))
        called = [call for call in calls if call]
        own = [call for call in called if platform.is_net(call)]
        for some in (called, own) if len(own) < len(called) else (called,):
            self._met.calls(some, start)
        for kind, row in rows.items():
            self._met.numbers.row(kind, [value for value, _ in row], [place for _, place in row])


def _value_type(blob: bytes) -> int:
    """Row of the type of a field that is of a value type of this assembly, else 0 (II.23.2.4)."""
    if blob[:2] != b"\x06\x11":
        return 0
    table, row = decoded("TypeDefOrRef", compressed(blob[2:6])[0])
    return row if table == tables.TYPE_DEF else 0
