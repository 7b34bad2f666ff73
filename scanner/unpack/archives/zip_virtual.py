"""Entries without name and content that Android's build tools leave in an APK instead of a gap (zipflinger's source,
``VirtualEntry``): a local header with nothing but zeros to fill the space; the directory does not list them."""

from __future__ import annotations

from scanner.formats.checks import number
from scanner.types import ByteState
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import uniform

_HEADER = 30
"""Bytes of a local file header before name and extra field (APPNOTE 4.3.7)."""


def virtual_entries(data: memoryview, outlet: Outlet, start: int, stop: int) -> int:
    """Declare the virtual entries that follow each other from ``start``; where they end, at most ``stop``."""
    at = start
    while at + _HEADER <= stop and bytes(data[at : at + 4]) == b"PK\x03\x04":
        method, packed, plain = number(data, at + 8, "<H"), number(data, at + 18, "<I"), number(data, at + 22, "<I")
        name, extra = number(data, at + 26, "<H"), number(data, at + 28, "<H")
        end = at + _HEADER + extra
        filled = extra and not (end <= stop and data[at + _HEADER] == 0 and uniform(data, at + _HEADER, end))
        if method or packed or plain or name or end > stop or filled:
            break
        outlet.parsed(at, _HEADER)
        outlet.state(at + _HEADER, extra, ByteState.PADDING)
        at = end
    return at
