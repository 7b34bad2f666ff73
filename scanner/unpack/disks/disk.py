"""Whole disks: partitions are handed over as they stand, and so is everything between them."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span
from scanner.unpack.disks.partitions import (
    EXTENDED,
    SECTOR,
    Partition,
    Table,
    logical,
    mbr_entries,
    partitions,
    primary,
)
from scanner.unpack.disks.partitions import table as gpt_table
from scanner.unpack.filesystems.claims import Claims
from scanner.unpack.outlet import Outlet

_SECTORS = (512, 4096)
_OVERLAP = 2
"""How often the disk's own size partitions may take in all; they may overlap in a hybrid table."""


class Disk:
    """Both copies of a GPT are checked; a master boot record has no checksum."""

    NAME: ClassVar[str] = "disk"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"disk"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "A master boot record has no integrity data: a changed bit can move a partition. What then lies outside of all "
        "partitions is still handed over.",
        "BSD labels, LVM and RAID inside a partition are not followed: their content is judged as unknown.",
        "Master boot records of disks with sectors of 4096 bytes are read as if of 512.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        if source.size < SECTOR:
            raise ParseFailure("shorter than a boot record")
        disk = _Parts(source, outlet)
        claims = disk.claims
        claims.leftover(0, 440, "boot-code")
        claims.structure(440, SECTOR - 440)
        sector = next((size for size in _SECTORS if source.read(size, 8) == b"EFI PART"), 0)
        _gpt(source, disk, sector or SECTOR, _protected(source))
        for part in primary(source):
            disk.add(part)
        for kind, start, _, where in mbr_entries(source, 0):
            if kind in EXTENDED:
                _logical(source, disk, start, where)
        claims.rest(0, source.size, "unpartitioned", SECTOR)


class _Parts:
    """Hands over partitions, each range once."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet = source, outlet
        self.claims = Claims(source, outlet)
        self._spans: set[Span] = set()
        self._bytes = 0

    def add(self, part: Partition) -> None:
        """One partition; of one that is cut off what is there, failed."""
        if part.span in self._spans or not part.span.length:
            return
        self._spans.add(part.span)
        there = Span(part.span.offset, max(0, min(part.span.end, self.source.size) - part.span.offset))
        self._bytes += there.length
        if self._bytes > _OVERLAP * self.source.size:
            raise LimitReached("partitions overlap again and again")
        if there.length < part.span.length:
            reason = f"partition {part.name} is cut: {part.span.length - there.length:,} bytes are missing"
            self.claims.failed(part.where.offset, part.where.length, reason)
            self.claims.failed(there.offset, there.length, reason)
        if there.length == self.source.size:
            return  # the disk itself as its own partition
        if there.length:
            self.claims.take(there.offset, there.length)
            self.outlet.view(part.name, there.offset, there.length)


def _protected(source: Source) -> bool:
    """A GPT must be there: the boot record has an entry that protects it, at its first sector."""
    return any(kind == 0xEE for kind, *_ in mbr_entries(source, 0))


def _gpt(source: Source, disk: _Parts, sector: int, expected: bool) -> None:
    """Both copies of the table; partitions come from the first good one, without a good one from a bad one."""
    first = gpt_table(source, sector, 1)
    copies = [first, gpt_table(source, sector, first.other if first and not first.problem else _last(source, sector))]
    found = [copy for copy in copies if copy is not None]
    if not found and not expected:
        return
    for copy in found:
        _declare(disk.claims, copy)
    if len(found) < len(copies):
        # the missing copy stands nowhere: the boot record's entry that promises the table takes the blame
        which = "no copy" if not found else "only one copy"
        disk.outlet.state(446, 64, ByteState.FAILED, f"{which} of the partition table can be read")
    for copy in sorted(found, key=lambda copy: bool(copy.problem))[:1]:
        for part in partitions(source, sector, copy):
            disk.add(part)


def _last(source: Source, sector: int) -> int:
    return source.size // sector - 1


def _declare(claims: Claims, copy: Table) -> None:
    for span in (copy.header, copy.entries):
        if copy.problem:
            claims.failed(span.offset, span.length, copy.problem)
        else:
            claims.structure(span.offset, span.length)


def _logical(source: Source, disk: _Parts, first: int, where: Span) -> None:
    try:
        for at, part in logical(source, first):
            disk.claims.leftover(at, at + 446, "boot-code")
            disk.claims.structure(at + 446, 66)
            if part is not None:
                disk.add(part)
    except ParseFailure as error:
        disk.claims.failed(where.offset, where.length, str(error))
