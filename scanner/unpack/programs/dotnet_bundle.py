"""Single-file applications of .NET: files behind (or inside) the host program, found by a mark in its data.

Layout as in the .NET runtime (``src/installer/managed/Microsoft.NET.HostModel/Bundle``): 8 bytes before the mark (the
SHA-256 of ".net core bundle") is the offset of the header in the whole file; it is zero in a program without a bundle.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.compressed.codecs import Decoded, Inflater
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed

MARK = bytes.fromhex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae")
MOST_FILES = 1 << 16
NEWEST, PLACES_SINCE, PACKED_SINCE = 6, 2, 3
"""Major versions: the newest one, and since when the header has places of settings and entries have a packed size.
.NET Core 3 writes 1, .NET 5 writes 2, later ones 6."""
FOLDER = b".bundle/"
FARTHEST = 1 << 34
"""Offset of a header above which the mark is a constant of a program that makes bundles."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Header and files of a bundle; ``fault`` is why not all entries could be read."""

    header: Span
    files: tuple[Placed, ...]
    fault: str = ""


def find_bundle(source: Source) -> int:
    """Offset of the header that the host's mark points to, 0 where the program has none."""
    for match in re.finditer(re.escape(MARK), source.data):
        if match.start() >= 8:
            (header,) = struct.unpack_from("<q", source.data, match.start() - 8)
            if match.end() < header < FARTHEST:
                return int(header)
    return 0


def read_bundle(source: Source, outlet: Outlet, start: int) -> Bundle:
    """The bundle whose header is at ``start``.

    :raises ParseFailure: where the header is missing or of no known version.
    """
    if start + 13 > source.size:
        raise ParseFailure("the header of its .NET bundle is missing")
    major, _, count = struct.unpack_from("<2Ii", source.data, start)
    if not 1 <= major <= NEWEST or not 0 <= count <= MOST_FILES:
        raise ParseFailure(f"the header of its .NET bundle has version {major} and {count:,} files")
    reader = _Fields(source, start + 12)
    files: list[Placed] = []
    fault = ""
    try:
        reader.text()
        reader.skip(40 if major >= PLACES_SINCE else 0)
        for _ in range(count):
            files.append(_entry(reader, outlet, packed=major >= PACKED_SINCE))
    except ParseFailure as error:
        fault = str(error)
    return Bundle(Span(start, reader.at - start), tuple(files), fault)


class _Fields:
    """Reads fields one behind the other; ``at`` is the first byte not read."""

    def __init__(self, source: Source, at: int) -> None:
        self.source, self.at = source, at

    def skip(self, length: int) -> None:
        """Pass over a field."""
        if self.at + length > self.source.size:
            raise ParseFailure("the list of files of its .NET bundle is cut off")
        self.at += length

    def numbers(self, layout: str) -> tuple[int, ...]:
        """Numbers of a ``struct`` layout."""
        start = self.at
        self.skip(struct.calcsize(layout))
        return struct.unpack_from(layout, self.source.data, start)

    def text(self) -> bytes:
        """Text behind its length in groups of 7 bits (.NET's BinaryWriter); at most two groups are used."""
        (length,) = self.numbers("B")
        if length & 0x80:
            length = length & 0x7F | self.numbers("B")[0] << 7
        start = self.at
        self.skip(length)
        return self.source.read(start, length)


def _entry(reader: _Fields, outlet: Outlet, *, packed: bool) -> Placed:
    offset, size = reader.numbers("<2q")
    stored = reader.numbers("<q")[0] if packed else 0
    reader.skip(1)
    name = reader.text()
    if offset <= 0 or size < 0 or stored < 0:
        raise ParseFailure(f"file {safe_text(name, 100)} of its .NET bundle has no place")
    name = FOLDER + name
    return (
        _packed(reader.source, outlet, name, Span(offset, stored), size) if stored else Placed(name, Span(offset, size))
    )


def _packed(source: Source, outlet: Outlet, name: bytes, span: Span, size: int) -> Placed:
    def give(member: Placed) -> None:
        stream = Decoded(source.data, span.offset, span.end, Inflater(), (size, None))
        outlet.stream(member.name, stream, span)
        if stream.end != span.end:
            raise ParseFailure(f"{span.end - stream.end:,} bytes stand behind its stream")

    return Placed(name, span, give)


def hand_over_bundle(source: Source, outlet: Outlet, start: int, own: int, end: int) -> Span:
    """Hand over the files of the bundle whose header is at ``start``; returns the range that is accounted for.

    That is ``[own, end)``, what stands behind the host program; on Macs, where the files lie inside of its last
    segment, the range from the first file to the header.

    :raises ParseFailure: where there is no bundle; nothing is declared then.
    """
    bundle = read_bundle(source, outlet, start)
    outlet.attributes.append(("bundle", f".NET, {len(bundle.files):,} files"))
    outlet.parsed(bundle.header.offset, bundle.header.length)
    if bundle.fault:
        outlet.state(bundle.header.offset, bundle.header.length, ByteState.FAILED, bundle.fault)
    first = min((file.span.offset for file in bundle.files), default=start)
    inside = first < own and bundle.header.end <= own
    area = Span(first, bundle.header.end - first) if inside else Span(own, end - own)
    header = Placed("header", bundle.header, lambda _: None)
    hand_over_placed(source, outlet, (*bundle.files, header), area, bundle.header)
    return area
