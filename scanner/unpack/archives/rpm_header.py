"""The header structure of RPM: an index of tags and a store of their values (rpm ``docs/manual/format_header.md``)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import ParseFailure, Span

MAGIC = b"\x8e\xad\xe8\x01"
_INTRO = struct.Struct(">4s4x2L")
_ENTRY = struct.Struct(">4L")
_MOST_ENTRIES = 0xFFFF
_LARGEST_STORE = 256 << 20
"""The bounds of rpm itself (``lib/header.c``, ``hdrchkTags`` and ``hdrchkData``)."""
_WIDTHS = {0: 0, 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
_TEXTS = {6, 8, 9}
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Header:
    """One header at ``span``; ``places`` are its values, by tag, as ranges of the file with their type."""

    span: Span
    store: Span
    places: dict[int, tuple[int, Span]]


def read_header(data: memoryview, start: int) -> Header:
    """The header at ``start``.

    :raises ParseFailure: where none is there, or it passes the end of the file or the bounds of rpm.
    """
    if start + _INTRO.size > len(data):
        raise ParseFailure("the package is cut within its headers")
    magic, count, size = _INTRO.unpack_from(data, start)
    if magic != MAGIC:
        raise ParseFailure(f"no RPM header at {start:#x}")
    if count > _MOST_ENTRIES or size > _LARGEST_STORE:
        raise ParseFailure(f"the RPM header at {start:#x} claims {count:,} tags in {size:,} bytes")
    store = Span(start + _INTRO.size + count * _ENTRY.size, size)
    if store.end > len(data):
        raise ParseFailure("the package is cut within its headers")
    places = dict(_places(data, start + _INTRO.size, count, store))
    return Header(Span(start, store.end - start), store, places)


def _places(data: memoryview, start: int, count: int, store: Span) -> Iterator[tuple[int, tuple[int, Span]]]:
    """Every entry whose value lies in the store, a type that is not known as an empty range."""
    for number in range(count):
        tag, kind, offset, amount = _ENTRY.unpack_from(data, start + number * _ENTRY.size)
        at = store.offset + offset
        length = _text_end(data, at, store.end) - at if kind in _TEXTS else _WIDTHS.get(kind, 0) * amount
        if offset <= store.length and 0 <= length <= store.end - at:
            yield tag, (kind, Span(at, length))


def _text_end(data: memoryview, start: int, end: int) -> int:
    """Behind the NUL of the first string at ``start``, however long it is."""
    position = start
    while position < end:
        block = bytes(data[position : min(position + _LONGEST, end)])
        found = block.find(b"\0")
        if found >= 0:
            return position + found + 1
        position += len(block)
    return end


def text(data: memoryview, header: Header, tag: int) -> str:
    """The first string under ``tag``; empty where there is none."""
    kind, span = header.places.get(tag, (0, Span(0, 0)))
    if kind not in _TEXTS:
        return ""
    return bytes(data[span.offset : min(span.end, span.offset + _LONGEST)]).rstrip(b"\0").decode("utf-8", "replace")


def number(data: memoryview, header: Header, *tags: int) -> int | None:
    """The first integer of the first of ``tags`` that is there (types INT32 and INT64)."""
    for tag in tags:
        kind, span = header.places.get(tag, (0, Span(0, 0)))
        form = {4: ">L", 5: ">Q"}.get(kind)
        if form and span.length >= struct.calcsize(form):
            value: int = struct.unpack_from(form, data, span.offset)[0]
            return value
    return None
