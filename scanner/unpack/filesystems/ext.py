"""Ext2, ext3 and ext4 file systems: files through 7-Zip, free blocks by our own reading of the bitmaps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import CARRIED, ByteState, ParseFailure, Span
from scanner.unpack.entropy import regions
from scanner.unpack.filesystems.ext_blocks import owned
from scanner.unpack.filesystems.ext_layout import Layout, free_runs, group_tables, layout, table_runs
from scanner.unpack.filesystems.ext_usage import surplus
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import left_of, unaccounted, uniform
from scanner.unpack.seven.engine7z import Trouble, unpack

_BOOT = 1024
_MOST_FREE = 1000
"""Children of free space; more are a limit entry."""


class Ext:
    """Used blocks carry the files; what stands in free blocks (deleted files, hidden data) becomes children."""

    NAME: ClassVar[str] = "ext"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"ext"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Ext has no integrity data for the content of files: a changed bit goes unnoticed.",
        "Blocks that are marked used and belong to no file become children, but with the feature bigalloc: there they "
        "are counted, and fail the whole from 64 KiB on.",
        "Extended attributes are looked at as bytes of a table.",
        "Files that ext4 itself encrypts come out as they are stored.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        shape = layout(source)
        unaccounted(source, outlet, shape.size, source.size, "trailing", _BOOT)
        with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
            trouble = unpack(file, "ext", outlet).trouble
        if shape.size > source.size:
            reason = f"the image is cut: {shape.size:,} bytes by its header, {source.size:,} are there"
            trouble = Trouble(ByteState.FAILED, reason)
        if trouble is not None:
            outlet.state(0, min(shape.size, source.size), trouble.state, trouble.reason)
            return
        _account(source, outlet, shape)


def _account(source: Source, outlet: Outlet, shape: Layout) -> None:
    unaccounted(source, outlet, 0, _BOOT, "boot")
    outlet.parsed(_BOOT, 1024)
    used, at, children = [], _BOOT + 1024, 0
    try:
        for first, behind in free_runs(source, shape):
            start, end = max(at, first * shape.block), behind * shape.block
            used.append(Span(at, start - at))
            at = max(at, end)
            if children < _MOST_FREE or uniform(source.data, start, end):
                children += _free(source, outlet, start, end, shape.block)
            else:
                reason = f"more than {_MOST_FREE:,} regions of free space hold data"
                outlet.state(start, end - start, ByteState.LIMIT, reason)
        used.append(Span(at, shape.size - at))
        (_counted if shape.clusters else _used)(source, outlet, shape, used)
    except ParseFailure as error:
        outlet.state(0, shape.size, ByteState.FAILED, str(error))
    _tables(source, outlet, shape)


def _counted(source: Source, outlet: Outlet, shape: Layout, used: list[Span]) -> None:
    """Used blocks of a file system whose blocks are not followed."""
    for span in used:
        outlet.carried(span.offset, span.length)
    if more := surplus(source, shape):
        reason = f"{more:,} bytes somewhere in it are marked used and belong to no file"
        outlet.state(0, shape.size, ByteState.FAILED, reason)


def _used(source: Source, outlet: Outlet, shape: Layout, used: list[Span]) -> None:
    """Blocks that are marked used: tables, content of files, and what is neither."""
    found = owned(source, shape)
    tables = [Span(first * shape.block, (end - first) * shape.block) for first, end in group_tables(source, shape)]
    for span in (*found.structure, *tables):
        outlet.parsed(span.offset, span.length)
    for span in found.files:
        outlet.carried(span.offset, span.length)
    slack = _slack(source, outlet, found.slack)
    taken = sorted([*found.structure, *tables, *found.files, *found.slack], key=lambda span: span.offset)
    for span in used:
        for gap in left_of(span, taken):
            unaccounted(source, outlet, gap.offset, gap.end, "unreferenced", shape.block)
    if slack:
        outlet.stream(".slack", (source.read(span.offset, span.length) for span in slack))


def _slack(source: Source, outlet: Outlet, spans: Iterable[Span]) -> list[Span]:
    """Declare what is left of the last blocks of files; returns where it is no padding."""
    found = []
    for span in spans:
        empty = uniform(source.data, span.offset, span.end)
        outlet.state(span.offset, span.length, ByteState.PADDING if empty else CARRIED)
        found += [] if empty else [span]
    return found


def _tables(source: Source, outlet: Outlet, shape: Layout) -> None:
    """What measures like packed data in tables of the file system is nobody's file."""
    for first, behind in table_runs(source, shape):
        start, end = first * shape.block, min(behind * shape.block, source.size)
        for region in regions(source.data[start:end]) if start < end else ():
            if region.state is ByteState.OPAQUE:
                reason = f"{region.bits:.1f} bits per byte in a table of the file system: no table"
                outlet.state(start + region.offset, region.length, ByteState.OPAQUE, reason)


def _free(source: Source, outlet: Outlet, start: int, end: int, block: int) -> int:
    """One run of free blocks: padding, and a child where it holds data; returns the number of children."""
    if start >= end:
        return 0
    unaccounted(source, outlet, start, end, "free", block)
    return 0 if uniform(source.data, start, end) else 1
