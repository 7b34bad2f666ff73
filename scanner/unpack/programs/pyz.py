"""PyInstaller's archives of Python modules: a header, one zlib stream for each module, and a marshalled table.

``PYZ``, the magic number of compiled Python files, and the offset of the table (PyInstaller/archive/pyimod01 and
writers.py). The table is a list of (name, (kind, offset, size)), in old versions a dictionary of the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.compressed.codecs import Decoded, zlib_engine
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed
from scanner.unpack.programs.marshalled import Value, marshalled
from scanner.unpack.regions import unaccounted

HEADER = 12
LARGEST_TABLE = 16 << 20
"""Bytes; 10,000 modules take some 600 kB."""
_ZLIB = frozenset(bytes([window << 4 | 8]) for window in range(8))
_PACKAGE, _DATA, _NAMESPACE = 1, 2, 3
_PYTHON_3_7, _PYTHON_3_3 = 3390, 3210
_PYTHON_2 = 50_000


def pyc_header(magic: bytes) -> bytes:
    """The header of a ``.pyc`` file with ``magic``: PEP 552 since 3.7, a size field since 3.3, only a time before."""
    version = int.from_bytes(magic[:2], "little")
    if version >= _PYTHON_2 or version < _PYTHON_3_3:
        return magic + bytes(4)
    return magic + bytes(12 if version >= _PYTHON_3_7 else 8)


class Pyz:
    """Hands over every module as a ``.pyc`` file."""

    NAME: ClassVar[str] = "pyz"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"pyz"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Modules that PyInstaller before 6 encrypted are not decrypted; they are told by most of them being no zlib "
        "streams.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: where the table is missing or none.
        """
        if source.size < HEADER:
            raise ParseFailure("the header is cut off")
        magic, start = source.read(4, 4), struct.unpack_from(">i", source.data, 8)[0]
        if not HEADER <= start < source.size:
            raise ParseFailure("the table of modules is missing")
        value, end = marshalled(source.data, start, min(source.size, start + LARGEST_TABLE))
        outlet.parsed(0, HEADER)
        outlet.parsed(start, end - start)
        members = list(_members(source, outlet, value, magic, Span(start, end - start)))
        unaccounted(source, outlet, end, source.size, "trailing")
        if _mostly_encrypted(source, members):
            members = [replace(member, give=None) for member in members]
            outlet.state(HEADER, start - HEADER, ByteState.ENCRYPTED, "the modules are no zlib streams: encrypted")
        # Members begin at 12; old writers leave a longer header of zeros, which is padding.
        hand_over_placed(source, outlet, members, Span(HEADER, start - HEADER), Span(start, end - start))


def _mostly_encrypted(source: Source, members: list[Placed]) -> bool:
    """Whether most members do not begin as a zlib stream does (RFC 1950, 2.2)."""
    heads = [source.read(member.span.offset, 2) for member in members if member.span.length > 2]
    other = [head for head in heads if head[:1] not in _ZLIB or int.from_bytes(head, "big") % 31]
    return 2 * len(other) > len(heads)


def _members(source: Source, outlet: Outlet, table: Value, magic: bytes, where: Span) -> Iterator[Placed]:
    rows = list(table.items()) if isinstance(table, dict) else table
    if not isinstance(rows, list):
        raise ParseFailure("the table of modules is no list")
    broken = 0
    for row in rows:
        placed = _placed(source, outlet, row, magic)
        if placed is None:
            broken += 1
        else:
            yield placed
    if broken:
        outlet.state(where.offset, where.length, ByteState.FAILED, f"{broken:,} entries of the table have no place")


def _placed(source: Source, outlet: Outlet, row: Value, magic: bytes) -> Placed | None:
    match row:
        case (str() | bytes() as name, (int() as kind, int() as offset, int() as size)) if offset >= 0 and size >= 0:
            text = name if isinstance(name, str) else name.decode("utf-8", "surrogateescape")
            span = Span(offset, size)
            return Placed(_file_name(text, kind), span, lambda member: _give(source, outlet, member, kind, magic))
    return None


def _file_name(module: str, kind: int) -> str:
    if kind in {_DATA, _NAMESPACE}:
        return module
    return module.replace(".", "/") + ("/__init__.pyc" if kind == _PACKAGE else ".pyc")


def _give(source: Source, outlet: Outlet, member: Placed, kind: int, magic: bytes) -> None:
    if member.span.length:
        outlet.stream(member.name, _content(source, member.span, kind, magic), member.span)


def _content(source: Source, span: Span, kind: int, magic: bytes) -> Iterator[bytes]:
    stream = Decoded(source.data, span.offset, span.end, zlib_engine())
    if kind not in {_DATA, _NAMESPACE}:
        yield pyc_header(magic)
    yield from stream
    if stream.end != span.end:
        raise ParseFailure(f"{span.end - stream.end:,} bytes stand behind its stream")
