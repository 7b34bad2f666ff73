"""Dex files of Android: the classes they define, the methods their code calls, the functions they declare."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.managed.java import LOADERS, REFLECTION
from scanner.detect.managed.jni import jni_name
from scanner.detect.managed.sightings import Sightings
from scanner.formats.managed.dexcode import Used, units, walk
from scanner.formats.managed.dexfile import ABSTRACT, NATIVE, DexFile, Method
from scanner.formats.managed.pool import dotted
from scanner.types import LimitReached, Observation, ParseFailure

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

_CODE_HEADER = 16
_MOST_FILES = 256
_LARGEST = 256 << 20
"""Bytes of a file, which is held in memory; a full dex file has about 10 MB."""
_TOLD = 3
"""Faults that are told of one file."""
_MOST_LOADED = 10_000
"""Texts that are tried as the name of a class or library that is loaded."""
_SHARED = 4
"""Optimisers let equal methods share their code; counted in units for every method, it is at most the file so often."""


class Dex:
    """Reads classes, methods and instructions of a dex file."""

    NAME: ClassVar[str] = "dex"
    VERSION: ClassVar[str] = "1.0.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Every dex file is read by itself: a call into another dex file of the same app is seen as a call of its name.",
        "Renamed classes are seen under their new names; classes bound to native code keep theirs.",
        "Code of a library whose classes were renamed into other packages looks like the app's own.",
        "CDEX, VDEX and ODEX containers are searched as text only.",
        "Reflection is followed where name and loader stand in one method.",
        "A class that calls ten or more wanted functions of a class in its own package counts as a wrapper.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = frozenset({"dex"})

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Classes, functions and libraries that the vocabulary names.

        :raises ParseFailure: where the file is broken, after everything that could be read.
        :raises LimitReached: for a file of more than 256 MiB.
        """
        seen = Sightings(subject.vocabulary, subject.node.path)
        if subject.source.size > _LARGEST:
            seen.unread("too large")
            yield from seen.observations()
            raise LimitReached(f"a dex file of {subject.source.size:,} bytes")
        faults = dict[str, None]()
        for fault in _read(bytes(subject.source.data), seen):
            if len(faults) < _TOLD:
                faults[fault] = None
        if faults:
            seen.unread(next(iter(faults)))
        yield from seen.observations()
        if faults:
            raise ParseFailure("; ".join(faults))


def _read(data: bytes, seen: Sightings) -> Iterator[str]:
    """Fill ``seen``; what is broken. A container (version 041) holds one file behind the other."""
    base, left = 0, _SHARED * len(data)
    for _ in range(_MOST_FILES):
        try:
            file = DexFile(data, base)
            left -= file.rows
            if left < 0:
                raise ParseFailure("its tables are larger than the file")
            reading = _Reading(file, seen)
            yield from reading.faults()
        except (ParseFailure, struct.error) as error:
            yield str(error)
            return
        base += file.size
        if data[base : base + 4] != b"dex\n" or file.size < 0x70:
            return


@dataclass(slots=True)
class _Reading:
    """One dex file on its way into the sightings."""

    file: DexFile
    seen: Sightings
    names: list[str] = field(default_factory=list)
    """Dotted names of all types."""
    wanted: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Methods whose call would mean something → (class, name)."""
    loaders: dict[int, bool] = field(default_factory=dict)
    """Methods that load by name → whether they load a class (else a library)."""
    looked_for: Set[int] = frozenset()
    """All of these methods."""
    sites: dict[int, list[int]] = field(default_factory=dict)
    walked: dict[int, Used] = field(default_factory=dict)
    budget: int = 0
    tried: int = 0
    """Texts beside loaders."""

    def faults(self) -> Iterator[str]:
        """Read everything; what is broken, in sentences."""
        self.budget = _SHARED * len(self.file.data)
        yield from self._types()
        self._methods()
        for kind, body, at in self.file.classes():
            name = self._name(kind)
            self.seen.define(name, at)
            if body and (self.wanted or self.loaders):
                try:
                    for method in self.file.members(body):
                        self._member(name, method)
                except (ParseFailure, struct.error) as error:
                    yield f"class {name}: {error}"

    def _types(self) -> Iterator[str]:
        for index in range(self.file.type_count):
            try:
                descriptor, offset = self.file.type_name(index)
            except (ParseFailure, struct.error) as error:
                self.names.append("")
                yield f"type {index:,}: {error}"
                continue
            self.names.append(dotted(descriptor))
            self.seen.refer(self.names[-1], offset)

    def _methods(self) -> None:
        """Find the methods that matter; most dex files have none, and their code need not be walked."""
        for index in range(self.file.method_count):
            kind, name = self.file.method(index)
            owner = self._name(kind)
            if self.seen.wants(owner, name) or self.seen.wants(owner, jni_name(owner, name)):
                self.wanted[index] = owner, name
            if (owner, name) in LOADERS:
                self.loaders[index] = False
            elif (owner, name) in REFLECTION:
                self.loaders[index] = True
        self.looked_for = self.wanted.keys() | self.loaders.keys()
        self.sites = self.file.call_sites() if self.wanted else {}

    def _name(self, kind: int) -> str:
        return self.names[kind] if kind < len(self.names) else ""

    def _member(self, caller: str, method: Method) -> None:
        owner, name = self.wanted.get(method.index, ("", ""))
        if name and method.flags & NATIVE:
            self.seen.declare((name, jni_name(owner, name)), owner)
        elif name and method.flags & ABSTRACT:
            self.seen.declare((name,), owner)
        if method.code:
            self._code(caller, method.code)

    def _code(self, caller: str, at: int) -> None:
        used = self._walked(at)
        start = at + _CODE_HEADER
        handed_on = [(index, unit) for site, unit in used.sites for index in self.sites.get(site, ())]
        for index, unit in (*used.methods, *handed_on):
            if index in self.wanted:
                self.seen.invoke(caller, *self.wanted[index], start + 2 * unit)
        self._loads(used, start)

    def _loads(self, used: Used, start: int) -> None:
        """Names of classes and libraries that a method loads."""
        loads = {self.loaders[index] for index, _ in used.methods if index in self.loaders}
        self.tried += len(used.strings)
        if self.tried > _MOST_LOADED:
            raise ParseFailure("more texts stand beside loaders than can be names")
        for index, unit in used.strings if loads else ():
            text, _ = self.file.string(index)
            if True in loads:
                self.seen.refer(text, start + 2 * unit)
            if False in loads:
                self.seen.need(text, start + 2 * unit)

    def _walked(self, at: int) -> Used:
        """The uses in the code item at ``at``, which several methods may share."""
        (size,) = struct.unpack_from("<I", self.file.data, at + 12)
        self.budget -= size
        if self.budget < 0:
            raise ParseFailure("methods share more code than the file has")
        known = self.walked.get(at)
        if known is not None:
            return known
        code = units(self.file.data[at + _CODE_HEADER : at + _CODE_HEADER + 2 * size])
        if len(code) < size:
            raise ParseFailure("the file ends inside a method")
        loads = not self.loaders.keys().isdisjoint(code)
        matters = loads or self.sites or not self.wanted.keys().isdisjoint(code)
        self.walked[at] = used = walk(code, self.looked_for, self.sites, loads) if matters else Used([], [], [])
        return used
