"""NTFS volumes: files through 7-Zip, clusters that no file refers to by our own reading of the master file table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure, Span
from scanner.unpack.filesystems.claims import HOLE, Claims, blocks_of
from scanner.unpack.filesystems.ntfs_layout import Attribute, Layout, attributes, layout, table_runs
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.engine7z import Trouble, unpack

_DATA = 0x80


class Ntfs:
    """Records of the table carry a mark in each sector, which is checked; free clusters and slack become children."""

    NAME: ClassVar[str] = "ntfs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"ntfs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "NTFS has no integrity data for the content of files: a changed bit goes unnoticed.",
        "Files that Windows has encrypted (EFS) come out as they are stored, and make the volume count as encrypted.",
        "A hard link counts as a file of its own. Records of deleted files are not read; what their clusters hold is "
        "handed over region by region.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        shape = layout(source)
        end = min(shape.size, source.size)
        claims = Claims(source, outlet)
        try:
            records = list(_records(source, shape))
        except ParseFailure as error:
            records = [(shape.table, (), str(error))]
        with _whole(
            source,
            outlet,
            shape,
            [start for start, _, problem in records if problem and start + shape.record <= source.size],
        ) as file:
            trouble = unpack(file, "ntfs", outlet).trouble
        if shape.size > source.size:
            reason = f"the image is cut: {shape.size:,} bytes by its header, {source.size:,} are there"
            trouble = Trouble(ByteState.FAILED, reason)
        outlet.parsed(0, 512)
        claims.take(0, 512)
        for start, found, problem in records:
            if problem:
                claims.failed(start, shape.record, problem)
            for attribute in found:
                _claim(outlet, claims, attribute)
        if trouble is None and any(attribute.encrypted for _, found, _ in records for attribute in found):
            trouble = Trouble(ByteState.ENCRYPTED, "files that are encrypted (EFS)")
        if trouble is not None:
            outlet.state(0, end, trouble.state, trouble.reason)
        claims.rest(0, end, align=shape.sector)
        claims.leftover(_backup(source, claims, shape), source.size, "trailing", 512)


@contextmanager
def _whole(source: Source, outlet: Outlet, shape: Layout, broken: list[int]) -> Iterator[Path]:
    """The volume as a file for 7-Zip, which gives nothing of one that is cut or has a broken record.

    So that its other files come, one that is cut is filled up with a hole, and ``broken`` records are emptied.

    :raises LimitReached: where its stated size is above the limit of a file.
    """
    if source.size >= shape.size and not broken:
        with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
            yield file
        return
    if max(source.size, shape.size) > outlet.limits.node_bytes:
        raise LimitReached(f"a volume of {shape.size:,} bytes is above the limit of a file")
    copy = outlet.folder / ".repaired"
    try:
        with copy.open("wb") as out:
            for block in blocks_of(source, (Span(0, source.size),)):
                out.write(block)
            for start in broken:
                out.seek(start)
                out.write(bytes(shape.record))
            out.truncate(max(source.size, shape.size + 512))
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _backup(source: Source, claims: Claims, shape: Layout) -> int:
    """Where the volume really ends: a copy of the boot sector may stand right behind its stated size."""
    if source.read(shape.size, 512) != source.read(0, 512):
        return shape.size
    claims.structure(shape.size, 512)
    return shape.size + 512


def _records(source: Source, shape: Layout) -> Iterator[tuple[int, Sequence[Attribute], str]]:
    """(offset, attributes outside of it, what is wrong with it) of each record that is in use or broken.

    :raises ParseFailure: where the table itself is not found.
    """
    for run in table_runs(source, shape):
        for start in range(run.offset, min(run.end, source.size), shape.record) if run.offset != HOLE else ():
            try:
                found = attributes(source.read(start, shape.record), shape)
            except ParseFailure as error:
                yield start, (), str(error)
                continue
            if found:
                yield start, found, ""


def _claim(outlet: Outlet, claims: Claims, found: Attribute) -> None:
    """Carried up to the end of the data, slack behind; of a part that is not the first all is carried.

    What is no data (lists of names, extended attributes, logs of transactions) comes out as no file: structure.
    """
    if found.kind != _DATA:
        for run in found.runs:
            if run.offset != HOLE:
                claims.structure(run.offset, run.length)
        return
    left = found.size if not found.first else 1 << 63
    for run in found.runs:
        part = min(run.length, left)
        left -= part
        if run.offset == HOLE:
            continue
        outlet.carried(run.offset, part)
        claims.take(run.offset, part)
        if part < run.length and found.size:
            claims.leftover(run.offset + part, run.end, "slack")
        elif part < run.length:
            outlet.carried(run.offset + part, run.length - part)
            claims.take(run.offset + part, run.length - part)
