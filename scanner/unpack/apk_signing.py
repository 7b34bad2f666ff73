"""The APK signing block between members and central directory (source.android.com, APK Signature Scheme v2)."""

from __future__ import annotations

import struct

from scanner.formats.source import Source
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted, uniform

MAGIC = b"APK Sig Block 42"
_SIGNATURES = frozenset({0x7109871A, 0xF05368C0, 0x1B93AD61, 0x6DFF800D, 0x2B09189E})
"""Schemes v2, v3 and v3.1 and the two source stamps."""
_PADDING = 0x42726577
_LARGEST_SIGNATURE = 64 << 10


def signing_block(source: Source, outlet: Outlet, start: int, end: int) -> int:
    """Account for ``[start, end)`` up to the signing block that ends at ``end``; returns the first byte left to do.

    Returns ``start`` where there is no well-formed block. Signatures of known schemes are parsed, padding is padding,
    any other content is a child.
    """
    data = source.data
    if end - start < 32 or data[end - 16 : end] != MAGIC:
        return start
    (size,) = struct.unpack_from("<Q", data, end - 24)
    block = end - 8 - size
    if block < start or size < 24 or struct.unpack_from("<Q", data, block) != (size,):
        return start
    unaccounted(source, outlet, start, block, "gap")
    outlet.parsed(block, 8)
    position = block + 8
    while position + 12 <= end - 24:
        length, kind = struct.unpack_from("<QL", data, position)
        if length < 4 or position + 8 + length > end - 24:
            break
        outlet.parsed(position, 12)
        _value(source, outlet, position + 12, length - 4, kind)
        position += 8 + length
    unaccounted(source, outlet, position, end - 24, "gap")
    outlet.parsed(end - 24, 24)
    return end


def _value(source: Source, outlet: Outlet, start: int, length: int, kind: int) -> None:
    if kind in _SIGNATURES and length <= _LARGEST_SIGNATURE:
        outlet.parsed(start, length)
    elif kind == _PADDING and uniform(source.data, start, start + length):
        unaccounted(source, outlet, start, start + length, "padding")
    else:
        outlet.view(f".apk-signing-block/{kind:#010x}", start, length)
