"""Data sections, resources and .NET resources of a PE file (Microsoft's PE format; ECMA-335, II.24 and II.25)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.formats.checks import number
from scanner.formats.parts import MOST, Part, ascii_name
from scanner.types import Span

RESOURCES, CLI = 2, 14
"""Places in the table of data directories."""
CODE = 0x20
"""Section flag IMAGE_SCN_CNT_CODE."""
_CODE_NAMES = (".text", "CODE", ".code", "UPX")
"""Sections that are code or packed code whatever their flags say: judged with the program as a whole."""
LEVELS = 3
"""Type, name and language."""
_TYPES = {
    **{1: "CURSOR", 2: "BITMAP", 3: "ICON", 4: "MENU", 5: "DIALOG", 6: "STRING", 7: "FONTDIR", 8: "FONT"},
    **{9: "ACCELERATOR", 10: "RCDATA", 11: "MESSAGETABLE", 12: "GROUP_CURSOR", 14: "GROUP_ICON", 16: "VERSION"},
    **{17: "DLGINCLUDE", 19: "PLUGPLAY", 20: "VXD", 21: "ANICURSOR", 22: "ANIICON", 23: "HTML", 24: "MANIFEST"},
}
_PLAIN = frozenset(_TYPES) - {3, 8, 10, 21, 22, 23}
_HIGH = 0x80000000


class Image:
    """The section table of one file, for translating addresses."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        header = number(data, 0x3C, "<I")
        self._directories = header + 24 + (112 if number(data, header + 24, "<H") == 0x20B else 96)
        count, optional = number(data, header + 6, "<H"), number(data, header + 20, "<H")
        table = header + 24 + optional
        self.sections: list[tuple[str, int, int, int, int]] = []
        """Name, address, offset, size in the file, flags."""
        for at in range(table, table + 40 * max(0, count), 40):
            if at + 40 > len(data):
                break
            raw, _, address, size, offset, flags = struct.unpack_from("<8s4I12xI", data, at)
            self.sections.append((ascii_name(raw), address, offset, size, flags))

    def directory(self, index: int) -> tuple[int, int]:
        """(address, size) of a data directory; (0, 0) for none."""
        if number(self.data, self._directories - 4, "<I") <= index:
            return 0, 0
        address, size = (number(self.data, self._directories + 8 * index + 4 * i, "<I") for i in range(2))
        return max(0, address), max(0, size)

    def offset(self, address: int) -> int:
        """Where in the file the byte at ``address`` stands, -1 for nowhere."""
        for _, start, offset, size, _ in self.sections:
            if start <= address < start + size:
                return offset + address - start
        return -1


def pe_parts(data: memoryview) -> Iterator[Part]:
    """Resources first (they lie inside a section), then the sections that hold data."""
    image = Image(data)
    yield from _resources(image)
    yield from _managed(image)
    for name, _, offset, size, flags in image.sections:
        if not flags & CODE and size and offset and not name.startswith(_CODE_NAMES):
            mixed = name.startswith((".rdata", ".data", ".rsrc", ".reloc", ".pdata", ".idata", ".edata", "/", ".tls"))
            yield Part(name or "unnamed", Span(offset, size), not mixed)


def _resources(image: Image) -> Iterator[Part]:
    """Leaves of the resource tree; every directory is visited once, whatever its links say."""
    address, _ = image.directory(RESOURCES)
    root = image.offset(address) if address else -1
    if root < 0:
        return
    pending: list[tuple[int, tuple[str, ...], bool]] = [(0, (), False)]
    seen: set[int] = set()
    leaves = 0
    while pending and leaves < MOST:
        relative, path, plain = pending.pop()
        if relative in seen or len(seen) >= MOST:
            continue
        seen.add(relative)
        for name, target in _entries(image.data, root, relative, top=not path):
            below = (*path, name)
            plain = plain if path else name in {_TYPES[kind] for kind in _PLAIN}
            if target & _HIGH and len(below) < LEVELS:
                pending.append((target & ~_HIGH, below, plain))
            elif not target & _HIGH:
                leaves += 1
                start, size = (number(image.data, root + target + 4 * i, "<I") for i in range(2))
                offset = image.offset(start) if start > 0 and size > 0 else -1
                if offset >= 0:
                    yield Part("/".join(below), Span(offset, size), own=True, plain=plain)


def _entries(data: memoryview, root: int, relative: int, *, top: bool) -> Iterator[tuple[str, int]]:
    """(name, target) of the entries of one directory."""
    start = root + relative
    named, numbered = number(data, start + 12, "<H"), number(data, start + 14, "<H")
    for at in range(start + 16, start + 16 + 8 * min(MOST, max(0, named) + max(0, numbered)), 8):
        key, target = number(data, at, "<I"), number(data, at + 4, "<I")
        if target < 0:
            return
        yield _TYPES.get(key, str(key)) if top and not key & _HIGH else _name(data, root, key), target


def _name(data: memoryview, root: int, key: int) -> str:
    if not key & _HIGH:
        return str(key)
    start = root + (key & ~_HIGH)
    length = max(0, number(data, start, "<H"))
    return bytes(data[start + 2 : start + 2 + 2 * min(length, 255)]).decode("utf-16-le", "backslashreplace")


def _managed(image: Image) -> Iterator[Part]:
    """Resources embedded in a .NET assembly: a length before each, aligned to 8 bytes."""
    header = image.offset(image.directory(CLI)[0]) if image.directory(CLI)[0] else -1
    address, size = (number(image.data, header + 24 + 4 * i, "<I") for i in range(2)) if header >= 0 else (0, 0)
    at = image.offset(address) if address > 0 and size > 0 else -1
    end = min(at + size, len(image.data))
    for _ in range(MOST):
        length = number(image.data, at, "<I") if 0 <= at < end else -1
        if length < 0 or at + 4 + length > end:
            return
        yield Part(f"net/{at:#x}", Span(at + 4, length), own=True, packed=True)
        at += -(-(4 + length) // 8) * 8
