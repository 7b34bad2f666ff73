"""Fonts: OpenType and TrueType, collections (OpenType 1.9, table directory), WOFF 1 and 2 (W3C)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.checks import number
from scanner.types import ParseFailure, Span
from scanner.unpack.media.walked import MEDIA_LIMITATION, Walk, Walked, declare_spans, need
from scanner.unpack.outlet import Outlet

MOST_FONTS = 256
KNOWN = frozenset(
    b"avar BASE CBDT CBLC CFF CFF2 cmap COLR CPAL cvar cvt DSIG EBDT EBLC EBSC fpgm fvar gasp GDEF glyf GPOS".split()
    + b"GSUB gvar hdmx head hhea hmtx HVAR JSTF kern loca LTSH MATH maxp MERG meta MVAR name OS/2 PCLT post".split()
    + b"prep sbix STAT SVG VDMX vhea vmtx VORG VVAR bdat bhed bloc feat just lcar mort morx opbd prop trak".split()
    + b"Zapf acnt ankr bsln fdsc fmtx fond gcid kerx ltag xref Feat Glat Gloc Silf Sill FFTM".split()
)
"""Tables of OpenType, Apple's TrueType and Graphite, without trailing blanks; others become children."""


def walk(data: memoryview, outlet: Outlet) -> int:
    """All tables where the directory says, and nothing between them."""
    kind = need(data, 0, 4, "the header")
    if kind == b"wOF2":
        return _woff2(data, outlet)
    if kind == b"wOFF":
        spans = list(_tables(data, outlet, 44, number(data, 12, ">H"), 20, 4))
        return declare_spans(data, [Span(0, 44), *spans, *_woff_extras(data)], outlet)
    if kind != b"ttcf":
        return declare_spans(data, _font(data, outlet, 0), outlet)
    count = number(data, 8, ">I")
    if not 0 < count <= MOST_FONTS:
        raise ParseFailure(f"a collection of {count:,} fonts")
    signature = 12 if number(data, 4, ">H") >= 2 else 0
    spans = [Span(0, 12 + 4 * count + signature)]
    for index in range(count):
        spans += _font(data, outlet, number(data, 12 + 4 * index, ">I"))
    return declare_spans(data, spans, outlet)


def _font(data: memoryview, outlet: Outlet, start: int) -> Iterator[Span]:
    yield Span(start, 12)
    yield from _tables(data, outlet, start + 12, number(data, start + 4, ">H"), 16, 8)


def _tables(data: memoryview, outlet: Outlet, start: int, count: int, row: int, place: int) -> Iterator[Span]:
    """The directory and its tables, each padded to four bytes where the file goes on."""
    need(data, start, row * count, "the table directory")
    yield Span(start, row * count)
    for index in range(count):
        at = start + row * index
        if not all(0x20 <= c < 0x7F for c in data[at : at + 4]):
            raise ParseFailure(f"table {index} has no name")
        offset, length = number(data, at + place, ">I"), number(data, at + place + 4, ">I")
        need(data, offset, length, "a table")
        tag = bytes(data[at : at + 4])
        if length and tag.rstrip() not in KNOWN:
            outlet.view(b".table-" + tag, offset, length)
        padding = min(-length % 4, len(data) - offset - length)
        yield Span(offset, length if any(data[offset + length : offset + length + padding]) else length + padding)


def _woff_extras(data: memoryview) -> Iterator[Span]:
    for at in (24, 36):
        offset, length = number(data, at, ">I"), number(data, at + 4, ">I")
        if offset > 0:
            yield Span(offset, length)


def _woff2(data: memoryview, outlet: Outlet) -> int:
    """One compressed stream whose length the header says; the directory before it is of at most 21 bytes a table."""
    total, packed, tables = number(data, 8, ">I"), number(data, 20, ">I"), number(data, 12, ">H")
    extras = sum(max(0, number(data, at, ">I")) for at in (32, 44))
    if not 48 <= total <= len(data) or packed < 0 or total - packed - extras > 48 + 21 * tables + 1024:
        raise ParseFailure("the header's lengths do not fit together")
    outlet.parsed(0, total)
    return total


class Font(Walked):
    """TrueType, OpenType, collections and web fonts."""

    NAME: ClassVar[str] = "font"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"font"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Tables are walked, not decoded; those of web fonts (WOFF) are not decompressed either.",
        MEDIA_LIMITATION,
    )
    _WALKS: ClassVar[dict[str, Walk]] = {"font": walk}
