"""The APK signing block between members and central directory (source.android.com, APK Signature Scheme v2)."""

from __future__ import annotations

import struct

from scanner.formats.source import Source
from scanner.types import Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted, uniform

MAGIC = b"APK Sig Block 42"
_SIGNATURES = frozenset({0x7109871A, 0xF05368C0, 0x1B93AD61, 0x6DFF800D, 0x2B09189E})
"""Schemes v2, v3 and v3.1 and the two source stamps."""
_PADDING = 0x42726577
_LARGEST_SIGNATURE = 16 << 10
"""Bytes in all; what comes on top of them is a child."""


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
    position, left = block + 8, _LARGEST_SIGNATURE
    while position + 12 <= end - 24:
        length, kind = struct.unpack_from("<QL", data, position)
        if length < 4 or position + 8 + length > end - 24:
            break
        outlet.parsed(position, 12)
        left -= length - 4 if kind in _SIGNATURES else 0
        _value(source, outlet, Span(position + 12, length - 4), kind if left >= 0 else 0)
        position += 8 + length
    unaccounted(source, outlet, position, end - 24, "gap")
    outlet.parsed(end - 24, 24)
    return end


def _value(source: Source, outlet: Outlet, span: Span, kind: int) -> None:
    """``kind`` is 0 for what the block has no room for any more."""
    if kind in _SIGNATURES:
        outlet.parsed(span.offset, span.length)
    elif kind == _PADDING and uniform(source.data, span.offset, span.end):
        unaccounted(source, outlet, span.offset, span.end, "padding")
    else:
        outlet.view(f".apk-signing-block/{kind:#010x}", span.offset, span.length)
