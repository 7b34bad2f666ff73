"""Which clusters of an NTFS volume some record of its master file table refers to (Linux, fs/ntfs/layout.h)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span
from scanner.unpack.filesystems.claims import HOLE

_IN_USE = 1
_DATA = 0x80
_END = b"\xff\xff\xff\xff"
_ENCRYPTED = 0x4000


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in bytes."""

    sector: int
    cluster: int
    record: int
    table: int
    size: int


def layout(source: Source) -> Layout:
    """The volume's layout by its boot sector.

    :raises ParseFailure: where it is broken.
    """
    raw = source.read(0, 512)
    if len(raw) < 512:
        raise ParseFailure("shorter than an NTFS boot sector")
    sector, per_cluster = struct.unpack_from("<HB", raw, 11)
    sectors, table, record = struct.unpack_from("<QQ8xb", raw, 40)
    cluster = sector * (per_cluster if per_cluster <= 128 else 1 << (256 - per_cluster))
    size = record * cluster if record > 0 else 1 << min(-record, 31)
    if not 512 <= cluster <= 2 << 20 or not 512 <= size <= 1 << 16:
        raise ParseFailure("the NTFS boot sector is broken")
    return Layout(sector, cluster, size, table * cluster, sectors * sector)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute that is stored outside of its record; ``size`` is where its data end."""

    kind: int
    runs: tuple[Span, ...]
    size: int
    first: int
    """First cluster of the part that this record describes."""
    encrypted: bool


def table_runs(source: Source, shape: Layout) -> tuple[Span, ...]:
    """Where the master file table itself is stored, by its first record.

    :raises ParseFailure: where that is broken.
    """
    found = [a for a in attributes(source.read(shape.table, shape.record), shape) if a.kind == _DATA]
    if not found:
        raise ParseFailure("the first record of the master file table is broken")
    return found[0].runs


def attributes(raw: bytes, shape: Layout) -> list[Attribute]:
    """The attributes of one record that are stored outside of it; none for a record that is not in use.

    :raises ParseFailure: where the record is broken.
    """
    if raw[:4] != b"FILE" or not struct.unpack_from("<H", raw, 22)[0] & _IN_USE:
        if raw[:4] == b"BAAD" or (raw[:4] != b"FILE" and any(raw)):
            raise ParseFailure("a record of the master file table is broken")
        return []
    data = _fixed(raw)
    found: list[Attribute] = []
    at = struct.unpack_from("<H", data, 20)[0]
    while at + 4 <= len(data):
        if data[at : at + 4] == _END:
            return found
        kind, length, outside = struct.unpack("<2IB", data[at : at + 9].ljust(9, b"\0"))
        if length < 16 or at + length > len(data):
            break
        if outside:
            found.append(_outside(data[at : at + length], kind, shape))
        at += length
    raise ParseFailure("the attributes of a record have no end")


def _fixed(raw: bytes) -> bytes:
    """The record with the last two bytes of each 512 put back from its update sequence, which they must match."""
    place, count = struct.unpack_from("<2H", raw, 4)
    data = bytearray(raw)
    if not count or place + 2 * count > len(raw) or (count - 1) * 512 > len(raw):
        raise ParseFailure("the update sequence of a record is broken")
    for index in range(1, count):
        end = index * 512
        if data[end - 2 : end] != raw[place : place + 2]:
            raise ParseFailure("a record was not written to its end")
        data[end - 2 : end] = raw[place + 2 * index : place + 2 * index + 2]
    return bytes(data)


def _outside(raw: bytes, kind: int, shape: Layout) -> Attribute:
    if len(raw) < 64:
        raise ParseFailure("an attribute is cut")
    flags, first, start = struct.unpack_from("<H2xQ8xH", raw, 12)
    size = struct.unpack_from("<Q", raw, 48)[0]
    return Attribute(kind, tuple(_runs(raw, start, shape.cluster)), size, first, bool(flags & _ENCRYPTED))


def _runs(raw: bytes, at: int, cluster: int) -> Iterator[Span]:
    """The list of runs: each has the sizes of its two numbers, a length and a signed step to its first cluster."""
    position = 0
    while at < len(raw) and raw[at]:
        lengths, steps = raw[at] & 15, raw[at] >> 4
        at += 1
        if lengths > 8 or steps > 8 or at + lengths + steps > len(raw):
            raise ParseFailure("a list of runs is broken")
        length = int.from_bytes(raw[at : at + lengths], "little")
        step = raw[at + lengths : at + lengths + steps]
        at += lengths + steps
        if not step:
            yield Span(HOLE, length * cluster)
            continue
        position += int.from_bytes(step, "little", signed=True)
        if position < 0:
            raise ParseFailure("a list of runs leads before the volume")
        yield Span(position * cluster, length * cluster)
