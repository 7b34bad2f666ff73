"""Content that is scanned as bytes, minus the parts that no byte scan can see through.

Machine code stays below 7 bits per byte, tables and strings far below; compressed or encrypted data of 64 KiB measure 7.9
and more. A packed program, a compressed kernel behind its loader or an encrypted resource would otherwise count as read.
"""

from __future__ import annotations

from scanner.types import ByteState
from scanner.unpack.entropy import bits_per_byte, exact_bits
from scanner.unpack.outlet import Outlet

BLOCK = 1 << 16
THRESHOLD = 7.8
"""Bits per byte of a whole block; above any machine code and below what compressors leave."""
STRIDE = 13
"""Every 13th byte is enough to dismiss a block; a prime, so that records do not line up with it."""
DISMISS = 7.5
SMALLEST = 1 << 14
"""A last block shorter than this is not judged."""


def raw_unless_packed(data: memoryview, offset: int, outlet: Outlet) -> None:
    """Declare all of ``data`` (at ``offset`` of the node) raw, and blocks of 64 KiB that are packed opaque."""
    outlet.state(offset, len(data), ByteState.RAW)
    start: int | None = None
    for position in range(0, len(data), BLOCK):
        if _packed(bytes(data[position : position + BLOCK])):
            start = position if start is None else start
        elif start is not None:
            _opaque(outlet, offset + start, position - start)
            start = None
    if start is not None:
        _opaque(outlet, offset + start, len(data) - start)


def _packed(block: bytes) -> bool:
    if len(block) < SMALLEST or exact_bits(block[::STRIDE]) < DISMISS:
        return False
    return bits_per_byte(block, THRESHOLD) > THRESHOLD


def _opaque(outlet: Outlet, offset: int, length: int) -> None:
    reason = f"above {THRESHOLD} bits per byte: a packed, compressed or encrypted part"
    outlet.state(offset, length, ByteState.OPAQUE, reason)
