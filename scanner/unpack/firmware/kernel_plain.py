"""Unpacked kernels without a header of any kind (32-bit Arm, MIPS, PowerPC): code, and what was linked into it.

Their code measures as unknown content does that is packed (dense Thumb code has 6.6 bits per byte); it is judged like
that of a program.
"""

from __future__ import annotations

from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.carving.carve import name_of
from scanner.unpack.carving.carve_chunks import Scope, find
from scanner.unpack.firmware.kernel_streams import hand_over_archives
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.packed import raw_unless_packed
from scanner.unpack.regions import left_of


def read_plain(source: Source, outlet: Outlet) -> None:
    """Account for all of ``source``: known formats and archives become children, the rest is code."""
    chunks = find(source, outlet.limits.node_seconds, Scope(from_start=False))
    children: list[Span] = []
    for chunk in chunks.found:
        outlet.view(name_of(chunk), chunk.start, chunk.end - chunk.start)
        children.append(Span(chunk.start, chunk.end - chunk.start))
    children += hand_over_archives(source, outlet, Span(0, source.size), children)
    children.sort(key=lambda span: span.offset)
    raw_unless_packed(source.data, outlet, children)
    for missed in chunks.unsearched:
        for rest in left_of(missed, children):
            outlet.state(rest.offset, rest.length, ByteState.LIMIT, chunks.reason)
