"""Android boot images, versions 0 to 4 (AOSP ``system/tools/mkbootimg/include/bootimg/bootimg.h``)."""

from __future__ import annotations

import hashlib
import struct
from typing import ClassVar

from scanner.formats.checks import number
from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.firmware.android_pages import Layout, placed_in_pages
from scanner.unpack.firmware.android_vendor_boot import vendor_parts
from scanner.unpack.firmware.avb import hand_over_avb
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed

PAGE_OF_NEW = 4096
"""Page size from version 3 on."""
LENGTHS = {0: 1632, 1: 1648, 2: 1660, 3: 1580, 4: 1584}
"""Bytes of the header of each version."""
IDENTITY = Span(576, 32)
CHUNK = 1 << 20


class AndroidBoot:
    """Hands over kernel, ramdisk and all other parts; each begins at a page of its own."""

    NAME: ClassVar[str] = "android-boot"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"android-boot"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The identity of versions 0 to 2 is verified where it is a SHA-1 of the parts, as mkbootimg writes it; other "
        "tools leave it zero. Versions 3 and 4 and vendor images have no checksum beyond those of their parts.",
        "The kernel's command line is not judged.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        if source.size < IDENTITY.end:
            raise ParseFailure("the header is cut off")
        vendor = source.read(0, 8) == b"VNDRBOOT"
        head, parts, end = vendor_parts(source.data) if vendor else boot_parts(source.data)
        outlet.parsed(0, min(head, source.size))
        whole = max((part.span.end for part in parts), default=head) <= source.size
        if not whole:
            outlet.state(0, head, ByteState.FAILED, "the image is cut")
        hand_over_placed(source, outlet, parts, Span(head, max(0, end - head)))
        if whole and not vendor and number(source.data, 40, "<I") not in (3, 4):
            _verify(source, outlet, parts)
        hand_over_avb(source, outlet, end)


def boot_parts(data: memoryview) -> Layout:
    """What the header of a boot image says.

    :raises ParseFailure: where it makes no sense.
    """
    version = number(data, 40, "<I")
    if version in (3, 4):
        signature = number(data, 1580, "<I") if version == 4 else 0
        sizes = [("kernel", number(data, 8, "<I")), ("ramdisk", number(data, 12, "<I")), ("signature", signature)]
        return placed_in_pages(LENGTHS[version], PAGE_OF_NEW, sizes)
    kernel, ramdisk, second, page = struct.unpack_from("<I4xI4xI8xI", data, 8)
    sizes = [("kernel", kernel), ("ramdisk", ramdisk), ("second", second)]
    if version > max(LENGTHS):
        # Before there were versions, Qualcomm kept the size of its device trees here.
        return placed_in_pages(LENGTHS[0], page, [*sizes, ("dt", version)])
    if version >= 1:
        sizes.append(("recovery_dtbo", number(data, 1632, "<I")))
    if version >= 2:
        sizes.append(("dtb", number(data, 1648, "<I")))
    return placed_in_pages(LENGTHS[version], page, sizes)


def _verify(source: Source, outlet: Outlet, parts: list[Placed]) -> None:
    """Compare the identity with the SHA-1 over every part and its size, in the order of the header."""
    stored = source.read(IDENTITY.offset, IDENTITY.length)
    if not any(stored) or any(stored[20:]):
        return
    version = number(source.data, 40, "<I")
    names = ["kernel", "ramdisk", "second"]
    names += ["dt"] if version > max(LENGTHS) else ["recovery_dtbo", "dtb"][: max(0, version)]
    spans = {part.name: part.span for part in parts}
    digest = hashlib.sha1(usedforsecurity=False)
    for name in names:
        span = spans.get(name, Span(0, 0))
        for start in range(span.offset, span.end, CHUNK):
            digest.update(source.data[start : min(start + CHUNK, span.end)])
        digest.update(struct.pack("<I", span.length))
    if digest.digest() != stored[:20]:
        reason = "the identity in the header is not the SHA-1 of the parts"
        for part in parts:
            outlet.state(part.span.offset, part.span.length, ByteState.FAILED, reason)
