"""Where formats end inside unknown content that our own views can tell: programs, U-Boot images, databases.

Each takes the content from the format's first byte on and returns the number of its bytes: more than there are where it
was cut off, 0 where it is not this format at all.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from scanner.formats import checks, elf, pe
from scanner.formats.checks import number

TO_THE_END = 1 << 62
"""The length of formats whose end only their reader finds; it hands over what follows."""
MOST = 1 << 40
"""Bytes that no program claims; where one does its headers are chance."""


def _elf(data: memoryview) -> int:
    order, wide = "<" if data[5] == 1 else ">", data[4] == 2
    kind, version = number(data, 16, order + "H"), number(data, 20, order + "I")
    header = number(data, 52 if wide else 40, order + "H")
    if not 1 <= kind <= 4 or version != 1 or header != (64 if wide else 52):
        return 0
    extent = elf.extent(data)
    return extent.end if extent and extent.end < MOST else 0


def _pe(data: memoryview) -> int:
    header = number(data, 0x3C, "<I")
    if not 4 <= header <= 1 << 16 or bytes(data[header : header + 4]) != b"PE\x00\x00":
        return 0
    extent = pe.extent(data)
    if extent is None or not 1 <= number(data, header + 6, "<H") <= 96:
        return 0
    signed = extent.signature
    # A certificate table right behind the image (aligned to 8 bytes) belongs to it.
    return signed.end if signed and extent.end <= signed.offset <= extent.end + 8 else extent.end


def _uimage(data: memoryview) -> int:
    if len(data) < 64:
        return 0
    head = bytes(data[:4]) + bytes(4) + bytes(data[8:64])
    return 64 + number(data, 12, ">I") if zlib.crc32(head) == number(data, 4, ">I") else 0


def _dtb(data: memoryview) -> int:
    """A flattened device tree, version 17 or 16 (Devicetree Specification, 5.2); a FIT image is one too."""
    size, structure, last = number(data, 4, ">I"), number(data, 8, ">I"), number(data, 24, ">I")
    return size if last in (16, 17) and 40 <= structure < size else 0


def _sqlite(data: memoryview) -> int:
    """Page size and number of pages (Database File Format, 1.3)."""
    page, count = number(data, 16, ">H"), number(data, 28, ">I")
    page = 65536 if page == 1 else page
    return page * count if page >= 512 and not page & (page - 1) and bytes(data[21:24]) == b"\x40\x20\x20" else 0


def _luks(data: memoryview) -> int:
    return TO_THE_END if number(data, 6, ">H") in (1, 2) else 0


def _vhdx(data: memoryview) -> int:
    """The region table stands at 192 KiB (MS-VHDX, 2.2)."""
    return TO_THE_END if bytes(data[0x30000:0x30004]) == b"regi" else 0


def _qcow2(data: memoryview) -> int:
    return TO_THE_END if 9 <= number(data, 20, ">I") <= 21 else 0


def _rpm(data: memoryview) -> int:
    """The lead's signature type is 5, and the first header section follows (RPM file format)."""
    return TO_THE_END if number(data, 78, ">H") == 5 and bytes(data[96:99]) == b"\x8e\xad\xe8" else 0


def _android_boot(data: memoryview) -> int:
    """Page size of the old headers, header version of the new ones (AOSP boot_img_hdr)."""
    if bytes(data[:1]) == b"V":
        return TO_THE_END if number(data, 8, "<I") in (3, 4) else 0
    page, version = number(data, 36, "<I"), number(data, 40, "<I")
    return TO_THE_END if version in (3, 4) or (512 <= page <= 1 << 17 and not page & (page - 1)) else 0


OWN_LENGTHS: dict[str, Callable[[memoryview], int]] = {
    "elf": _elf,
    "pe": _pe,
    "uimage": _uimage,
    "dtb": _dtb,
    "sqlite": _sqlite,
    "luks": _luks,
    "vhdx": _vhdx,
    "qcow2": _qcow2,
    "rpm": _rpm,
    "android-boot": _android_boot,
}
YIELDS = frozenset({"elf", "pe", "sqlite"})
"""Formats that give way to what is found behind them where they were cut off: a program in a memory dump claims bytes
that were never there, and its reader finds no fault with them."""


def plausible(name: str, data: memoryview) -> bool:
    """A quick test before unblob's handlers of weak magic numbers are asked: what they would refuse, at less cost."""
    check = _WEAK.get(name)
    return check is None or check(data)


def _arc(data: memoryview) -> bool:
    """A printable DOS name, a size within the content, and a date and time that exist (ARC entry header)."""
    name = bytes(data[2:15]).split(b"\x00")[0]
    date, time = number(data, 19, "<H"), number(data, 21, "<H")
    dated = 1 <= date >> 5 & 15 <= 12 and date & 31 and time >> 11 < 24 and time >> 5 & 63 < 60 and time & 31 < 30
    named = 0 < len(name) <= 12 and all(0x20 < c < 0x7F for c in name)
    return named and bool(dated) and 0 < number(data, 15, "<I") <= len(data)


def _arj(data: memoryview) -> bool:
    """The main header's size and its CRC-32 (ARJ technical information)."""
    size = number(data, 2, "<H")
    return 30 <= size <= 2600 and zlib.crc32(data[4 : 4 + size]) == number(data, 4 + size, "<I")


def _lzh(data: memoryview) -> bool:
    """Header levels 0 and 1 have the sum of their bytes in the second one, level 2 its whole size in the first two."""
    level = number(data, 20, "B")
    if level == 2:
        return 24 <= number(data, 0, "<H") <= 4096 and number(data, 0, "<H") <= len(data)
    return level in (0, 1) and data[0] >= 20 and sum(data[2 : 2 + data[0]]) & 0xFF == data[1]


def _yaffs(data: memoryview) -> bool:
    """The mode of the first object is of its kind: a file or a directory (yaffs_guts.h, object header)."""
    order = "<" if data[0] else ">"
    kind, mode = number(data, 0, order + "I"), number(data, 268, order + "I")
    return mode >> 12 == {1: 0o10, 3: 0o04}.get(kind)


_WEAK: dict[str, Callable[[memoryview], bool]] = {
    "arc": _arc,
    "arj": _arj,
    "cpio_binary": checks.cpio_binary,
    "lzh": _lzh,
    "tar": checks.tar_checksum,
    "yaffs": _yaffs,
    "lzma": checks.lzma_alone,
}
