"""Assemblies of .NET: the types they define, the native functions they declare, the methods their code calls."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.managed.sightings import Sightings
from scanner.detect.symbols import undecorated
from scanner.formats.managed import il, tables
from scanner.formats.managed.metadata import Metadata
from scanner.formats.managed.tables import decoded
from scanner.formats.pe_parts import CLI, Image
from scanner.types import FactKind, Observation, ParseFailure, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

ASSEMBLY = "dotnet-assembly"
"""Identity of a node that has CLI metadata."""
_LOOKUPS = frozenset({"GetProcAddress", "dlsym"})
_LIBRARY_LOADERS = frozenset(
    {"LoadLibrary", "LoadLibraryA", "LoadLibraryW", "LoadLibraryEx", "LoadLibraryExW", "dlopen"}
)
_LOAD_NATIVE = frozenset(
    (f"System.Runtime.InteropServices.NativeLibrary.{name}")
    for name in ("Load", "TryLoad", "GetExport", "TryGetExport")
)
_MOST_ENTRIES = 16
"""Entry points of one method: compilers write one (II.22.22), a hostile author a million, and each call names all."""
_LOAD_TYPE = frozenset({"System.Type.GetType", "System.Reflection.Assembly.GetType", "System.Activator.CreateInstance"})


class DotNet:
    """Reads the metadata tables and the instructions of a .NET assembly."""

    NAME: ClassVar[str] = "dotnet"
    VERSION: ClassVar[str] = "1.0.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "A call of a method in another assembly shows that method's name, which may differ from the native function's.",
        "NativeAOT programs have no metadata; of mixed and pre-compiled assemblies only the IL is read.",
        "Assemblies inside a single-file bundle are seen where unpacking finds them.",
        "Names that an obfuscator replaced are not seen; native functions keep their entry points.",
        "Reflection is followed where name and loader stand in one method.",
        "A class that calls ten or more wanted functions of a class in its own namespace counts as a wrapper.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = frozenset({"pe"})

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Classes, functions and libraries that the vocabulary names, and the assembly's name.

        :raises ParseFailure: where the metadata are broken, after everything that could be read.
        """
        if Image(subject.source.data).directory(CLI)[0] <= 0:
            return
        seen = Sightings(subject.vocabulary, subject.node.path)
        reading = _Reading(seen)
        faults = []
        try:
            reading.open(subject.source.data)
            faults = list(reading.faults())
        except ParseFailure as error:
            faults = [str(error)]
        if faults:
            seen.unread(faults[0])
        yield from seen.observations()
        if reading.looks_up:
            yield Observation(
                FactKind.IDENTITY, "dynamic-loading", subject.node.path, Place.IMPORTED, None, "GetProcAddress"
            )
        if faults:
            raise ParseFailure("; ".join(dict.fromkeys(faults[:3])))


