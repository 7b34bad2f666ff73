"""U-Boot legacy images (u-boot ``include/image.h``): a header of 64 bytes with two checksums, then the images."""

from __future__ import annotations

import struct
import zlib
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.tail import hand_over_tail

HEADER = 64
MULTI, SCRIPT = 4, 6
MOST_IMAGES = 64
BLOCK = 1 << 20


class UImage:
    """Hands over the payload under the image's name, each image of a multi-file one, and what follows."""

    NAME: ClassVar[str] = "uimage"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"uimage"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("Load addresses and operating system are not reported.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Check both checksums; a payload with a wrong one is failed and handed over all the same."""
        if source.size < HEADER:
            raise ParseFailure("the header is cut off")
        size, expected = struct.unpack_from(">I8xI", source.data, 12)
        kind, name = source.data[30], source.read(32, 32).split(b"\x00")[0] or b"image"
        payload = Span(HEADER, min(size, source.size - HEADER))
        self._header(source, outlet, size)
        if _crc(source.data, payload) != expected:
            outlet.attributes.append(("checksum", "the payload's checksum is wrong"))
            outlet.state(payload.offset, payload.length, ByteState.FAILED, "the payload's checksum is wrong")
        if kind in (MULTI, SCRIPT):
            _images(source, outlet, payload, name)
        elif payload.length:
            outlet.view(name, payload.offset, payload.length)
        hand_over_tail(source, outlet, payload.end)

    @staticmethod
    def _header(source: Source, outlet: Outlet, size: int) -> None:
        head = source.read(0, 4) + bytes(4) + source.read(8, HEADER - 8)
        if zlib.crc32(head) != struct.unpack_from(">I", source.data, 4)[0]:
            outlet.state(0, HEADER, ByteState.FAILED, "the header's checksum is wrong")
        elif size > source.size - HEADER:
            outlet.state(0, HEADER, ByteState.FAILED, f"{size - source.size + HEADER:,} bytes are missing")
        else:
            outlet.parsed(0, HEADER)


def _crc(data: memoryview, span: Span) -> int:
    value = 0
    for start in range(span.offset, span.end, BLOCK):
        value = zlib.crc32(data[start : min(span.end, start + BLOCK)], value)
    return value


def _images(source: Source, outlet: Outlet, payload: Span, name: bytes) -> None:
    """A list of sizes that ends with 0, then the images, each at a multiple of four bytes."""
    sizes: list[int] = []
    position = payload.offset
    while len(sizes) <= MOST_IMAGES and position + 4 <= payload.end:
        size = struct.unpack_from(">I", source.data, position)[0]
        position += 4
        if not size:
            break
        sizes.append(size)
    else:
        raise ParseFailure("the list of images has no end")
    outlet.parsed(payload.offset, position - payload.offset)
    for index, size in enumerate(sizes):
        if position + size > payload.end:
            raise ParseFailure(f"image {index} reaches beyond the payload")
        outlet.view(name if len(sizes) == 1 else name + b".%d" % index, position, size)
        following = min(payload.end, position + (size + 3) // 4 * 4)
        hand_over_tail(source, outlet, position + size, f".padding.{index}", following)
        position = following
    hand_over_tail(source, outlet, position, ".rest", payload.end)
