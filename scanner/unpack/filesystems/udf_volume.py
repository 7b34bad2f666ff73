"""Where the partitions of a UDF volume are, and its root folder (ECMA-167 part 3; OSTA UDF 2.60, 2.2.4 and 2.2.10)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span
from scanner.unpack.filesystems.claims import Claims
from scanner.unpack.filesystems.udf_layout import (
    ANCHOR,
    END,
    FILE_SET,
    LOGICAL,
    PARTITION,
    TAG,
    Extent,
    Space,
    long_extent,
    tag,
)

_SECTORS = (2048, 512, 4096, 1024)
_ANCHOR = 256
_SEQUENCE = frozenset({1, 3, 4, PARTITION, LOGICAL, 7, END})
_MOST = 256
_MAPS = 440


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume whose partitions are known; ``end`` is where the last one ends."""

    space: Space
    root: Extent
    end: int


def volume(source: Source, claims: Claims) -> Volume:
    """Read the anchors and the first sequence of volume descriptors that is whole.

    :raises ParseFailure: where there is none.
    """
    sector, sequences = _anchor(source, claims)
    found: dict[int, bytes] = {}
    problem = "there is no sequence of volume descriptors"
    for span in sequences:
        try:
            read = _sequence(source, claims, span, sector)
        except ParseFailure as error:
            problem = str(error)
            claims.failed(span.offset, min(span.length, sector), problem)
            continue
        found = found or read
    if not {PARTITION, LOGICAL} <= set(found):
        raise ParseFailure(problem)
    return _mounted(source, claims, found, sector)


def _anchor(source: Source, claims: Claims) -> tuple[int, list[Span]]:
    """(sector size, the main and reserve sequence) by the first anchor; the others are declared."""
    first: tuple[int, list[Span]] | None = None
    for sector in _SECTORS:
        last = source.size // sector - 1
        for number in (_ANCHOR, last - _ANCHOR, last, 512):
            raw = source.read(number * sector, 512) if number > 0 else b""
            if len(raw) < 32 or raw[:2] != b"\x02\x00" or struct.unpack_from("<I", raw, 12)[0] != number:
                continue
            try:
                tag(raw, frozenset({ANCHOR}))
            except ParseFailure as error:
                claims.failed(number * sector, 512, str(error))
                continue
            claims.structure(number * sector, 512)
            if first is None:
                places = struct.unpack_from("<4I", raw, 16)
                spans = [Span(places[at + 1] * sector, places[at]) for at in (0, 2)]
                first = sector, spans
        if first is not None:
            return first
    raise ParseFailure("there is no UDF anchor")


def _sequence(source: Source, claims: Claims, span: Span, sector: int) -> dict[int, bytes]:
    """Type → descriptor, the last of each type, up to the end mark."""
    found: dict[int, bytes] = {}
    for at in range(span.offset, min(span.end, span.offset + _MOST * sector), sector):
        raw = source.read(at, sector)
        if not any(raw[:TAG]):
            continue
        kind = tag(raw, _SEQUENCE)
        claims.structure(at, 512)
        found[kind] = raw
        if kind == END:
            break
    return found


def _mounted(source: Source, claims: Claims, found: dict[int, bytes], sector: int) -> Volume:
    logical, raw = found[LOGICAL], found[PARTITION]
    (block,) = struct.unpack_from("<I", logical, 212)
    if block not in _SECTORS:
        raise ParseFailure(f"UDF blocks of {block:,} bytes")
    start, length = (value * sector for value in struct.unpack_from("<2I", raw, 188))
    space = Space(source, block)
    for at in (56, 64, 80, 88):
        # tables and maps of free space, relative to the partition
        size, place = struct.unpack_from("<2I", raw, at)
        if size:
            claims.structure(start + place * block, min(size & 0x3FFFFFFF, length))
    size, place = struct.unpack_from("<2I", logical, 432)
    claims.structure(place * sector, min(size, 512 * _MOST))
    _references(space, logical, Span(start, length))
    files = long_extent(logical, 248)
    raw = space.read(Extent(block, 0, files.block, files.partition))
    tag(raw, frozenset({FILE_SET}))
    for run in space.runs(Extent(512, 0, files.block, files.partition)):
        claims.structure(run.offset, run.length)
    return Volume(space, long_extent(raw, 400), start + length)


def _references(space: Space, logical: bytes, partition: Span) -> None:
    """Partition maps: plain, with spare packets (which images do not need), and metadata files."""
    at = _MAPS
    (count,) = struct.unpack_from("<I", logical, 268)
    for _ in range(min(count, 8)):
        kind, size = logical[at], logical[at + 1]
        name = logical[at + 5 : at + 28].rstrip(b"\0")
        if kind == 1 or name == b"*UDF Sparable Partition":
            space.references.append((partition,))
        elif name == b"*UDF Metadata Partition":
            (place,) = struct.unpack_from("<I", logical, at + 40)
            entry, _ = space.entry(Extent(0, 0, place, 0))
            space.references.append(tuple(run for extent in entry.extents for run in space.runs(extent)))
        else:
            raise ParseFailure(f"the partition map {name.decode('latin-1') or kind} is not known")
        at += max(size, 1)
