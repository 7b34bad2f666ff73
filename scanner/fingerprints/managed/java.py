"""Features of Java class files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.fingerprints.interface import Features, Wanted
from scanner.fingerprints.managed import calls, gathered, javacode, numbers, platform, shapes, texts
from scanner.fingerprints.managed.descriptors import Kinds
from scanner.fingerprints.managed.gathered import Gathered
from scanner.formats.managed import classcode, pool
from scanner.types import ParseFailure

_SHORTEST_TRIGGER = 8
"""Characters of a name by which a class is looked at closer: a class is small, so looking costs little."""
_TAGS = {numbers.F32: (4, bytes([pool.FLOAT])), numbers.F64: (8, bytes([pool.DOUBLE]))}


class Java:
    """Texts, calls of the class library, shapes and number tables of one class."""

    NAME: ClassVar[str] = "java"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"class"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Every class file is read by itself; what the classes of one archive have is put together afterwards.",
        "Texts that are encrypted and calls that go through reflection show nothing.",
        "Number tables are those that code brings along; files beside it are not looked at.",
    )

    def features(self, data: memoryview, wanted: Wanted | None = None) -> Features:
        """The features of one class; of a broken one those before the fault.

        :raises ParseFailure: where there is no class.
        """
        read = pool.read(data)
        if read.fault and not read.methods:
            raise ParseFailure(read.fault)
        met = Gathered()
        for tag, first, _, offset in read.refs.values():
            if tag == pool.STRING:
                met.text(read.text(first), offset)
        kinds = Kinds()
        fields = [kinds.of(read.text(struct.unpack_from(">H", data, at + 4)[0])) for _, _, at in read.fields]
        met.shape(shapes.fields(fields), read.fields[0][2] if read.fields else 0)
        called = _called(read)
        try:
            for body in classcode.bodies(data, read):
                met.shape(kinds.shape(body.descriptor), body.at)
                javacode.read(bytes(data[body.start : body.start + body.length]), body.start, read, data, called, met)
        except (ParseFailure, struct.error):
            return met.features(wanted)  # the detector of class files tells the fault
        return met.features(wanted)

    def spell(self, kind: str, raw: bytes) -> str:
        """A text as it is, calls without packages, numbers as numbers."""
        return gathered.spell(kind, raw)

    def patterns(self, kind: str, raw: bytes) -> Iterator[bytes]:
        """Texts as they are, calls by their longest name, numbers as constants that follow each other in the pool."""
        if kind == gathered.STR:
            yield from texts.patterns(raw, "utf-8")
        elif kind == gathered.CALL and (name := calls.telling(raw, _SHORTEST_TRIGGER)):
            yield struct.pack(">BH", pool.UTF8, len(name)) + name
        elif kind in _TAGS:
            width, tag = _TAGS[kind]
            words = [raw[at : at + width][::-1] for at in range(0, len(raw), width)]
            if len(set(words)) == len(words):  # the pool has each number once
                yield b"".join(tag + word for word in words)


def _called(read: pool.ClassFile) -> dict[int, str]:
    """Index in the pool → the platform's method that it stands for."""
    called = {}
    for index, (tag, owner, described, _) in read.refs.items():
        if tag in (pool.METHOD, pool.INTERFACE_METHOD):
            _, name, _, _ = read.refs.get(described, (0, 0, 0, 0))
            called[index] = platform.java_call(read.class_name(owner), read.text(name))
    return {index: call for index, call in called.items() if call}
