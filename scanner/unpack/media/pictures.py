"""Simple pictures: GIF (GIF89a specification), BMP and ICO/CUR (Microsoft's bitmap structures)."""

from __future__ import annotations

import math
from typing import ClassVar

from scanner.formats.checks import number
from scanner.types import ParseFailure, Span
from scanner.unpack.media.walked import MEDIA_LIMITATION, Aside, Walk, Walked, declare_spans, need, picture_data
from scanner.unpack.outlet import Outlet


def walk_gif(data: memoryview, outlet: Outlet) -> int:
    """Screen descriptor, then images and extensions up to the trailer."""
    flags = need(data, 0, 13, "the screen descriptor")[10]
    position, aside = 13 + _colours(flags), Aside(outlet)
    outlet.parsed(0, position)
    while True:
        start = position
        kind = need(data, position, 1, "a block")[0]
        if kind == 0x3B:
            break
        if kind == 0x21:
            position = _sub_blocks(data, position + 2)
            aside.take(b"extension", start, position - start)
        elif kind == 0x2C:
            head = need(data, position, 10, "an image descriptor")
            position = _sub_blocks(data, position + 10 + _colours(head[9]) + 1)
            pixels = int.from_bytes(head[5:7], "little") * int.from_bytes(head[7:9], "little")
            picture_data(outlet, start, position - start, pixels)
        else:
            raise ParseFailure(f"unknown block {kind:#04x} at {position:#x}")
    outlet.parsed(position, 1)
    return position + 1


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(data: memoryview, position: int) -> int:
    while length := need(data, position, 1, "a data block")[0]:
        position += 1 + length
    return position + 1


def walk_bmp(data: memoryview, outlet: Outlet) -> int:
    """Header, palette and rows; the size of uncompressed rows is computed, of compressed ones declared."""
    pixels, header = number(data, 10, "<I"), number(data, 14, "<I")
    if header == 12:
        width, height, depth, packing = (*(number(data, at, "<H") for at in (18, 20, 24)), 0)
    else:
        width, height = (abs(int.from_bytes(need(data, at, 4, "a size"), "little", signed=True)) for at in (18, 22))
        depth, packing = number(data, 28, "<H"), number(data, 30, "<I")
    rows = (width * depth + 31) // 32 * 4 * height if packing in (0, 3, 6) else number(data, 34, "<I")
    if min(width, height, depth, rows) <= 0:
        raise ParseFailure("the header has no size")
    need(data, pixels, rows, "the picture data")
    # Palette and profile are at most a few kB; a larger hole before the pixels is not theirs.
    return declare_spans(data, [Span(0, min(pixels, 14 + header + 4 * 256 + 16)), Span(pixels, rows)], outlet)


def walk_ico(data: memoryview, outlet: Outlet) -> int:
    """Directory and images where it says."""
    count = number(data, 4, "<H")
    need(data, 6, 16 * count, "the directory")
    entries = [Span(number(data, 18 + 16 * i, "<I"), number(data, 14 + 16 * i, "<I")) for i in range(count)]
    for entry in entries:
        head = need(data, entry.offset, entry.length, "an image")[:8]
        if head == b"\x89PNG\r\n\x1a\n":
            outlet.view(f".image@{entry.offset:#x}", entry.offset, entry.length)
        elif int.from_bytes(head[:4], "little") not in (12, 40, 108, 124):
            raise ParseFailure(f"no picture at {entry.offset:#x}")
        else:
            # Half of the height is that of the mask.
            sizes = (int.from_bytes(data[entry.offset + at : entry.offset + at + 2], "little") for at in (4, 8))
            picture_data(outlet, entry.offset, entry.length, math.prod(sizes))
    return declare_spans(data, [Span(0, 6 + 16 * count), *entries], outlet)


class Pictures(Walked):
    """GIF, BMP, icons and cursors."""

    NAME: ClassVar[str] = "pictures"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"gif", "bmp", "ico"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (MEDIA_LIMITATION,)
    _WALKS: ClassVar[dict[str, Walk]] = {"gif": walk_gif, "bmp": walk_bmp, "ico": walk_ico}
