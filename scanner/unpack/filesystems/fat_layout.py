"""Sizes, table and folder entries of FAT12, FAT16 and FAT32 (Microsoft FAT specification, fatgen103)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure

ENTRY = 32
FOLDER, LABEL, LONG_NAME = 0x10, 0x08, 0x0F
FREE, END = 0xE5, 0
_LAST = {12: 0xFF8, 16: 0xFFF8, 32: 0x0FFFFFF8}


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets and sizes in bytes, but for ``clusters`` and ``root_cluster`` (0 but in FAT32)."""

    bits: int
    sector: int
    cluster: int
    table: int
    table_size: int
    copies: int
    root: int
    root_size: int
    root_cluster: int
    data: int
    clusters: int
    size: int
    info: int
    backup: int

    @property
    def last(self) -> int:
        """Table values from here on end a chain."""
        return _LAST[self.bits]


def layout(source: Source) -> Layout:
    """The volume's layout by its boot sector.

    :raises ParseFailure: where it is broken.
    """
    raw = source.read(0, 90)
    if len(raw) < 90:
        raise ParseFailure("shorter than a FAT boot sector")
    sector, per_cluster, reserved, copies, entries, small = struct.unpack_from("<HBHBHH", raw, 11)
    short, large, wide = struct.unpack_from("<H8xLL", raw, 22)
    if sector not in {512, 1024, 2048, 4096} or not per_cluster or not reserved or not copies:
        raise ParseFailure("the FAT boot sector is broken")
    sectors, table = small or large, (short or wide) * sector
    root_size = -(-entries * ENTRY // sector) * sector
    at = reserved * sector
    root = at + copies * table
    data = root + root_size
    clusters = (sectors * sector - data) // (per_cluster * sector)
    if clusters < 1 or not table:
        raise ParseFailure("the FAT boot sector states impossible sizes")
    bits = 32 if not short else 12 if clusters < 4085 else 16
    clusters = min(clusters, table * 8 // bits - 2)
    first = struct.unpack_from("<L", raw, 44)[0] if bits == 32 else 0
    info, backup = (place * sector for place in struct.unpack_from("<2H", raw, 48)) if bits == 32 else (0, 0)
    sizes = (root, root_size, first, data, clusters, sectors * sector)
    return Layout(bits, sector, per_cluster * sector, at, table, copies, *sizes, info, backup)


def following(source: Source, shape: Layout, copy: int, number: int) -> int:
    """What copy ``copy`` of the table says about cluster ``number``; 0 (free) where it is cut off."""
    start = shape.table + copy * shape.table_size
    if shape.bits == 32:
        return int.from_bytes(source.data[start + 4 * number : start + 4 * number + 4], "little") & 0x0FFFFFFF
    if shape.bits == 16:
        return int.from_bytes(source.data[start + 2 * number : start + 2 * number + 2], "little")
    at = start + number * 3 // 2
    pair = int.from_bytes(source.data[at : at + 2], "little")
    return pair >> 4 if number % 2 else pair & 0xFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder."""

    name: str | bytes
    folder: bool
    cluster: int
    size: int


def entries(raw: bytes, wide: bool) -> Iterator[tuple[int, Entry | None]]:
    """(offset, entry) of each entry up to the end mark; None for deleted ones and those without a file of their own."""
    parts: dict[int, bytes] = {}
    check = -1
    for at in range(0, len(raw) - ENTRY + 1, ENTRY):
        head, attributes = raw[at], raw[at + 11]
        if head == END:
            return
        if attributes & 0x3F == LONG_NAME and head != FREE:
            if head & 0x40:
                parts, check = {}, raw[at + 13]
            parts[head & 0x3F] = raw[at + 1 : at + 11] + raw[at + 14 : at + 26] + raw[at + 28 : at + 32]
            yield at, Entry(b"", False, 0, 0)
            continue
        if head == FREE:
            yield at, None
        elif attributes & LABEL or raw[at : at + 2] in {b". ", b".."}:
            yield at, Entry(b"", False, 0, 0)
        else:
            name = _long(parts) if parts and check == _checksum(raw[at : at + 11]) else ""
            yield at, _entry(raw[at : at + ENTRY], name, wide)
        parts = {}


def _entry(raw: bytes, name: str, wide: bool) -> Entry:
    high, low, size = struct.unpack_from("<H4xHL", raw, 20)
    folder = bool(raw[11] & FOLDER)
    return Entry(name or _short(raw), folder, (high << 16 if wide else 0) | low, 0 if folder else size)


def _long(parts: dict[int, bytes]) -> str:
    """The long name, empty where a part of it is missing."""
    if sorted(parts) != list(range(1, len(parts) + 1)):
        return ""
    text = b"".join(parts[number] for number in sorted(parts)).decode("utf-16-le", "replace")
    return text.split("\0")[0].rstrip("\uffff")


def _short(raw: bytes) -> bytes:
    """The 8.3 name, in lower case where byte 12 says so (Windows NT)."""
    stem, suffix = raw[:8].rstrip(b" "), raw[8:11].rstrip(b" ")
    stem = b"\xe5" + stem[1:] if stem[:1] == b"\x05" else stem
    stem = stem.lower() if raw[12] & 0x08 else stem
    suffix = suffix.lower() if raw[12] & 0x10 else suffix
    return stem + b"." + suffix if suffix else stem


def _checksum(name: bytes) -> int:
    value = 0
    for byte in name:
        value = ((value << 7 | value >> 1) + byte) & 0xFF
    return value
