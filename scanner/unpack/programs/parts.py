"""Sections and resources of a program that hold another file: a node each, so that it can be told what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scanner.formats import ids
from scanner.formats.elf_parts import elf_parts
from scanner.formats.identify import identify_bytes
from scanner.formats.macho_parts import macho_parts
from scanner.formats.parts import Part
from scanner.formats.pe_parts import pe_parts
from scanner.formats.source import Source
from scanner.types import ParseFailure, Span
from scanner.unpack.compressed.codecs import Decoded, Inflater
from scanner.unpack.entropy import bits_per_byte
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.inside import SMALLEST, things_inside
from scanner.unpack.regions import left_of

MIXED = 1 << 16
"""Smallest part of mixed data that is searched."""
PACKED, PACKED_PLAIN = 1 << 14, 1 << 18
"""Smallest part of unknown content that is a node if it is packed: enough to measure; for those of unknown layout (an
icon may look like it) as in :mod:`scanner.unpack.programs.packed`."""
PACKED_BITS = 7.5
SHARE = 3
"""Bytes of parts that are looked at, for each byte of the program: resources lie in a section, and more is a trick."""
HEADER = 64
"""Bytes of a program that no part begins before; less than any header with its tables."""
_WEAK = frozenset({"lzma", "gpg", "der", "pyc", "cpio", "tar", "jffs2", "macho", "bmp", "ico", "font"})
"""Formats whose magic number is short: at the start of a part of unknown layout it says too little."""
_NO_NODE = frozenset({ids.EMPTY, ids.UNKNOWN, "text", "text:document"})
_PARTS: dict[str, Callable[[memoryview], Iterator[Part]]] = {"elf": elf_parts, "pe": pe_parts, "macho": macho_parts}


def hand_over_parts(source: Source, outlet: Outlet, end: int, carried: Sequence[Span] = ()) -> list[Span]:
    """Make what stands inside the program before ``end`` children; returns the ranges they occupy, in order.

    ``carried`` are ranges that other children carry already; they are among what is returned.
    """
    taken = list(carried)
    parts = _PARTS.get(outlet.node.format)
    if parts is None:
        return taken
    left = SHARE * source.size
    for stated in parts(source.data):
        part = _within(stated, end)
        if part.span.length < SMALLEST:
            continue
        left -= part.span.length
        if left < 0:
            outlet.attributes.append(("parts", "not all were looked at: they overlap"))
            break
        if part.packed and _is_deflated(source.data, part.span, outlet.room()):
            stream = Decoded(source.data, part.span.offset, part.span.end, Inflater())
            outlet.stream(f".part/{part.name}", stream, part.span)
            taken.append(part.span)
        for name, span in _nodes(source.data, part, taken):
            outlet.view(name, span.offset, span.length)
            taken.append(span)
        taken.sort(key=lambda span: span.offset)
    return taken


def _is_deflated(data: memoryview, span: Span, most: int) -> bool:
    """Whether all of ``span`` is one raw deflate stream of at most ``most`` bytes: the format has no magic number."""
    stream = Decoded(data, span.offset, span.end, Inflater())
    try:
        fits = all(stream.size <= most for _ in stream)
    except ParseFailure:
        return False
    return fits and stream.end == span.end


def _within(part: Part, end: int) -> Part:
    """``part`` as far as it is there, without the program's own first bytes: else it would be found in itself."""
    start = max(part.span.offset, HEADER)
    return replace(part, span=Span(start, max(0, min(part.span.end, end) - start)))


def _nodes(data: memoryview, part: Part, taken: list[Span]) -> Iterator[tuple[str, Span]]:
    """(name, range) of what ``part`` holds, of which nothing is in ``taken``."""
    free = list(left_of(part.span, taken))
    if part.own and free == [part.span] and _is_node(data, part):
        yield f".part/{part.name}", part.span
        return
    if part.own or part.span.length >= MIXED:
        for rest in free:
            for span in things_inside(data, rest):
                yield f".part/{part.name}" + ("" if span == part.span else f"@{span.offset:#x}"), span


def _is_node(data: memoryview, part: Part) -> bool:
    content = data[part.span.offset : part.span.end]
    kind = identify_bytes(content)
    if kind in _NO_NODE:
        sample = bytes(content[:PACKED_PLAIN])
        least = PACKED_PLAIN if part.plain else PACKED
        return len(content) >= least and bits_per_byte(sample) > PACKED_BITS
    return not (part.plain and kind in _WEAK)
