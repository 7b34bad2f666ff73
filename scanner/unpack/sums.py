"""Checksums over a range of a memory-mapped node without copying it whole."""

from __future__ import annotations

import zlib

CHUNK = 1 << 20


def crc32(data: memoryview, start: int, length: int) -> int:
    """CRC-32 of ``data[start : start + length]``."""
    value = 0
    for position in range(start, start + length, CHUNK):
        value = zlib.crc32(data[position : min(position + CHUNK, start + length)], value)
    return value


def byte_sum(data: memoryview, start: int, length: int) -> int:
    """Sum of the unsigned bytes of ``data[start : start + length]``, modulo 2**32 (cpio format 070702)."""
    value = 0
    for position in range(start, start + length, CHUNK):
        value += sum(data[position : min(position + CHUNK, start + length)])
    return value & 0xFFFFFFFF
