"""Structural checks of compressed streams beside their magic numbers (see :mod:`scanner.formats.checks`)."""

from __future__ import annotations

from scanner.formats.checks import number


def lzip(data: memoryview) -> bool:
    """Version 1, and the first byte of the coder is zero."""
    return number(data, 4, "B") == 1 and number(data, 6, "B") == 0


def compress(data: memoryview) -> bool:
    """9 to 16 bits at most per code, and no reserved flag is set (compress 4.0)."""
    flags = number(data, 2, "B")
    return flags >= 0 and not flags & 0x60 and 9 <= flags & 0x1F <= 16
