"""One-file programs of PyInstaller: members, a table of contents, and a cookie at the end (PyInstaller/archive/)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.checks_bundles import pyinstaller_place
from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.compressed.codecs import Decoded, zlib_engine
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed
from scanner.unpack.programs.pyz import pyc_header
from scanner.unpack.regions import unaccounted

_ENTRY = struct.Struct(">iIIIBc")
"""Length of the entry, offset, packed and unpacked size, compression flag, kind; then the name and NUL bytes."""
_SUFFIXES = {b"m": ".pyc", b"M": ".pyc", b"s": ".pyc", b"z": "", b"l": ".splash"}
_OPTIONS, _DEPENDENCY, _LINK = b"o", b"d", b"n"
_CODE = frozenset({b"m", b"M", b"s"})
_MARSHALLED = (0x63, 0xE3)
"""First byte of a marshalled code object, without and with the flag for later references."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry of the table; ``span`` is in bytes of the node."""

    name: str
    span: Span
    size: int
    packed: bool
    kind: bytes


class PyInstaller:
    """Hands over every member; modules get the header of a ``.pyc`` file, which the archive leaves out."""

    NAME: ClassVar[str] = "pyinstaller"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"pyinstaller"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Members that are stored without compression have no integrity data: a changed bit can go unnoticed.",
        "An archive that lost its end is not recognised and judged like unknown content.",
        "Members of other archives to which a member refers are recorded and not looked up.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: without a cookie, or with a table that is none.
        """
        start, cookie, end = pyinstaller_place(source.data)
        if cookie < 0:
            raise ParseFailure("there is no cookie at the end")
        table_offset, table_size, version = struct.unpack_from(">3I", source.data, cookie + 12)
        table = Span(start + table_offset, table_size)
        outlet.parsed(cookie, end - cookie)
        outlet.attributes.append(("python", f"{version // 100}.{version % 100}" if version >= 100 else str(version)))
        unaccounted(source, outlet, 0, start, "prefix")
        unaccounted(source, outlet, max(0, table.end), cookie, "gap")
        unaccounted(source, outlet, end, source.size, "trailing")
        if table.offset < 0:
            raise ParseFailure("the table of contents is missing")
        rows = list(_rows(source, outlet, table, start))
        if start < 0:
            outlet.state(cookie, end - cookie, ByteState.FAILED, f"the first {-start:,} bytes are missing")
        outlet.attributes.extend(("option", row.name) for row in rows[:64] if row.kind == _OPTIONS)
        members = [_placed(source, outlet, row, rows) for row in rows if row.kind != _OPTIONS]
        first = max(0, start)
        hand_over_placed(source, outlet, members, Span(first, table.offset - first), table)


def _rows(source: Source, outlet: Outlet, table: Span, start: int) -> Iterator[_Row]:
    """Entries of the table; what is none is failed."""
    at = table.offset
    while at + _ENTRY.size <= table.end:
        length, offset, packed, size, flag, kind = _ENTRY.unpack_from(source.data, at)
        if length < _ENTRY.size or at + length > table.end:
            break
        raw = source.read(at + _ENTRY.size, min(length - _ENTRY.size, 4096)).split(b"\0", 1)[0]
        outlet.field("name", at, length)
        yield _Row(raw.decode("utf-8", "surrogateescape"), Span(start + offset, packed), size, flag == 1, kind)
        at += length
    if at < table.end:
        outlet.state(at, table.end - at, ByteState.FAILED, "not an entry of the table of contents")


def _placed(source: Source, outlet: Outlet, row: _Row, rows: list[_Row]) -> Placed:
    name = row.name + (_SUFFIXES.get(row.kind, "") if not row.name.endswith(".pyz") else "")

    def give(member: Placed) -> None:
        if row.kind in {_LINK, _DEPENDENCY}:
            target = source.read(row.span.offset, min(row.span.length, 4096)) if not row.packed else b""
            outlet.parsed(row.span.offset, row.span.length)
            outlet.link(member.name, target.split(b"\0", 1)[0], "symlink" if row.kind == _LINK else "dependency")
        elif row.packed or row.kind in _CODE:
            outlet.stream(member.name, _content(source, row, rows), row.span)
        else:
            outlet.view(member.name, row.span.offset, row.span.length)
            if row.size != row.span.length:
                raise ParseFailure(f"{row.span.length:,} bytes are stored where {row.size:,} were announced")

    return Placed(name, row.span, give)


def _content(source: Source, row: _Row, rows: list[_Row]) -> Iterator[bytes]:
    """The member's bytes, behind a header where it is a bare code object."""
    first = row.kind in _CODE
    for block in _plain(source, row):
        if first and block[:1] and block[0] in _MARSHALLED:
            yield _header(source, rows)
        first = False
        yield block


def _plain(source: Source, row: _Row) -> Iterator[bytes]:
    if not row.packed:
        yield source.read(row.span.offset, row.span.length)
        return
    stream = Decoded(source.data, row.span.offset, row.span.end, zlib_engine(), (row.size, None))
    yield from stream
    if stream.end != row.span.end:
        raise ParseFailure(f"{row.span.end - stream.end:,} bytes stand behind its stream")


def _header(source: Source, rows: list[_Row]) -> bytes:
    """Header of a compiled file of the Python that the archive was made with, as its module archive says."""
    archive = next((row for row in rows if row.kind == b"z" and not row.packed), None)
    start = archive.span.offset if archive is not None else -1
    if start < 0 or source.read(start, 4) != b"PYZ\0":
        return b""
    return pyc_header(source.read(start + 4, 4))
