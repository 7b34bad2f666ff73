"""Boot region and folder entries of exFAT (Microsoft, exFAT file system specification)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure

ENTRY = 32
BITMAP, CAPITALS, LABEL, FILE, STREAM, NAME = 0x81, 0x82, 0x83, 0x85, 0xC0, 0xC1
END = 0
LAST = 0xFFFFFFF8
"""Table values from here on end a chain."""
REGION = 12
"""Sectors of the boot region, of which the last holds the checksum of the others; a copy follows."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets and sizes in bytes, but for ``clusters`` and ``root``."""

    sector: int
    cluster: int
    table: int
    table_size: int
    copies: int
    data: int
    clusters: int
    root: int
    size: int


def layout(source: Source) -> Layout:
    """The volume's layout by its boot sector.

    :raises ParseFailure: where it is broken.
    """
    raw = source.read(0, 512)
    if len(raw) < 512:
        raise ParseFailure("shorter than an exFAT boot sector")
    (sectors,) = struct.unpack_from("<Q", raw, 72)
    table, length, data, clusters, root = struct.unpack_from("<5I", raw, 80)
    shift, per_cluster, copies = raw[108], raw[109], raw[110]
    if not 9 <= shift <= 12 or per_cluster > 25 - shift or not 1 <= copies <= 2 or not clusters:
        raise ParseFailure("the exFAT boot sector is broken")
    clusters = min(clusters, (length << shift) // 4 - 2, (sectors - data) >> per_cluster)
    if clusters < 1:
        raise ParseFailure("the exFAT boot sector states impossible sizes")
    sizes = (table << shift, length << shift, copies, data << shift, clusters, root, sectors << shift)
    return Layout(1 << shift, 1 << shift + per_cluster, *sizes)


def region_sum(raw: bytes) -> int:
    """The checksum of the first eleven sectors, without the flags and the percentage in use."""
    value = 0
    for byte in raw[:106] + raw[108:112] + raw[113:]:
        value = ((value << 31 | value >> 1) + byte) & 0xFFFFFFFF
    return value


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder (or one of the volume's own tables, of which ``name`` is empty)."""

    name: str
    folder: bool
    cluster: int
    size: int
    contiguous: bool
    problem: str


def entries(raw: bytes) -> Iterator[tuple[int, int, Entry | None]]:
    """(offset, end, entry) of each entry with what belongs to it; None for unused ones; up to the end mark."""
    at = 0
    while at + ENTRY <= len(raw) and raw[at] != END:
        kind, end = raw[at], at + ENTRY
        found: Entry | None = None
        if kind == FILE:
            end = min(at + ENTRY * (1 + raw[at + 1]), len(raw))
            found = _file(raw[at:end])
        elif kind in {BITMAP, CAPITALS}:
            cluster, size = struct.unpack_from("<IQ", raw, at + 20)
            found = Entry("", False, cluster, size, False, "")
        elif kind & 0x80:
            found = Entry("", False, 0, 0, False, "")
        yield at, end, found
        at = end


def _file(raw: bytes) -> Entry:
    expected, attributes = struct.unpack_from("<HH", raw, 2)
    problem = "" if _set_sum(raw) == expected else "the checksum of a folder entry is wrong"
    if len(raw) < 3 * ENTRY or raw[ENTRY] != STREAM:
        return Entry("unnamed", False, 0, 0, False, "a folder entry has no stream")
    stream = raw[ENTRY : 2 * ENTRY]
    cluster, size = struct.unpack_from("<IQ", stream, 20)
    parts = (raw[at + 2 : at + ENTRY] for at in range(2 * ENTRY, len(raw), ENTRY) if raw[at] == NAME)
    name = b"".join(parts)[: 2 * stream[3]].decode("utf-16-le", "replace").replace("/", "\\x2f")
    return Entry(name or "unnamed", bool(attributes & 0x10), cluster, size, bool(stream[1] & 2), problem)


def _set_sum(raw: bytes) -> int:
    value = 0
    for byte in raw[:2] + raw[4:]:
        value = ((value << 15 | value >> 1) + byte) & 0xFFFF
    return value
