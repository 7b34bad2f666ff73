"""Objective-C classes that a Mach-O defines, from the lists that the runtime reads: they outlive every strip.

Layouts ``class_t`` and ``class_ro_t``: objc-runtime-new.h of Apple's open sources.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from scanner.detect.binary import Table
from scanner.types import Place

if TYPE_CHECKING:
    import lief

MOST_CLASSES = 100_000
_MOST_SEGMENTS, _MOST_LISTS = 64, 8
"""Every pointer is looked up in all segments; programs have about five, and two lists."""
_LONGEST_NAME = 1024
_LISTS = ("__objc_classlist", "__objc_nlclslist")
_PREFIX = "OBJC_CLASS_$_"
"""What the linker calls the symbol of a class, so that one place makes classes of both."""
_TARGETS = ((1 << 36) - 1, (1 << 32) - 1)
"""Bits of a pointer that are its target where the loader still has to fix it up (mach-o/fixup-chains.h)."""


def class_table(binary: lief.MachO.Binary, data: memoryview) -> Table:
    """The classes as a symbol table; ``data`` is the whole file, offsets are those of their names."""
    found = dict(_classes(_Image(binary, data), binary))
    names = list(found)
    return Table([_PREFIX + name for name in names], lambda _: Place.DEFINED, lambda index: found[names[index]])


class _Image:
    """One slice by its addresses."""

    def __init__(self, binary: lief.MachO.Binary, data: memoryview) -> None:
        import lief

        self.data = data
        self.start = binary.fat_offset
        parts = islice(binary.segments, _MOST_SEGMENTS)
        self.segments = [(s.virtual_address, s.file_size, s.file_offset) for s in parts]
        self.base = min((address for address, size, _ in self.segments if size), default=0)
        self.wide = binary.header.magic in (lief.MachO.MACHO_TYPES.MAGIC_64, lief.MachO.MACHO_TYPES.CIGAM_64)

    def pointer(self, at: int) -> int:
        """File offset to which the pointer at file offset ``at`` leads, -1 for none."""
        raw = self.number(at, "<Q" if self.wide else "<I")
        for mask in _TARGETS if self.wide else (0xFFFFFFFF,):
            for address in (raw & mask, self.base + (raw & mask)):
                offset = self._offset(address)
                if offset >= 0:
                    return offset
        return -1

    def _offset(self, address: int) -> int:
        for start, size, offset in self.segments:
            if start <= address < start + size:
                return self.start + offset + address - start
        return -1

    def number(self, at: int, layout: str) -> int:
        """The number at ``at``, 0 outside the file."""
        if at < 0 or at + struct.calcsize(layout) > len(self.data):
            return 0
        return int(struct.unpack_from(layout, self.data, at)[0])


def _classes(image: _Image, binary: lief.MachO.Binary) -> Iterator[tuple[str, int]]:
    """(name, offset of the name) of every class in the lists."""
    width = 8 if image.wide else 4
    for section in islice((s for s in binary.sections if s.name in _LISTS), _MOST_LISTS):
        start = image.start + section.offset
        for at in range(start, start + min(section.size, width * MOST_CLASSES), width):
            if at >= len(image.data):
                return
            name_at = _name(image, image.pointer(at), width)
            raw = bytes(image.data[name_at : name_at + _LONGEST_NAME]).partition(b"\0")[0] if name_at >= 0 else b""
            if raw:
                yield raw.decode("utf-8", "surrogateescape"), name_at


def _name(image: _Image, class_at: int, width: int) -> int:
    """Where the name of the class at ``class_at`` stands: behind its read-only data, the fifth pointer of the class."""
    if class_at < 0:
        return -1
    data = image.pointer(class_at + 4 * width)
    # Its lowest bits are flags of Swift.
    return image.pointer((data & ~7) + (24 if image.wide else 16)) if data >= 0 else -1
