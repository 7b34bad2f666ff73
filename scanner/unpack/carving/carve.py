"""Content of no known format: known formats inside become children, the rest is judged by its entropy."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.formats.checks import number
from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.carving.carve_chunks import EVERYTHING, SMALLEST_CHUNK, Chunk, Scope, find
from scanner.unpack.carving.foreign import read_whole
from scanner.unpack.measured import by_entropy
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.embedded import hand_over_stream
from scanner.unpack.regions import left_of

ZLIB = 0x78
"""First byte of a zlib stream with the usual window of 32 KiB (RFC 1950)."""


def carve(source: Source, outlet: Outlet) -> None:
    """Account for all of ``source``, of which identification knows no format.

    Content that is one such format from its first byte to its last is read by what unblob or 7-Zip have for it.
    """
    whole = Span(0, source.size)
    streams = _stream(source, outlet)
    scope = Scope(tuple(left_of(whole, streams))) if streams else EVERYTHING
    chunks = find(source, outlet.limits.node_seconds, scope)
    outlet.settled = outlet.settled and not chunks.unsearched
    if len(chunks.found) == 1 and (chunks.found[0].start, chunks.found[0].end) == (0, source.size):
        read_whole(source, outlet, chunks.found[0])
        return
    for chunk in chunks.found:
        outlet.view(name_of(chunk), chunk.start, chunk.end - chunk.start)
    gaps = tuple(left_of(whole, [*streams, *spans(chunks.found)]))
    for gap in gaps:
        by_entropy(source.data[gap.offset : gap.end], gap.offset, outlet)
    for missed in chunks.unsearched:
        for part in gaps:
            start, end = max(missed.offset, part.offset), min(missed.end, part.end)
            outlet.state(start, end - start, ByteState.LIMIT, chunks.reason)


def _stream(source: Source, outlet: Outlet) -> list[Span]:
    """The bare zlib stream with which content may begin; elsewhere two bytes are too few to look for one."""
    if number(source.data, 0, "B") != ZLIB:
        return []
    stream = hand_over_stream(source.data, Span(0, source.size), outlet, SMALLEST_CHUNK)
    return [] if stream is None else [stream]


def name_of(chunk: Chunk) -> str:
    """The name of the child: what it is and where it begins."""
    return f".{chunk.name}@{chunk.start:#x}"


def spans(chunks: Sequence[Chunk]) -> list[Span]:
    """The ranges of ``chunks``."""
    return [Span(chunk.start, chunk.end - chunk.start) for chunk in chunks]
