"""Bytes between and behind what a format describes: padding stays padding, anything else becomes a child of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.outlet import Outlet

CHUNK = 1 << 20
FIRST_LOOK = 1 << 8
PADDING_RUN = 16
"""Shortest run of one byte before other bytes that counts as padding and not as their first bytes."""


def run_end(data: memoryview, start: int, end: int) -> int:
    """First offset in ``[start, end)`` whose byte differs from the one at ``start``; ``end`` if none does.

    Of a range that is not all in ``data`` only what is there is compared.
    """
    start, end = max(0, start), min(end, len(data))
    first = bytes(data[start : start + 1])
    position, step = start, FIRST_LOOK
    while position < end:
        chunk = bytes(data[position : min(position + step, end)])
        if chunk != first * len(chunk):
            return position + len(chunk) - len(chunk.lstrip(first))
        position += len(chunk)
        step = min(CHUNK, 8 * step)  # most ranges differ at once, and padding can be gigabytes
    return end


def uniform(data: memoryview, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is one repeated byte (or nothing)."""
    return run_end(data, start, end) >= end


def unaccounted(source: Source, outlet: Outlet, start: int, end: int, label: str, align: int = 1) -> None:
    """Declare ``[start, end)``: padding, or padding and then a child ``.label@0x…`` from the first other byte on.

    Behind padding the child starts at a multiple of ``align``, so that a file system there keeps its first bytes.
    """
    start, end = max(0, start), min(end, source.size)
    if start >= end:
        return
    other = run_end(source.data, start, end)
    if other < end:
        other = other // align * align
        other = other if other - start >= PADDING_RUN else start
    outlet.state(start, other - start, ByteState.PADDING)
    if other < end:
        outlet.view(f".{label}@{other:#x}", other, end - other)


def left_of(whole: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """The parts of ``whole`` that no span of ``taken`` (in order, not overlapping) covers."""
    start = whole.offset
    for span in taken:
        if span.end > start and span.offset < whole.end:
            if span.offset > start:
                yield Span(start, span.offset - start)
            start = span.end
    if start < whole.end:
        yield Span(start, whole.end - start)
