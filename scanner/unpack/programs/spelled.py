"""Packed data spelled out in letters: base64, hexadecimal, yEnc, random characters of UTF-16, weights of few values.

Such data has as few bits per byte as text or code and is as unreadable as what it spells. What gives it away is that
nothing in it ever repeats: text, code, tables and settings shrink by a tenth and more when repeats are replaced, random
data in any alphabet does not. Of 938 MiB of programs, libraries, sources and texts of Debian 12 no text has a block
that this calls spelled, and no library 256 KiB of them in one piece; lists of file hashes without names do.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from scanner.types import ByteState, Span
from scanner.unpack.outlet import Outlet

BLOCK = 1 << 16
SAMPLE = 1 << 12
"""Bytes that are enough to dismiss a block."""
_GROUPS = "<256I"
MOST_GROUPS = 236
"""Different ones among the 256 groups of a kilobyte, up to which something repeats: nine of ten blocks of programs have
fewer, and random data have more in every alphabet of eight letters or more (measured: 246 and up)."""
SMALLEST = 1 << 14
"""A last block shorter than this is not judged."""
LONG = (1 << 18) * 4 // 3
"""Shortest region that counts in any file; shorter ones do where together they are half of it or more. Base64, the
densest of the usual spellings, needs this much for 256 KiB of packed data, the region floor of the default policy;
tables of numbers in real libraries (OpenCV's Python module has 256 KiB in one piece) stay below."""
SHARE = 0.98
"""Size with repeats replaced ÷ size without, from which on a block has none."""
FEWEST_BITS = 3.0
"""Bits per byte below which a block says too little to hide anything: long rows of few values."""
REASON = "nothing in it repeats, as in no text or code: packed or encrypted data spelled in letters, or weights"


def declare_spelled(data: memoryview, offset: int, outlet: Outlet, opened: Sequence[Span] = ()) -> None:
    """Declare the parts of ``data`` (at ``offset`` of the node) opaque that spell out packed data.

    What was ``opened`` (ranges in order) is none; what lies between is judged by itself where it is long enough.
    """
    for run in spelled_runs(data):
        for part in beside(run, opened):
            outlet.state(offset + part.offset, part.length, ByteState.OPAQUE, REASON)


def beside(run: Span, opened: Sequence[Span]) -> Iterator[Span]:
    """The parts of ``run`` outside of ``opened``, but for the short ones between two that were."""
    start = run.offset
    first = bisect_right(opened, start, key=lambda span: span.end)
    for span in opened[first:]:
        if span.offset >= run.end:
            break
        if span.offset - start >= SMALLEST:
            yield Span(start, span.offset - start)
        start = max(start, span.end)
    if start == run.offset or run.end - start >= SMALLEST:
        yield Span(start, max(0, run.end - start))


def spelled_runs(data: memoryview, most_bits: float = 8.0) -> list[Span]:
    """The parts of ``data`` that count as spelled-out packed data, of at most ``most_bits`` per byte."""
    runs = list(_runs(data, most_bits))
    mostly = 2 * sum(run.length for run in runs) >= len(data)
    return [run for run in runs if mostly or run.length >= LONG]


def _runs(data: memoryview, most_bits: float) -> Iterator[Span]:
    start: int | None = None
    for position in range(0, len(data), BLOCK):
        if spelled(bytes(data[position : position + BLOCK]), most_bits):
            start = position if start is None else start
        elif start is not None:
            yield Span(start, position - start)
            start = None
    if start is not None:
        yield Span(start, len(data) - start)


def spelled(block: bytes, most_bits: float = 8.0) -> bool:
    """Whether nothing repeats in ``block``, which is at least 16 KiB long and not of too few values.

    Above ``most_bits`` per byte the answer is False: for callers who measure that by itself.
    """
    if len(block) < SMALLEST:
        return False
    samples = (block[at : at + SAMPLE] for at in (0, len(block) // 2))
    return any(not _dismissed(sample) for sample in samples) and not _repeats(block, most_bits)


def _dismissed(sample: bytes) -> bool:
    """Whether something repeats in ``sample``: groups of four bytes are counted first, at a tenth of the time."""
    return len(set(struct.unpack_from(_GROUPS, sample))) <= MOST_GROUPS or _repeats(sample, 8.0)


def _repeats(block: bytes, most_bits: float) -> bool:
    letters = _size(block, zlib.Z_HUFFMAN_ONLY)
    bits = min(8.0, 8 * letters / len(block))
    if not FEWEST_BITS <= bits <= most_bits:
        return True
    return _size(block, zlib.Z_DEFAULT_STRATEGY) < SHARE * letters


def _size(block: bytes, strategy: int) -> int:
    coder = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
    return len(coder.compress(block)) + len(coder.flush())
