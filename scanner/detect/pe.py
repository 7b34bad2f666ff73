"""PE through lief. Format: Microsoft PE/COFF specification."""

from __future__ import annotations

from struct import error as struct_error
from struct import unpack_from
from typing import TYPE_CHECKING

from scanner.detect.binary import Binary, Table, beyond, named
from scanner.detect.pedetails import details
from scanner.formats.source import Source
from scanner.types import ParseFailure, Place

if TYPE_CHECKING:
    import lief


def read(source: Source) -> tuple[Binary, ...]:
    """The one binary in ``source``.

    :raises ParseFailure: where lief finds no PE in it.
    """
    import lief

    config = lief.PE.ParserConfig()
    config.parse_signature = config.parse_reloc = config.parse_rsrc = config.parse_exceptions = False
    # An installer's payload stands behind the image, and lief would copy it twice.
    with Source(source.file, source.path, source.offset, _extent(source)) as image:
        pe = lief.PE.parse(image.open(), config)
    if pe is None and image.size < source.size:
        pe = lief.PE.parse(source.open(), config)
    if pe is None:
        raise ParseFailure("lief cannot read it as PE")
    export = pe.get_export()
    sonames = named([export]) if export is not None else []
    imports = [*pe.imports, *pe.delay_imports]
    tables = [_export_table(pe, export)] if export is not None else []
    tables += [_import_table(library) for library in imports]
    tables.append(_symbol_table(pe))
    needed = [name for name in dict.fromkeys([*named(imports), *_forwards(export)]) if name]
    library = pe.header.has_characteristic(lief.PE.Header.CHARACTERISTICS.DLL)
    identity, versions = details(source)
    return (
        Binary(
            pe,
            "library" if library else "executable",
            tuple(tables),
            tuple(name for name in sonames if name),
            tuple(needed),
            identity,
            versions,
            _faults(pe, source.size),
        ),
    )


def _extent(source: Source) -> int:
    """Bytes of ``source`` up to the end of the last section and of the COFF symbol and string tables."""
    data = source.data
    try:
        start: int = unpack_from("<I", data, 0x3C)[0]
        _, sections, _, symbols, count, optional, _ = unpack_from("<HHIIIHH", data, start + 4)
        table = start + 24 + optional
        ends: list[int] = [table + 40 * sections]
        for number in range(sections):
            size, offset = unpack_from("<II", data, table + 40 * number + 16)
            ends.append(size + offset)
        if symbols:
            strings = symbols + 18 * count
            ends.append(strings + unpack_from("<I", data, strings)[0])
    except struct_error:  # too broken to tell: lief decides
        return source.size
    return min(max(ends), source.size)


def _export_table(pe: lief.PE.Binary, export: lief.PE.Export) -> Table:
    entries = list(export.entries)
    return Table(
        named(entries),
        lambda _index: Place.DEFINED,
        lambda index: None if entries[index].is_forwarded else pe.rva_to_offset(entries[index].function_rva),
    )


def _import_table(library: lief.PE.Import | lief.PE.DelayImport) -> Table:
    names = named(entry for entry in library.entries if not entry.is_ordinal)
    return Table(names, lambda _index: Place.IMPORTED, lambda _index: None)


def _symbol_table(pe: lief.PE.Binary) -> Table:
    """The COFF symbol table, which GNU tools leave in a PE that was not stripped."""
    symbols = list(pe.symbols)

    def place(index: int) -> Place:
        # Section number 0 is "undefined" in the specification; a linked image imports it through a thunk.
        return Place.IMPORTED if symbols[index].section_idx == 0 else Place.DEFINED

    def offset(index: int) -> int | None:
        section = symbols[index].section
        return None if section is None else section.offset + symbols[index].value

    return Table(named(symbols), place, offset)


def _forwards(export: lief.PE.Export | None) -> list[str]:
    """Libraries that exports are forwarded to; the format leaves ``.dll`` out."""
    if export is None:
        return []
    libraries = []
    for entry in export.entries:
        if entry.is_forwarded:
            try:
                libraries.append(entry.forward_information.library)
            except UnicodeDecodeError as error:
                libraries.append(bytes(error.object).decode("utf-8", "surrogateescape"))
    return [f"{name}.dll" for name in dict.fromkeys(libraries)]


def _faults(pe: lief.PE.Binary, size: int) -> tuple[str, ...]:
    # The last section's size is rounded up to the alignment and need not be filled: only a longer lack is one.
    slack = min(pe.optional_header.file_alignment, 0x1000)
    ends = [section.offset + section.size for section in pe.sections if section.size]
    return beyond("a section", max(ends, default=0) - slack, size)
