"""Splits content without a known structure into padding, raw and opaque regions by its entropy.

Measure: order-0 entropy in bits per byte over blocks of 16 KiB. A small sample looks more
orderly than its source (256 random bytes measure 7.2 bits), so the value is corrected by Miller and Madow's term
(K - 1) / (2 n ln 2) with K the distinct values; below 256 bytes no statement is possible.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import ByteState

BLOCK = 1 << 14
WIDE = 1 << 20
"""Blocks of one repeated byte are first looked for in this size: erased flash is mostly that."""
SMALLEST = 256
"""Regions shorter than this are raw: too small for an entropy, and for anything worth hiding."""
SHORT_TAIL = 4096
"""A last block shorter than this is judged together with the one before."""
RUN = 64
"""Shortest run of one byte at the beginning or end of the content that is padding by itself."""
THRESHOLD = 6.5
"""Bits per byte above which unknown content is opaque (design: packed, compressed or a model)."""


@dataclass(frozen=True, slots=True)
class Region:
    """``[offset, offset + length)`` is all padding, raw or opaque; ``bits`` per byte for the last two."""

    offset: int
    length: int
    state: ByteState
    bits: float = 0.0


def regions(data: memoryview, threshold: float = THRESHOLD) -> Iterator[Region]:
    """``data`` from its first byte to its last, as maximal regions in order."""
    pending: Region | None = None
    for region in _pieces(data, threshold):
        if pending is not None and pending.state is region.state:
            whole = pending.length + region.length
            bits = (pending.bits * pending.length + region.bits * region.length) / whole
            pending = Region(pending.offset, whole, region.state, bits)
            continue
        if pending is not None:
            yield pending
        pending = region
    if pending is not None:
        yield pending


_WEIGHTS = [0.0, *(count * math.log2(count) for count in range(1, 1 << 14))]
"""count x log2(count): looked up, because small unknown files are many and their counts are small."""


def bits_per_byte(block: bytes) -> float:
    """Entropy of ``block`` with the correction for small samples, at most 8."""
    size = len(block)
    if not size:
        return 0.0
    counts = _counts(block)
    if size < len(_WEIGHTS):
        measured = math.log2(size) - sum(map(_WEIGHTS.__getitem__, counts)) / size
    else:
        measured = -sum(count / size * math.log2(count / size) for count in counts)
    return min(8.0, measured + (len(counts) - 1) / (2 * size * math.log(2)))


def _counts(block: bytes) -> list[int]:
    """How often each byte value stands in ``block``, of those that do."""
    if len(block) < SHORT_TAIL:
        return list(Counter(block).values())
    # Loaded before workers are forked; a Counter takes 50 ms for a MiB, this takes 2.
    import numpy as np

    counts: list[int] = np.bincount(np.frombuffer(block, np.uint8)).tolist()
    return [count for count in counts if count]


def one_byte(block: bytes) -> bool:
    """``block`` is not empty and one byte value repeated."""
    # The cheap look at the end first: most blocks are not, and the comparison builds a second block.
    return bool(block) and block[0] == block[-1] and block == block[:1] * len(block)


def _pieces(data: memoryview, threshold: float) -> Iterator[Region]:
    head, tail = _leading_run(data), _trailing_run(data)
    if head == len(data):
        yield Region(0, head, ByteState.PADDING)
        return
    if head:
        yield Region(0, head, ByteState.PADDING)
    yield from _blocks(data, head, len(data) - tail, threshold)
    if tail:
        yield Region(len(data) - tail, tail, ByteState.PADDING)


def _blocks(data: memoryview, start: int, end: int, threshold: float) -> Iterator[Region]:
    position = start
    while position < end:
        wide = bytes(data[position : min(end, position + WIDE)])
        if end - position >= WIDE and one_byte(wide):
            yield Region(position, WIDE, ByteState.PADDING)
            position += WIDE
            continue
        length = BLOCK if end - position >= BLOCK + SHORT_TAIL else end - position
        for _ in range(WIDE // BLOCK):
            yield _judge(bytes(data[position : position + length]), position, threshold)
            position += length
            length = BLOCK if end - position >= BLOCK + SHORT_TAIL else end - position
            if position >= end:
                return


def _judge(block: bytes, offset: int, threshold: float) -> Region:
    size = len(block)
    if size >= RUN and one_byte(block):
        return Region(offset, size, ByteState.PADDING)
    if size < SMALLEST:
        return Region(offset, size, ByteState.RAW)
    bits = bits_per_byte(block)
    return Region(offset, size, ByteState.OPAQUE if bits > threshold else ByteState.RAW, bits)


def _leading_run(data: memoryview) -> int:
    """Length of the run of the first byte, 0 when shorter than ``RUN``."""
    if not len(data):
        return 0
    first, run = bytes(data[:1]), 0
    while run < len(data):
        block = bytes(data[run : run + WIDE])
        if not one_byte(block) or block[:1] != first:
            run += len(block) - len(block.lstrip(first))
            break
        run += len(block)
    return run if run >= RUN else 0


def _trailing_run(data: memoryview) -> int:
    """Length of the run of the last byte, 0 when shorter than ``RUN``."""
    size = len(data)
    if not size:
        return 0
    last, run = bytes(data[size - 1 :]), 0
    while run < size:
        block = bytes(data[max(0, size - run - WIDE) : size - run])
        if not one_byte(block) or block[:1] != last:
            run += len(block) - len(block.rstrip(last))
            break
        run += len(block)
    return run if run >= RUN else 0
