"""Features of Android's dex files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.fingerprints.interface import Features, Wanted
from scanner.fingerprints.managed import calls, gathered, numbers, platform, shapes, texts
from scanner.fingerprints.managed.descriptors import Kinds
from scanner.fingerprints.managed.gathered import Gathered
from scanner.formats.managed.dexcode import Content, content, units
from scanner.formats.managed.dexfile import DexFile
from scanner.formats.managed.pool import dotted
from scanner.types import ParseFailure

_HEADER = 16
"""Bytes of a code item before its instructions."""
_MOST_FILES = 256
_SHARED = 4
"""Methods that share code in parts are counted; all together they have at most the file so often."""


class Dex:
    """Texts, calls of Android and Java, shapes and number tables of a dex file."""

    NAME: ClassVar[str] = "dex"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"dex"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Every dex file is read by itself; what the dex files of one app have is put together afterwards.",
        "Texts that are encrypted and calls that go through reflection show nothing.",
        "Number tables are those that code brings along; files beside it are not looked at.",
    )

    def features(self, data: memoryview, wanted: Wanted | None = None) -> Features:
        """The features of a dex file, or of all in a container (version 041); broken classes are passed over.

        :raises ParseFailure: where there is no dex file.
        """
        raw = bytes(data)
        met = Gathered()
        base = 0
        for _ in range(_MOST_FILES):
            file = DexFile(raw, base)
            if file.rows > _SHARED * len(raw):
                raise ParseFailure("its tables are larger than the file")
            try:
                _Reading(file, met).everything()
            except (ParseFailure, struct.error):
                break  # of its classes; the detector of dex files tells the fault
            base += file.size
            if raw[base : base + 4] != b"dex\n" or file.size < 0x70:
                break
        return met.features(wanted)

    def spell(self, kind: str, raw: bytes) -> str:
        """A text as it is, calls without packages, numbers as numbers."""
        return gathered.spell(kind, raw)

    def patterns(self, kind: str, raw: bytes) -> Iterator[bytes]:
        """Texts and numbers as they are, calls by their longest name."""
        if kind == gathered.STR:
            yield from texts.patterns(raw, "utf-8")
        elif kind == gathered.CALL and (name := calls.telling(raw)):
            yield bytes([len(name)]) + name + b"\0"
        elif kind in (numbers.F32, numbers.F64):
            yield raw


class _Reading:
    """One dex file on its way into the gathered features."""

    def __init__(self, file: DexFile, met: Gathered) -> None:
        self._file = file
        self._met = met
        self._kinds = Kinds()
        self._shapes: dict[int, bytes] = {}
        self._calls: dict[int, str] = {}
        self._done: set[int] = set()
        self._budget = _SHARED * len(file.data)

    def everything(self) -> None:
        """Read every class; what is broken in one is passed over, the detector of dex files tells it."""
        for _, body, at in self._file.classes():
            try:
                for string in self._file.static_texts(at):
                    self._met.text(*self._file.string(string))
                if body:
                    self._fields(body)
                    self._methods(body)
            except (ParseFailure, struct.error):
                if self._budget < 0:
                    return

    def _fields(self, body: int) -> None:
        kinds = [self._kinds.of(self._file.field_kind(index)) for index in self._file.fields(body)]
        self._met.shape(shapes.fields(kinds), body)

    def _methods(self, body: int) -> None:
        for method in self._file.members(body):
            self._met.shape(self._shape(method.index), body)
            if method.code and method.code not in self._done:
                self._done.add(method.code)
                self._code(method.code)

    def _shape(self, method: int) -> bytes:
        proto = self._file.proto(method)
        known = self._shapes.get(proto)
        if known is None:
            parameters, result = self._file.signature(proto)
            kinds = [self._kinds.of(kind) for kind in parameters]
            known = self._shapes[proto] = shapes.method(kinds, self._kinds.of(result))
        return known

    def _call(self, method: int) -> str:
        known = self._calls.get(method)
        if known is None:
            kind, name = self._file.method(method)
            known = self._calls[method] = platform.java_call(dotted(self._file.type_name(kind)[0]), name)
        return known

    def _code(self, at: int) -> None:
        (size,) = struct.unpack_from("<I", self._file.data, at + 12)
        self._budget -= 2 * size
        if self._budget < 0:
            raise ParseFailure("methods share more code than the file has")
        start = at + _HEADER
        code = content(units(self._file.data[start : start + 2 * size]))
        for string, unit in code.strings:
            self._met.text(self._file.string(string)[0], start + 2 * unit)
        self._met.calls([call for call in map(self._call, code.methods) if call], start)
        self._numbers(code, start)

    def _numbers(self, code: Content, start: int) -> None:
        """Loaded numbers row by row, and the tables, which stand behind the code in the order of their arrays."""
        for kind, loaded in ((numbers.F32, code.words), (numbers.F64, code.wides)):
            self._met.numbers.row(kind, [value for value, _ in loaded], [start + 2 * unit for _, unit in loaded])
        joined: dict[tuple[int, bool], tuple[bytearray, list[int]]] = {}
        for width, count, unit in code.arrays:
            if width in numbers.WIDTHS:
                first = start + 2 * unit
                part = self._file.data[first : first + width * count]
                real = width in numbers.FLOATING and numbers.real(part, width)
                raw, places = joined.setdefault((width, real), (bytearray(), []))
                raw += part
                places += range(first, first + width * count, width)
        for (width, _), (raw, places) in joined.items():
            self._met.numbers.table(bytes(raw), width, places)
