"""CRC-32C (Castagnoli), which Python's own libraries lack; for headers and tables, not for content."""

from __future__ import annotations

_POLYNOMIAL = 0x82F63B78


def _table() -> tuple[int, ...]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)  # noqa: PLW2901
        found.append(value)
    return tuple(found)


_TABLE = _table()


def crc32c(data: bytes, value: int = 0) -> int:
    """The checksum of ``data``, going on from ``value``; about 10 MB a second."""
    value ^= 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF
