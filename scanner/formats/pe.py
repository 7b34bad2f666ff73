"""A small view of PE headers (Microsoft's PE format): only to tell where the image ends and where its signature is."""

from __future__ import annotations

from scanner.formats.checks import number
from scanner.formats.extent import Extent
from scanner.types import Span

SYMBOL = 18
"""Bytes of one COFF symbol."""
CERTIFICATE_DIRECTORY = 4


def extent(data: memoryview) -> Extent | None:
    """End of the last section and COFF symbol; None where the headers make no sense."""
    header = number(data, 0x3C, "<I")
    sections, optional = number(data, header + 6, "<H"), number(data, header + 20, "<H")
    magic = number(data, header + 24, "<H")
    if header < 4 or sections < 0 or optional < 0 or magic not in (0x10B, 0x20B):
        return None
    table = header + 24 + optional
    ends = [table + 40 * sections, max(0, number(data, header + 24 + 60, "<I"))]
    for index in range(sections):
        size, start = number(data, table + 40 * index + 16, "<I"), number(data, table + 40 * index + 20, "<I")
        if size > 0 and start > 0:
            ends.append(start + size)
    ends.append(_symbols_end(data, header))
    return Extent(max(ends), _signature(data, header + 24, magic == 0x20B))


def _symbols_end(data: memoryview, header: int) -> int:
    """End of the COFF symbols and the string table behind them (unstripped MinGW programs), 0 for none."""
    start, count = number(data, header + 12, "<I"), number(data, header + 16, "<I")
    if start <= 0 or count <= 0:
        return 0
    strings = start + SYMBOL * count
    return strings + max(0, number(data, strings, "<I"))


def _signature(data: memoryview, optional: int, wide: bool) -> Span | None:
    """The certificate table; its directory entry is the only one that holds a file offset."""
    directories = optional + (112 if wide else 96)
    if number(data, directories - 4, "<I") <= CERTIFICATE_DIRECTORY:
        return None
    entry = directories + 8 * CERTIFICATE_DIRECTORY
    start, size = number(data, entry, "<I"), number(data, entry + 4, "<I")
    return Span(start, size) if start > 0 and size > 0 else None
