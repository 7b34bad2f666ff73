"""Partition tables: master boot record with extended partitions, and GPT (UEFI specification, chapter 5)."""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span

SECTOR = 512
EXTENDED = frozenset({0x05, 0x0F, 0x85})
PROTECTIVE = 0xEE
_MOST_LOGICAL = 256
_MOST_ENTRIES = 16 << 20
"""Bytes of a GPT's entries: the usual 128 take 16 KiB."""

KINDS = {
    0x01: "FAT12", 0x04: "FAT16", 0x06: "FAT16", 0x07: "NTFS or exFAT", 0x0B: "FAT32", 0x0C: "FAT32", 0x0E: "FAT16",
    0x11: "hidden FAT12", 0x17: "hidden", 0x27: "Windows recovery", 0x82: "Linux swap", 0x83: "Linux",
    0x8E: "Linux LVM", 0xA5: "FreeBSD", 0xA6: "OpenBSD", 0xA9: "NetBSD", 0xAF: "HFS", 0xDA: "data",
    PROTECTIVE: "protective", 0xEF: "EFI System", 0xFB: "VMFS", 0xFD: "Linux RAID",
}  # fmt: skip

GUIDS = {
    "c12a7328-f81f-11d2-ba4b-00a0c93ec93b": "EFI System",
    "21686148-6449-6e6f-744e-656564454649": "BIOS boot",
    "e3c9e316-0b5c-4db8-817d-f92df00215ae": "Microsoft reserved",
    "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7": "Microsoft basic data",
    "de94bba4-06d1-4d40-a16a-bfd50179d6ac": "Windows recovery",
    "0fc63daf-8483-4772-8e79-3d69d8477de4": "Linux",
    "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f": "Linux swap",
    "e6d6d379-f507-44c2-a23c-238f2a3df928": "Linux LVM",
    "a19d880f-05fc-4d3b-a006-743f0f84911e": "Linux RAID",
    "4f68bce3-e8cd-4db1-96e7-fbcaf984b709": "Linux root",
    "b921b045-1df0-41c3-af44-4c6f280d3fae": "Linux root",
    "69dad710-2ce4-4e3c-b16c-21a1d49abed3": "Linux root",
}


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition; ``span`` may reach behind the data, ``where`` is its entry in the table."""

    name: str
    span: Span
    where: Span


@dataclass(frozen=True, slots=True)
class Table:
    """One copy of a GPT: its header sector and entries, and what is wrong with it (empty: nothing)."""

    header: Span
    entries: Span
    entry: int
    other: int
    """Sector of the other copy."""
    problem: str


def mbr_entries(source: Source, at: int) -> list[tuple[int, int, int, Span]]:
    """(type, first sector, sectors, place) of the used entries of the boot record at ``at``."""
    found = []
    for place in range(at + 446, at + 510, 16):
        raw = source.read(place, 16)
        if len(raw) == 16 and raw[4]:
            found.append((raw[4], *struct.unpack_from("<2I", raw, 8), Span(place, 16)))
    return found


def logical(source: Source, first: int) -> Iterator[tuple[int, Partition | None]]:
    """(offset of an extended boot record, its partition) along the chain that starts at sector ``first``.

    :raises ParseFailure: where the chain leads back or out of the data.
    """
    sector, seen = first, set[int]()
    while True:
        at = sector * SECTOR
        if sector in seen or len(seen) > _MOST_LOGICAL:
            raise ParseFailure("the chain of extended partitions has no end")
        if source.read(at + 510, 2) != b"\x55\xaa":
            raise ParseFailure(f"there is no extended boot record at sector {sector:,}")
        seen.add(sector)
        own, following = None, 0
        for kind, start, count, where in mbr_entries(source, at):
            if kind in EXTENDED:
                following = first + start
            elif own is None:
                own = Partition(_kind(4 + len(seen), kind), Span((sector + start) * SECTOR, count * SECTOR), where)
        yield at, own
        if not following:
            return
        sector = following


def primary(source: Source) -> list[Partition]:
    """The used primary entries, extended and protective ones left out; one that starts at 0 is the disk itself."""
    return [
        Partition(_kind((where.offset - 446) // 16 + 1, kind), Span(start * SECTOR, count * SECTOR), where)
        for kind, start, count, where in mbr_entries(source, 0)
        if kind not in EXTENDED | {PROTECTIVE} and start
    ]


def _kind(index: int, kind: int) -> str:
    return f"{index}-{KINDS.get(kind, f'type {kind:#04x}')}"


def table(source: Source, sector: int, number: int) -> Table | None:
    """The copy of a GPT whose header is sector ``number``; None where there is none."""
    raw = source.read(number * sector, sector)
    if len(raw) < 92 or raw[:8] != b"EFI PART":
        return None
    size, crc = struct.unpack_from("<2I", raw, 12)
    other, first, count, entry, entries_crc = struct.unpack_from("<32xQ32xQ3I", raw)
    if not 92 <= size <= len(raw) or not 128 <= entry <= sector * 8 or count * entry > _MOST_ENTRIES:
        return None
    place = Span(first * sector, count * entry)
    problem = ""
    if zlib.crc32(raw[:16] + bytes(4) + raw[20:size]) != crc:
        problem = "the checksum of a partition table's header is wrong"
    elif place.end > source.size:
        problem = "the entries of a partition table are cut off"
    elif zlib.crc32(source.data[place.offset : place.end]) != entries_crc:
        problem = "the checksum of a partition table's entries is wrong"
    return Table(Span(number * sector, size), place, entry, other, problem)


def partitions(source: Source, sector: int, found: Table) -> Iterator[Partition]:
    """The used entries of one copy."""
    for index, at in enumerate(range(found.entries.offset, found.entries.end, found.entry), 1):
        raw = source.read(at, 128)
        if len(raw) < 128 or not any(raw[:16]):
            continue
        first, last = struct.unpack_from("<2Q", raw, 32)
        kind = str(uuid.UUID(bytes_le=raw[:16]))
        label = raw[56:128].decode("utf-16-le", "replace").split("\0")[0].strip()
        name = f"{index}-{label or GUIDS.get(kind, kind)}"
        yield Partition(name, Span(first * sector, (max(last + 1, first) - first) * sector), Span(at, found.entry))
