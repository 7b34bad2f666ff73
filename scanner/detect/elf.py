"""ELF through lief. Format: System V ABI, chapters 4 and 5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.detect.binary import Binary, Remark, Table, beyond, named
from scanner.types import ParseFailure, Place

if TYPE_CHECKING:
    import lief

    from scanner.formats.source import Source

SHN_UNDEF = 0
_SHN_RESERVED = 0xFF00


def read(source: Source) -> tuple[Binary, ...]:
    """The one binary in ``source``.

    :raises ParseFailure: where lief finds no ELF in it.
    """
    import lief

    config = lief.ELF.ParserConfig()
    config.parse_relocations = config.parse_overlay = config.parse_symbol_versions = False
    elf = lief.ELF.parse(source.open(), config)
    if elf is None:
        raise ParseFailure("lief cannot read it as ELF")
    tables = tuple(_table(elf, symbols) for symbols in (elf.dynamic_symbols, elf.symtab_symbols))
    sonames = named(e for e in elf.dynamic_entries if isinstance(e, lief.ELF.DynamicSharedObject))
    needed = named(e for e in elf.dynamic_entries if isinstance(e, lief.ELF.DynamicEntryLibrary))
    kind = _kind(elf, bool(sonames))
    return (Binary(elf, kind, tables, tuple(sonames), tuple(needed), _identity(elf), faults=_faults(elf, source.size)),)


def _table(elf: lief.ELF.Binary, symbols: lief.ELF.Binary.it_symbols) -> Table:
    import lief

    relocatable = elf.header.file_type == lief.ELF.Header.FILE_TYPE.REL

    # ARM marks Thumb functions with bit 0 of the address (ELF for the Arm Architecture, "Symbol values").
    thumb = int(elf.header.machine_type == lief.ELF.ARCH.ARM)

    def place(index: int) -> Place:
        return Place.IMPORTED if symbols[index].shndx == SHN_UNDEF else Place.DEFINED

    def offset(index: int) -> int | None:
        symbol = symbols[index]
        if not SHN_UNDEF < symbol.shndx < _SHN_RESERVED:
            return None
        if relocatable:
            section = symbol.section
            return None if section is None else section.file_offset + symbol.value
        return _file_offset(elf, symbol.value & ~thumb)

    def exported(index: int) -> bool:
        symbol = symbols[index]
        hidden = {lief.ELF.Symbol.VISIBILITY.HIDDEN, lief.ELF.Symbol.VISIBILITY.INTERNAL}
        return symbol.binding != lief.ELF.Symbol.BINDING.LOCAL and symbol.visibility not in hidden

    return Table(named(symbols), place, offset, exported)


def _file_offset(elf: lief.ELF.Binary, address: int) -> int | None:
    import lief

    for segment in elf.segments:
        inside = address - segment.virtual_address
        if segment.type == lief.ELF.Segment.TYPE.LOAD and 0 <= inside < segment.physical_size:
            return segment.file_offset + inside
    return None


def _kind(elf: lief.ELF.Binary, has_soname: bool) -> str:
    import lief

    types = lief.ELF.Header.FILE_TYPE
    words = {types.REL: "object", types.CORE: "core", types.EXEC: "executable"}
    # Position-independent executables are ET_DYN as libraries are; libc.so.6 has an interpreter and a name.
    return words.get(elf.header.file_type) or ("executable" if elf.has_interpreter and not has_soname else "library")


def _identity(elf: lief.ELF.Binary) -> tuple[Remark, ...]:
    import lief

    wanted = lief.ELF.Note.TYPE.GNU_BUILD_ID
    return tuple(("build-id", bytes(note.description).hex()) for note in elf.notes if note.type == wanted)


def _faults(elf: lief.ELF.Binary, size: int) -> tuple[str, ...]:
    import lief

    header, load = elf.header, lief.ELF.Segment.TYPE.LOAD
    faults: tuple[str, ...] = ()
    if header.section_header_offset:
        end = header.section_header_offset + header.numberof_sections * header.section_header_size
        faults += beyond("the section table", end, size)
    ends = [s.file_offset + s.physical_size for s in elf.segments if s.type == load]
    return faults + beyond("a loaded segment", max(ends, default=0), size)