@dataclass(slots=True)
class _Reading:
    """One assembly on its way into the sightings."""

    seen: Sightings
    looks_up: bool = False
    """It declares GetProcAddress or the like."""
    native: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """MethodDef row → entry points in native libraries."""
    wanted: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Token of a method whose call would mean something → (type, names)."""
    loaders: dict[int, bool] = field(default_factory=dict)
    """Token of a method that loads by name → whether it loads a type (else a library)."""
    bodies: list[tuple[str, int]] = field(default_factory=list)
    """(type, address) of every method that has instructions."""
    _metadata: Metadata | None = None

    def open(self, data: memoryview) -> None:
        """Find the metadata.

        :raises ParseFailure: where there are none.
        """
        self._metadata = Metadata(data)

    @property
    def metadata(self) -> Metadata:
        """The opened metadata."""
        if self._metadata is None:
            raise ParseFailure("the metadata were not opened")
        return self._metadata

    def faults(self) -> Iterator[str]:
        """Read everything; what is broken, in sentences. What follows a broken table is read still."""
        for step in (
            self._identity,
            self.metadata.load_names,
            self._types,
            self._imports,
            self._methods,
            self._members,
            self._instances,
            self._code,
        ):
            try:
                step()
            except (ParseFailure, struct.error) as error:
                yield str(error)

    def _identity(self) -> None:
        rows, name = self.metadata.tables, self.metadata.string
        named = [
            f"{name(own)} {major}.{minor}.{build}.{revision}"
            for _, major, minor, build, revision, _, _, own, _ in rows.rows(tables.ASSEMBLY)
        ]
        self.seen.identify(ASSEMBLY, named[0] if named else "a module of an assembly")
        for *_, other, _, _ in rows.rows(tables.ASSEMBLY_REF):
            self.seen.need(f"{name(other)}.dll")

    def _types(self) -> None:
        start = self.metadata.tables_at
        for row, name in enumerate(self.metadata.types[1:], 1):
            self.seen.define(name, start + self.metadata.tables.start(tables.TYPE_DEF, row))
        for row, name in enumerate(self.metadata.references[1:], 1):
            self.seen.refer(name, start + self.metadata.tables.start(tables.TYPE_REF, row))

    def _imports(self) -> None:
        """P/Invoke: which methods stand for functions of which native library."""
        modules = [row[0] for row in self.metadata.tables.rows(tables.MODULE_REF)]
        for _, member, entry, scope in self.metadata.tables.rows(tables.IMPL_MAP):
            table, row = decoded("MemberForwarded", member)
            name = self.metadata.string(entry)
            self.looks_up |= name in _LOOKUPS
            if table == tables.METHOD_DEF:
                known = self.native.get(row, ())
                if len(known) < _MOST_ENTRIES:
                    self.native[row] = tuple(dict.fromkeys((*known, name, undecorated(name))))
            if 0 < scope <= len(modules):
                self.seen.need(self.metadata.string(modules[scope - 1]))

    def _methods(self) -> None:
        """The assembly's own methods: whose they are, which are native, where their code is."""
        owners = _owners(self.metadata)
        start = self.metadata.tables_at
        for row, (address, _, _, name, *_) in enumerate(self.metadata.tables.rows(tables.METHOD_DEF), 1):
            owner = owners.get(row, "")
            entries = self.native.get(row, ())
            names = tuple(dict.fromkeys((self.metadata.string(name), *entries)))
            if entries:
                self.seen.declare(names, owner, start + self.metadata.tables.start(tables.METHOD_DEF, row))
            elif address:
                self.bodies.append((owner, address))
            self._note(tables.METHOD_DEF << 24 | row, owner, names)
            if not _LIBRARY_LOADERS.isdisjoint(entries):
                self.loaders[tables.METHOD_DEF << 24 | row] = False

    def _note(self, token: int, owner: str, names: tuple[str, ...]) -> None:
        if any(self.seen.wants(owner, name) for name in names):
            self.wanted[token] = owner, names
        whole = f"{owner}.{names[0]}"
        if whole in _LOAD_NATIVE or whole in _LOAD_TYPE:
            self.loaders[token] = whole in _LOAD_TYPE

    def _members(self) -> None:
        """Methods of other assemblies and of generic types that the code may call."""
        for row, (parent, name, _) in enumerate(self.metadata.tables.rows(tables.MEMBER_REF), 1):
            owner = self.metadata.type_name(*decoded("MemberRefParent", parent))
            self._note(tables.MEMBER_REF << 24 | row, owner, (self.metadata.string(name),))

    def _instances(self) -> None:
        """Generic methods with their type arguments filled in."""
        for row, (method, _) in enumerate(self.metadata.tables.rows(tables.METHOD_SPEC), 1):
            table, target = decoded("MethodDefOrRef", method)
            known = self.wanted.get(table << 24 | target) if table >= 0 else None
            if known:
                self.wanted[tables.METHOD_SPEC << 24 | row] = known

    def _code(self) -> None:
        if not self.wanted and not self.loaders:
            return
        data, budget, broken = self.metadata.data, len(self.metadata.data), ""
        for caller, address in self.bodies:
            try:
                start, length = il.body(data, self.metadata.image.offset(address))
                budget -= length
                if budget < 0:
                    raise ParseFailure("methods share their code in parts")
                self._uses(caller, bytes(data[start : start + length]), start)
            except ParseFailure as error:
                broken = broken or f"a method of {caller}: {error}"
                if budget < 0:
                    break
        if broken:
            raise ParseFailure(broken)

    def _uses(self, caller: str, code: bytes, start: int) -> None:
        loads, texts = set(), []
        for op, token, at in il.tokens(code):
            if op == il.LDSTR:
                texts.append((token & 0xFFFFFF, start + at))
                continue
            owner, names = self.wanted.get(token, ("", ()))
            for name in names:
                self.seen.invoke(caller, owner, name, start + at)
            if token in self.loaders:
                loads.add(self.loaders[token])
        for index, offset in texts if loads else ():
            text = self.metadata.user_string(index)
            if True in loads:
                self.seen.refer(text.partition(",")[0], offset)
            if False in loads:
                self.seen.need(text, offset)


def _owners(metadata: Metadata) -> dict[int, str]:
    """MethodDef row → name of its type: each type's methods go on to where the next type's begin (II.22.37)."""
    firsts = [row[5] for row in metadata.tables.rows(tables.TYPE_DEF)]
    count = metadata.tables.count(tables.METHOD_DEF)
    owners: dict[int, str] = {}
    done = 1
    for number, first in enumerate(firsts, 1):
        end = min(firsts[number] if number < len(firsts) else count + 1, count + 1)
        owners.update(dict.fromkeys(range(max(first, done), end), metadata.type_name(tables.TYPE_DEF, number)))
        done = max(done, end)
    return owners
