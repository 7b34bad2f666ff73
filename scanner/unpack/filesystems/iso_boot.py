"""What makes an ISO 9660 image start a machine: El Torito images, and partition tables before and behind it.

Sources: El Torito Bootable CD-ROM Format Specification 1.0; xorriso's documentation of isohybrid layouts.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span
from scanner.unpack.disks.partitions import Partition, partitions, primary, table
from scanner.unpack.filesystems.claims import Claims
from scanner.unpack.filesystems.iso_records import SECTOR
from scanner.unpack.outlet import Outlet

_ENTRY = 32
_SYSTEM_AREA = 16 * SECTOR
_DISK_SECTOR = 512


def boot_catalog(source: Source, claims: Claims, sector: int) -> list[int]:
    """Declare the catalog in ``sector``; returns the first sectors of the boot images.

    :raises ParseFailure: where it is broken.
    """
    at = sector * SECTOR
    raw = source.read(at, SECTOR)
    if len(raw) < 2 * _ENTRY or raw[0] != 1 or raw[30:32] != b"\x55\xaa":
        raise ParseFailure("the boot catalog is broken")
    if sum(struct.unpack_from("<16H", raw)) & 0xFFFF:
        raise ParseFailure("the checksum of the boot catalog is wrong")
    found, end = [], _ENTRY
    for place in range(_ENTRY, len(raw), _ENTRY):
        kind = raw[place]
        if kind not in {0x00, 0x88, 0x90, 0x91, 0x44} or not any(raw[place : place + _ENTRY]):
            break
        if kind in {0x00, 0x88}:
            found.append(struct.unpack_from("<I", raw, place + 8)[0])
        end = place + _ENTRY
    claims.structure(at, end)
    return found


def boot_images(source: Source, outlet: Outlet, claims: Claims, sectors: list[int]) -> None:
    """Images that are no file of the volume: each goes on to the next thing that something refers to."""
    for number, sector in enumerate(sectors):
        for start, end in list(claims.gaps(0, source.size)):
            at = sector * SECTOR
            if start <= at < end:
                outlet.view(f".boot-{number}", at, end - at)
                claims.take(at, end - at)
                break


def system_area(source: Source, claims: Claims) -> Iterator[Partition]:
    """Account for the 16 sectors before the volume; the partitions that a table in them describes."""
    if source.read(510, 2) != b"\x55\xaa":
        claims.leftover(0, _SYSTEM_AREA, "system-area")
        return
    claims.leftover(0, 440, "boot-code")
    claims.structure(440, 72)
    yield from primary(source)
    first = table(source, _DISK_SECTOR, 1)
    copies = [first, table(source, _DISK_SECTOR, first.other) if first else None]
    for copy in copies:
        for span in (copy.header, copy.entries) if copy else ():
            if copy and copy.problem:
                claims.failed(span.offset, span.length, copy.problem)
            else:
                claims.structure(span.offset, span.length)
    if first and not copies[1]:
        claims.failed(first.header.offset, first.header.length, "the second copy of the partition table is missing")
    good = next((copy for copy in copies if copy and not copy.problem), None)
    if good:
        yield from partitions(source, _DISK_SECTOR, good)


def appended(source: Source, outlet: Outlet, claims: Claims, found: list[Partition]) -> None:
    """Partitions of which nothing belongs to the volume."""
    gaps = list(claims.gaps(0, source.size))
    for part in {part.span: part for part in found}.values():
        span = Span(part.span.offset, min(part.span.end, source.size) - part.span.offset)
        if span.length < part.span.length:
            reason = f"partition {part.name} is cut: {part.span.length - max(0, span.length):,} bytes are missing"
            claims.failed(part.where.offset, part.where.length, reason)
        place = bisect_right(gaps, (span.offset, source.size)) - 1
        if place >= 0 and span.length > 0 and span.end <= gaps[place][1]:
            outlet.view(part.name, span.offset, span.length)
            claims.take(span.offset, span.length)
            if span.length < part.span.length:
                claims.failed(span.offset, span.length, "the partition is cut")
