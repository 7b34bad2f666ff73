"""Compressed streams that stand inside a program: fonts, tables and pictures that a linker put there as they were.

A stream counts only when it decodes to its end and its own checksum agrees, so that a chance match takes nothing away.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

from scanner.types import Span
from scanner.unpack.outlet import Outlet

_HEADS = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|\x78[\x01\x5e\x9c\xda]", re.DOTALL)
"""gzip (RFC 1952, no reserved flag) and zlib with a 32 KiB window (RFC 1950)."""
_EITHER = zlib.MAX_WBITS | 32
"""Tells zlib to take both headers and to check the checksum behind the data."""
FEED = 1 << 16
BLOCK = 1 << 20
SMALLEST = 1 << 12
"""Compressed bytes below which a stream is left where it is: it cannot make a region of the size that counts."""
TRIES = 4096
"""Heads that are tried in one file; what lies behind stays as it was measured."""


def hand_over_streams(data: memoryview, ranges: Sequence[Span], outlet: Outlet) -> list[Span]:
    """Make every stream that begins in one of ``ranges`` a child; returns the ranges that the streams occupy."""
    taken: list[Span] = []
    for start in _heads(data, ranges):
        if taken and start < taken[-1].end:
            continue
        span = hand_over_stream(data, Span(start, len(data) - start), outlet, SMALLEST)
        if span is not None:
            taken.append(span)
    return taken


def hand_over_stream(data: memoryview, within: Span, outlet: Outlet, smallest: int = 1) -> Span | None:
    """Make the stream at the start of ``within`` a child; the range it occupies, None where no whole one is there."""
    start = within.offset
    if not _HEADS.match(data, start):
        return None
    end = _end(data[: within.end], start, outlet.room())
    if end - start < smallest:
        return None
    span = Span(start, end - start)
    outlet.stream(f".stream@{start:#x}", _decoded(data[start:end]), span)
    return span


def _heads(data: memoryview, ranges: Sequence[Span]) -> Iterator[int]:
    tries = 0
    for span in ranges:
        for match in _HEADS.finditer(data[span.offset : span.end]):
            tries += 1
            if tries > TRIES:
                return
            yield span.offset + match.start()


def _end(data: memoryview, start: int, most: int) -> int:
    """The offset behind the stream at ``start``; ``start`` itself where there is none, or more than ``most`` in it."""
    engine, position, size = zlib.decompressobj(_EITHER), start, 0
    try:
        while not engine.eof and position < len(data):
            chunk = bytes(data[position : position + FEED])
            position += len(chunk)
            while chunk and not engine.eof:
                size += len(engine.decompress(chunk, BLOCK))
                chunk = engine.unconsumed_tail
                if size > most:
                    return start
    except zlib.error:
        return start
    return position - len(engine.unused_data) if engine.eof else start


def _decoded(data: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(_EITHER)
    for position in range(0, len(data), FEED):
        chunk = bytes(data[position : position + FEED])
        while chunk and not engine.eof:
            yield engine.decompress(chunk, BLOCK)
            chunk = engine.unconsumed_tail
