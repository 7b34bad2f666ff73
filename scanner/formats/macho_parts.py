"""Data sections of a Mach-O file (mach-o/loader.h), of each architecture of a fat one (mach-o/fat.h)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.formats.checks import number
from scanner.formats.parts import MOST, Part, ascii_name
from scanner.types import Span

SEGMENT, SEGMENT_64 = 1, 0x19
TYPE, ZEROFILL = 0xFF, (1, 12, 18)
"""Mask of a section's type in its flags, and the types that take no bytes of the file."""
INSTRUCTIONS = 0x80000400
"""Flags S_ATTR_PURE_INSTRUCTIONS and S_ATTR_SOME_INSTRUCTIONS."""
MOST_ARCHITECTURES = 42
_MIXED = frozenset({"__const", "__data", "__cstring", "__literal16", "__ustring", "__rodata"})


def macho_parts(data: memoryview) -> Iterator[Part]:
    """Sections that hold data; nothing where the headers make no sense."""
    if bytes(data[:3]) != b"\xca\xfe\xba":
        yield from _thin(data, 0)
        return
    wide = data[3] == 0xBF
    row, word = (32, ">Q") if wide else (20, ">I")
    for index in range(min(MOST_ARCHITECTURES, number(data, 4, ">I"))):
        start = number(data, 8 + row * index + 8, word)
        if 0 < start < len(data) - 32:
            yield from _thin(data, start)


def _thin(data: memoryview, base: int) -> Iterator[Part]:
    wide = 0xCF in (data[base], data[base + 3])
    order = "<" if data[base] in (0xCE, 0xCF) else ">"
    position = base + (32 if wide else 28)
    for _ in range(min(MOST, number(data, base + 16, order + "I"))):
        command, length = number(data, position, order + "I"), number(data, position + 4, order + "I")
        if length < 8:
            return
        if command == (SEGMENT_64 if wide else SEGMENT):
            yield from _sections(data, base, position, wide, order)
            yield from _link_edit(data, base, position, wide, order)
        position += length


def _link_edit(data: memoryview, base: int, command: int, wide: bool, order: str) -> Iterator[Part]:
    """The last segment: what a packer appends has to lie in it, or the program could not be signed."""
    if bytes(data[command + 8 : command + 24]).rstrip(b"\0") == b"__LINKEDIT":
        word, at = (order + "Q", command + 40) if wide else (order + "I", command + 32)
        offset, size = number(data, at, word), number(data, at + struct.calcsize(word), word)
        yield Part("__LINKEDIT", Span(base + offset, max(0, size)))


def _sections(data: memoryview, base: int, command: int, wide: bool, order: str) -> Iterator[Part]:
    row = struct.Struct(order + ("16s16s2Q8I" if wide else "16s16s9I"))
    count = number(data, command + (64 if wide else 48), order + "I")
    first = command + (72 if wide else 56)
    for at in range(first, first + row.size * min(MOST, max(0, count)), row.size):
        if at + row.size > len(data):
            return
        section, segment, _, size, offset, _, _, _, flags, *_ = row.unpack_from(data, at)
        name = ascii_name(section)
        if flags & INSTRUCTIONS or flags & TYPE in ZEROFILL or not offset:
            continue
        if not name.startswith(("__eh_frame", "__unwind", "__debug", "__objc", "__got", "__la_", "__nl_", "__swift")):
            yield Part(f"{ascii_name(segment)},{name}", Span(base + offset, size), name not in _MIXED)
