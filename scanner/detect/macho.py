"""Mach-O, thin and fat, through lief. Format: mach-o/loader.h and mach-o/nlist.h of Apple's open sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.detect.binary import Binary, Remark, Table, beyond, named
from scanner.types import ParseFailure, Place

if TYPE_CHECKING:
    import lief

    from scanner.formats.source import Source


def read(source: Source) -> tuple[Binary, ...]:
    """One binary for each slice of ``source``.

    :raises ParseFailure: where lief finds no Mach-O in it.
    """
    import lief

    config = lief.MachO.ParserConfig()
    config.parse_dyld_rebases = False
    fat = lief.MachO.parse(source.open(), config)
    if fat is None or not len(fat):
        raise ParseFailure("lief cannot read it as Mach-O")
    return tuple(_slice(binary, source.size) for binary in fat)


def _slice(binary: lief.MachO.Binary, size: int) -> Binary:
    import lief

    own = lief.MachO.LoadCommand.TYPE.ID_DYLIB
    sonames = named(library for library in binary.libraries if library.command == own)
    needed = named(library for library in binary.libraries if library.command != own)
    ends = [binary.fat_offset + s.file_offset + s.file_size for s in binary.segments]
    faults = beyond("a segment", max(ends, default=0), size)
    return Binary(_kind(binary), (_table(binary),), tuple(sonames), tuple(needed), _identity(binary), (), faults)


def _table(binary: lief.MachO.Binary) -> Table:
    symbols = list(binary.symbols)

    def place(index: int) -> Place:
        symbol = symbols[index]
        undefined = symbol.category == type(symbol.category).UNDEFINED or symbol.origin == type(symbol.origin).DYLD_BIND
        return Place.IMPORTED if undefined else Place.DEFINED

    def offset(index: int) -> int | None:
        address = symbols[index].value
        for segment in binary.segments:
            inside = address - segment.virtual_address
            if place(index) is Place.DEFINED and 0 <= inside < segment.file_size:
                return binary.fat_offset + segment.file_offset + inside
        return None

    # The format puts "_" before every C name.
    return Table([name.removeprefix("_") for name in named(symbols)], place, offset)


def _kind(binary: lief.MachO.Binary) -> str:
    types = type(binary.header.file_type)
    words = {types.EXECUTE: "executable", types.OBJECT: "object", types.CORE: "core"}
    return words.get(binary.header.file_type, "library")


def _identity(binary: lief.MachO.Binary) -> tuple[Remark, ...]:
    uuid = binary.uuid
    return () if uuid is None else (("build-id", bytes(uuid.uuid).hex()),)
