"""The tables of a dex file (Dalvik Executable format, source.android.com; 035 to 041), read where asked for."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import ParseFailure

NATIVE, ABSTRACT = 0x0100, 0x0400
MOST_IDS = 1 << 16
"""Types and methods are numbered with 16 bits in instructions; a table that has more is broken."""
LONGEST_NAME = 1024
_SHARED = 4
"""Strings may overlap only where somebody wants them to; all together are at most the file so often."""
_LITTLE = 0x12345678
_CALL_SITES, _METHOD_HANDLES = 7, 8
"""Types in the map list."""
_VALUE_METHOD_HANDLE, _VALUE_STRING, _VALUE_ARRAY, _VALUE_NULL = 0x16, 0x17, 0x1C, 0x1E
_MOST_ARGUMENTS = 32
"""Values of a call site that are looked at; the bootstrap method of lambdas has six."""
_MOST_PARAMETERS = 255
"""Registers that the arguments of a call can take (Dalvik bytecode, invoke-kind/range)."""
_INVOKING = range(4, 9)
"""Kinds of method handles that stand for a method; the others stand for a field."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a class of this file, ``code`` is the offset of its instructions' item, 0 for none."""

    index: int
    flags: int
    code: int


class DexFile:
    """One dex file at ``base`` of ``data`` (a version 041 container holds several that share their offsets).

    :raises ParseFailure: where the header is not one.
    """

    def __init__(self, data: bytes, base: int = 0) -> None:
        self.data = data
        try:
            self.size, self.header, order = struct.unpack_from("<3I", data, base + 0x20)
            self._map = struct.unpack_from("<I", data, base + 0x34)[0]
            tables = struct.unpack_from("<12I", data, base + 0x38)
        except struct.error as error:
            raise ParseFailure("the header ends early") from error
        if order != _LITTLE:
            raise ParseFailure("its numbers are not little-endian")
        self._strings, self._types, self._protos, self._fields = tables[0:2], tables[2:4], tables[4:6], tables[6:8]
        self._methods, self._classes = tables[8:10], tables[10:12]
        self._names: dict[int, str] = {}
        self._characters_left = _SHARED * len(data)
        self._members_left = self._parameters_left = self._values_left = len(data)

    @property
    def type_count(self) -> int:
        """Types that are named, its own and others'."""
        return self._count(self._types, MOST_IDS, "types")

    @property
    def method_count(self) -> int:
        """Methods that are named, its own and others'."""
        return self._count(self._methods, MOST_IDS, "methods")

    @property
    def rows(self) -> int:
        """Bytes of the tables of types, methods and classes, by what the header says."""
        return int(4 * self._types[0] + 8 * self._methods[0] + 32 * self._classes[0])

    def _count(self, table: tuple[int, ...], most: int, what: str) -> int:
        if table[0] > most:
            raise ParseFailure(f"{table[0]:,} {what}")
        return table[0]

    def string(self, index: int) -> tuple[str, int]:
        """(text, offset of its characters) of one string; longer ones are cut."""
        if index >= self._strings[0]:
            raise ParseFailure(f"string {index:,} of {self._strings[0]:,}")
        (at,) = struct.unpack_from("<I", self.data, self._strings[1] + 4 * index)
        known = self._names.get(at)
        _, start = uleb(self.data, at)
        if known is None:
            end = self.data.find(b"\0", start, start + LONGEST_NAME)
            raw = self.data[start : end if end >= 0 else start + LONGEST_NAME]
            self._characters_left -= len(raw)
            if self._characters_left < 0:
                raise ParseFailure("its strings share their bytes")
            known = self._names[at] = raw.decode("utf-8", "surrogateescape")
        return known, start

    def type_name(self, index: int) -> tuple[str, int]:
        """(descriptor, offset of its characters) of one type."""
        if index >= self._types[0]:
            raise ParseFailure(f"type {index:,} of {self._types[0]:,}")
        (string,) = struct.unpack_from("<I", self.data, self._types[1] + 4 * index)
        return self.string(string)

    def method(self, index: int) -> tuple[int, str]:
        """(type that has it, name) of one method."""
        owner, _, name = struct.unpack_from("<HHI", self.data, self._methods[1] + 8 * index)
        return owner, self.string(name)[0]

    def proto(self, index: int) -> int:
        """Number of the prototype of one method."""
        (proto,) = struct.unpack_from("<H", self.data, self._methods[1] + 8 * index + 2)
        if proto >= self._protos[0]:
            raise ParseFailure(f"prototype {proto:,} of {self._protos[0]:,}")
        return int(proto)

    def signature(self, proto: int) -> tuple[list[str], str]:
        """Descriptors of the parameters and of the result of one prototype."""
        _, result, at = struct.unpack_from("<3I", self.data, self._protos[1] + 12 * proto)
        (count,) = struct.unpack_from("<I", self.data, at) if at else (0,)
        self._parameters_left -= count
        if count > _MOST_PARAMETERS or self._parameters_left < 0:
            raise ParseFailure(f"a method with {count:,} parameters")
        kinds = struct.unpack_from(f"<{count}H", self.data, at + 4) if at else ()
        return [self.type_name(kind)[0] for kind in kinds], self.type_name(result)[0]

    def field_kind(self, index: int) -> str:
        """Descriptor of the type of one field."""
        if index >= self._fields[0]:
            raise ParseFailure(f"field {index:,} of {self._fields[0]:,}")
        return self.type_name(struct.unpack_from("<H", self.data, self._fields[1] + 8 * index + 2)[0])[0]

    def classes(self) -> Iterator[tuple[int, int, int]]:
        """(type, offset of the class's data or 0, offset of the definition) of every class that is defined."""
        count = self._count(self._classes, MOST_IDS, "classes")
        for at in range(self._classes[1], self._classes[1] + 32 * count, 32):
            kind, *_, body, _ = struct.unpack_from("<8I", self.data, at)
            yield kind, body, at

    def members(self, at: int) -> Iterator[Method]:
        """The methods of the class whose data stand at ``at``."""
        counts, at = self._member_counts(at)
        for _ in range(2 * (counts[0] + counts[1])):
            _, at = uleb(self.data, at)
        for count in counts[2:]:
            index = 0
            for _ in range(count):
                step, at = uleb(self.data, at)
                flags, at = uleb(self.data, at)
                code, at = uleb(self.data, at)
                index += step
                yield Method(index, flags, code)

    def fields(self, at: int) -> Iterator[int]:
        """The fields of the class whose data stand at ``at``, static ones first."""
        counts, at = self._member_counts(at)
        for count in counts[:2]:
            index = 0
            for _ in range(count):
                step, at = uleb(self.data, at)
                _, at = uleb(self.data, at)
                index += step
                yield index

    def _member_counts(self, at: int) -> tuple[list[int], int]:
        """Static fields, other fields, direct methods, virtual methods; where the first begins."""
        counts = []
        for _ in range(4):
            value, at = uleb(self.data, at)
            counts.append(value)
        self._members_left -= sum(counts)
        if self._members_left < 0:
            raise ParseFailure("classes have more members than the file has bytes")
        return counts, at

    def static_texts(self, at: int) -> Iterator[int]:
        """Strings among the first values of the static fields of the class that is defined at ``at``."""
        (values,) = struct.unpack_from("<I", self.data, at + 28)
        if not values:
            return iter(())
        self._values_left -= uleb(self.data, values)[0]
        if self._values_left < 0:
            raise ParseFailure("classes share the first values of their fields")
        return self._valued(values, _VALUE_STRING, len(self.data))

    def call_sites(self) -> dict[int, list[int]]:
        """Call site of ``invoke-custom`` → methods that its arguments stand for (lambdas, method references)."""
        handles = [struct.unpack_from("<HHH", self.data, at) for at in self._mapped(_METHOD_HANDLES, 8)]
        found = {}
        for number, at in enumerate(self._mapped(_CALL_SITES, 4)):
            used = [
                handles[i] for i in self._handles_at(struct.unpack_from("<I", self.data, at)[0]) if i < len(handles)
            ]
            found[number] = [method for kind, _, method in used if kind in _INVOKING]
        return found

    def _mapped(self, wanted: int, width: int) -> range:
        """Offsets of the items of one type that the map lists."""
        (count,) = struct.unpack_from("<I", self.data, self._map)
        for at in range(self._map + 4, self._map + 4 + 12 * min(count, 64), 12):
            kind, _, items, start = struct.unpack_from("<HHII", self.data, at)
            if kind == wanted:
                return range(start, start + width * min(items, MOST_IDS), width)
        return range(0)

    def _handles_at(self, at: int) -> Iterator[int]:
        return self._valued(at, _VALUE_METHOD_HANDLE, _MOST_ARGUMENTS)

    def _valued(self, at: int, wanted: int, most: int) -> Iterator[int]:
        """Numbers of the values of one kind in the encoded array at ``at``, up to the first nested array."""
        count, at = uleb(self.data, at)
        for _ in range(min(count, most)):
            head = self.data[at] if at < len(self.data) else _VALUE_ARRAY
            kind, width = head & 0x1F, (head >> 5) + 1
            if _VALUE_ARRAY <= kind < _VALUE_NULL:
                return
            if kind == wanted:
                yield int.from_bytes(self.data[at + 1 : at + 1 + width], "little")
            at += 1 + (width if kind < _VALUE_NULL else 0)


def uleb(data: bytes, at: int) -> tuple[int, int]:
    """(number, offset behind it) of the unsigned LEB128 number at ``at``, of at most five bytes.

    :raises ParseFailure: where the data end first.
    """
    value = shift = 0
    for position in range(at, at + 5):
        if position >= len(data):
            break
        byte = data[position]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position + 1
        shift += 7
    raise ParseFailure(f"a number at {at:,} does not end")
