"""Mach-O, thin and fat, through lief. Format: mach-o/loader.h and mach-o/nlist.h of Apple's open sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.detect.binary import Binary, Remark, Table, beyond, named
from scanner.detect.objc import class_table
from scanner.types import ParseFailure, Place

if TYPE_CHECKING:
    import lief

    from scanner.formats.source import Source

_N_EXT, _N_PEXT = 0x01, 0x10
"""Bits of n_type (mach-o/nlist.h): visible outside of this file, and outside of this linked object no longer."""
_N_TYPE = 0x0E
"""The bits of ``n_type`` that are zero for an undefined symbol."""


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
    return tuple(_slice(fat, binary, source) for binary in fat)


def _slice(fat: lief.MachO.FatBinary, binary: lief.MachO.Binary, source: Source) -> Binary:
    import lief

    own = lief.MachO.LoadCommand.TYPE.ID_DYLIB
    sonames = named(library for library in binary.libraries if library.command == own)
    needed = named(library for library in binary.libraries if library.command != own)
    ends = [binary.fat_offset + s.file_offset + s.file_size for s in binary.segments]
    faults = beyond("a segment", max(ends, default=0), source.size)
    tables = (_table(binary), class_table(binary, source.data))
    return Binary(fat, _kind(binary), tables, tuple(sonames), tuple(needed), _identity(binary), (), faults)


def _table(binary: lief.MachO.Binary) -> Table:
    import lief

    symbols = list(binary.symbols)

    def place(index: int) -> Place:
        symbol = symbols[index]
        if symbol.origin != lief.MachO.Symbol.ORIGIN.SYMTAB:
            return Place.IMPORTED if symbol.origin == lief.MachO.Symbol.ORIGIN.DYLD_BIND else Place.DEFINED
        # N_UNDF without a value: with one it is a common symbol, which this binary brings along.
        return Place.DEFINED if symbol.raw_type & _N_TYPE or symbol.value else Place.IMPORTED

    def offset(index: int) -> int | None:
        address = symbols[index].value
        for segment in binary.segments:
            inside = address - segment.virtual_address
            if place(index) is Place.DEFINED and 0 <= inside < segment.file_size:
                return binary.fat_offset + segment.file_offset + inside
        return None

    def exported(index: int) -> bool:
        symbol = symbols[index]
        in_table = symbol.origin == lief.MachO.Symbol.ORIGIN.SYMTAB
        return not in_table or symbol.raw_type & (_N_EXT | _N_PEXT) == _N_EXT

    # The format puts "_" before every C name.
    return Table([name.removeprefix("_") for name in named(symbols)], place, offset, exported)


def _kind(binary: lief.MachO.Binary) -> str:
    import lief

    types = lief.MachO.Header.FILE_TYPE
    words = {types.EXECUTE: "executable", types.OBJECT: "object", types.CORE: "core"}
    return words.get(binary.header.file_type, "library")


def _identity(binary: lief.MachO.Binary) -> tuple[Remark, ...]:
    uuid = binary.uuid
    return () if uuid is None else (("build-id", bytes(uuid.uuid).hex()),)
