"""Content of no known format: known formats inside become children, the rest is judged by its entropy."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.carve_chunks import Chunk, find
from scanner.unpack.foreign import read_whole
from scanner.unpack.measured import by_entropy
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import left_of


def carve(source: Source, outlet: Outlet) -> None:
    """Account for all of ``source``, of which identification knows no format.

    Content that is one such format from its first byte to its last is read by what unblob or 7-Zip have for it.
    """
    chunks = find(source, outlet.limits.node_seconds)
    whole = Span(0, source.size)
    if len(chunks.found) == 1 and (chunks.found[0].start, chunks.found[0].end) == (0, source.size):
        read_whole(source, outlet, chunks.found[0])
        return
    for chunk in chunks.found:
        outlet.view(name_of(chunk), chunk.start, chunk.end - chunk.start)
    gaps = tuple(left_of(whole, spans(chunks.found)))
    for gap in gaps:
        by_entropy(source.data[gap.offset : gap.end], gap.offset, outlet)
    for missed in chunks.unsearched:
        for part in gaps:
            start, end = max(missed.offset, part.offset), min(missed.end, part.end)
            outlet.state(start, end - start, ByteState.LIMIT, chunks.reason)


def name_of(chunk: Chunk) -> str:
    """The name of the child: what it is and where it begins."""
    return f".{chunk.name}@{chunk.start:#x}"


def spans(chunks: Sequence[Chunk]) -> list[Span]:
    """The ranges of ``chunks``."""
    return [Span(chunk.start, chunk.end - chunk.start) for chunk in chunks]
