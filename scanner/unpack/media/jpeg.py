"""JPEG (ITU-T T.81, annex B): marker segments and entropy-coded scans up to the end of image."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.checks import number
from scanner.types import ParseFailure
from scanner.unpack.media.walked import MEDIA_LIMITATION, Aside, Walk, Walked, need, picture_data
from scanner.unpack.outlet import Outlet

END, SCAN, COMMENT = 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Segments that begin with precision, height and width; the others of the row are tables."""
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_APPLICATION = (
    *(b"JFIF\0", b"JFXX\0", b"Exif\0", b"ICC_PROFILE\0", b"Adobe", b"http://ns.adobe.com/"),
    *(b"Photoshop 3.0\0", b"MPF\0", b"Ducky"),
)
"""Beginnings of the application segments of known makers."""


def walk(data: memoryview, outlet: Outlet) -> int:
    """Marker by marker to the end of image; application segments of unknown makers become children."""
    outlet.parsed(0, 2)
    position, aside = 2, _Picture(outlet)
    while True:
        start = position
        while number(data, position, "B") == 0xFF and number(data, position + 1, "B") == 0xFF:
            position += 1
        marker = need(data, position, 2, "a marker")
        if marker[0] != 0xFF:
            raise ParseFailure(f"no marker at {position:#x}")
        if marker[1] == END:
            outlet.parsed(start, position + 2 - start)
            return position + 2
        position = _segment(data, aside, start, position, marker[1])


@dataclass(slots=True)
class _Picture(Aside):
    pixels: int = 0
    """Of the last frame."""


def _segment(data: memoryview, aside: _Picture, start: int, position: int, marker: int) -> int:
    """Declare one segment (with its scan) and return where the next marker is."""
    outlet = aside.outlet
    if marker == 0x01 or 0xD0 <= marker <= 0xD7:
        outlet.parsed(start, position + 2 - start)
        return position + 2
    length = number(data, position + 2, ">H")
    body = need(data, position + 4, length - 2, "a segment")
    end = position + 2 + length
    if (0xE0 <= marker <= 0xEF) and body and not body.startswith(_APPLICATION):
        outlet.parsed(start, position + 4 - start)
        outlet.view(f".app{marker - 0xE0}@{position:#x}", position + 4, len(body))
        return end
    if 0xE0 <= marker <= 0xEF or marker == COMMENT:
        outlet.parsed(start, position + 4 - start)
        aside.take(b"segment", position + 4, len(body))
        return end
    if marker == SCAN:
        found = _NEXT_MARKER.search(data, end)
        if not found:
            raise ParseFailure("the picture data have no end")
        end = found.start()
        picture_data(outlet, start, end - start, aside.pixels)
        return end
    if marker in _FRAMES and len(body) >= 5:
        # Without a height the frame has that of a later segment.
        aside.pixels = (int.from_bytes(body[1:3], "big") or 0xFFFF) * int.from_bytes(body[3:5], "big")
    outlet.parsed(start, end - start)
    return end


class Jpeg(Walked):
    """JPEG pictures."""

    NAME: ClassVar[str] = "jpeg"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"jpeg"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (MEDIA_LIMITATION,)
    _WALKS: ClassVar[dict[str, Walk]] = {"jpeg": walk}
