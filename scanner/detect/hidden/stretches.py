"""Which bytes of a node may hold hidden texts: the data of programs, and content that nobody understands."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping

from scanner.formats.elf_parts import elf_parts
from scanner.formats.macho_parts import macho_parts
from scanner.formats.parts import Part
from scanner.formats.pe_parts import pe_parts
from scanner.types import Span

MOST_WHOLE = 64 << 20
"""Bytes of a program without a table of its sections."""
MOST_UNKNOWN = 16 << 20
"""Bytes of content of an unknown kind."""
_GAP = 512
"""Bytes between two parts that are looked at with them: aligning takes as much."""
SMALL, TOGETHER = 1 << 17, 1 << 20
"""Bytes of a stretch that is looked at with others at once, and of these together."""
_TABLES = (".data.rel.ro", ".reloc", ".pdata", "__LINKEDIT")
"""Parts of pointers, of places to be moved, of exceptions and of symbols, which linkers make: a sixth of all data."""
_PARTS: Mapping[str, Callable[[memoryview], Iterator[Part]]] = {
    "elf": elf_parts,
    "pe": pe_parts,
    "macho": macho_parts,
}


def stretches(data: memoryview, format_id: str) -> list[Span]:
    """The stretches of ``data`` to look at, in their order, without overlaps."""
    if format_id not in _PARTS:
        return [Span(0, min(len(data), MOST_UNKNOWN))]
    try:
        parts = list(_PARTS[format_id](data))
    except (struct.error, IndexError):  # the headers end before they should
        parts = []
    found = list(_joined((part.span for part in parts if not part.name.startswith(_TABLES)), len(data)))
    whole = not parts or found == [Span(0, len(data))]
    return [Span(0, min(len(data), MOST_WHOLE))] if whole else found


def grouped(found: Iterable[Span]) -> Iterator[list[Span]]:
    """``found`` in groups: small ones together, large ones alone."""
    group: list[Span] = []
    size = 0
    for one in found:
        if one.length > SMALL:
            yield [one]
            continue
        if size + one.length > TOGETHER:
            yield group
            group, size = [], 0
        group.append(one)
        size += one.length
    if group:
        yield group


def _joined(spans: Iterable[Span], size: int) -> Iterator[Span]:
    """``spans`` as far as they lie in ``size`` bytes; what overlaps or nearly touches becomes one."""
    start = end = 0
    for span in sorted(spans, key=lambda span: span.offset):
        first, last = min(span.offset, size), min(span.offset + span.length, size)
        if first > end + _GAP and end > start:
            yield Span(start, end - start)
        if first > end + _GAP or end == start:
            start, end = first, last
        end = max(end, last)
    if end > start:
        yield Span(start, end - start)
