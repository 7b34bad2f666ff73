"""What can still be had from a container: formats behind a break, what 7-Zip takes out, programs in its structure.

Nothing of this makes the container read: its ledger stays as its reader left it.
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.formats.identify import identify_bytes
from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import CARRIED, ByteState, LimitReached, ParseFailure, Span, ToolMissing
from scanner.unpack.carving.carve import name_of
from scanner.unpack.carving.carve_chunks import STREAMS, Chunk, Scope, find
from scanner.unpack.carving.foreign import SALVAGED, salvage_by_seven_zip
from scanner.unpack.interface import Reader
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import left_of
from scanner.unpack.structure import hand_over_fields, hand_over_programs

SECONDS = 40.0
"""Most of the node's time that counts for the search behind a break (a share of it is used): broken formats can stand
in broken formats, each with a search of its own."""
SMALLEST = 4096
"""Bytes of a broken range below which nothing is looked for."""
REPEATING = frozenset({"ar", "cpio", "jffs2", "tar", "ubi", "ubifs", "zip"})
"""Formats of which every further member or node looks like a beginning."""
BY_SEVEN_ZIP = {
    "android-sparse": "Sparse",
    "bzip2": "bzip2",
    "cpio": "Cpio",
    "cramfs": "CramFS",
    "fat": "FAT",
    "gzip": "gzip",
    "iso": "*",
    "lzma": "lzma",
    "msi": "Compound",
    "qcow2": "QCOW",
    "rpm": "Rpm",
    "tar": "tar",
    "vdi": "VDI",
    "vhdx": "VHDX",
    "vmdk": "VMDK",
    "xz": "xz",
    "zip": "zip",
    "zstd": "zstd",
}
"""Format id → 7-Zip's type (``*``: it shall choose), for readers that do not work with 7-Zip themselves."""


def salvage(reader: Reader, source: Source, outlet: Outlet, *, stopped: bool) -> None:
    """Hand over what is left in the broken ranges of a node; never raises for what it meets there.

    ``stopped``: the reader gave up, so whatever stands behind the break counts. Otherwise it went on and has declared
    which ranges are broken: there only whole file systems, archives and programs are looked for, not the compressed
    blocks that such a range consists of.
    """
    if not stopped and reader.SCANNED:
        return
    for step in (_in_structure, _behind_the_break, _by_seven_zip):
        try:
            step(reader, source, outlet, stopped)
        except (LimitReached, ToolMissing, ParseFailure, OSError, ValueError) as error:
            outlet.settled = False
            outlet.attributes.append(("salvage", safe_text(f"stopped: {error}", 200)))


def _in_structure(reader: Reader, source: Source, outlet: Outlet, _: bool) -> None:
    if not reader.SCANNED:
        with outlet.salvaging(SALVAGED):
            hand_over_programs(source, outlet)
        hand_over_fields(source, outlet)


def _behind_the_break(_: Reader, source: Source, outlet: Outlet, stopped: bool) -> None:
    ranges = [span for span in _broken(outlet) if span.length >= SMALLEST]
    if not ranges:
        return
    scope = Scope(ranges, frozenset() if stopped else STREAMS, from_start=False)
    chunks = find(source, min(outlet.limits.node_seconds, SECONDS), scope)
    outlet.settled = outlet.settled and not chunks.unsearched
    with outlet.salvaging(SALVAGED):
        for chunk in chunks.found:
            end = _end(chunk, ranges)
            if stopped or _counts(chunk, source.data[chunk.start : end], outlet.node.format):
                outlet.view(name_of(chunk), chunk.start, end - chunk.start)


def _end(chunk: Chunk, ranges: Sequence[Span]) -> int:
    """The chunk's end; of a broken one no further than the range in which it begins."""
    ends = [span.end for span in ranges if span.offset <= chunk.start < span.end]
    return min([chunk.end, *ends]) if chunk.broken else chunk.end


def _broken(outlet: Outlet) -> list[Span]:
    carried = outlet.declared(CARRIED)
    return [part for span in outlet.declared(ByteState.FAILED) for part in left_of(span, carried)]


def _counts(chunk: Chunk, data: memoryview, format_id: str) -> bool:
    """Whether a chunk in a range that a reader called broken is more than a part of what the reader has read."""
    return not (chunk.broken and format_id in REPEATING and identify_bytes(data) == format_id)


def _by_seven_zip(reader: Reader, source: Source, outlet: Outlet, stopped: bool) -> None:
    kind = BY_SEVEN_ZIP.get(outlet.node.format)
    if stopped and kind and "7zz" not in reader.TOOLS:
        salvage_by_seven_zip(source, outlet, kind)
