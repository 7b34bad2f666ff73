"""Linux kernel images: what their boot headers say (kernel Documentation/arch, as named at each function)."""

from __future__ import annotations

import re

from scanner.formats.checks import number

ZIMAGE = 0x016F2818
X86, ARM, RAW, ZBOOT, PLAIN = "bzImage", "zImage", "Image", "EFI zboot", "unpacked"


def kernel_kind(data: memoryview) -> str:
    """One of the four kinds of kernel image with a header, empty for anything else."""
    if bytes(data[0x202:0x206]) == b"HdrS" and number(data, 0x1FE, "<H") == 0xAA55:
        return X86  # arch/x86/boot.rst
    if bytes(data[4:8]) == b"zimg" and bytes(data[:2]) == b"MZ":
        return ZBOOT  # drivers/firmware/efi/libstub/zboot-header.S
    if bytes(data[0x38:0x3C]) in (b"ARM\x64", b"RSC\x05"):
        return RAW  # arch/arm64/booting.rst, arch/riscv/boot-image-header.rst
    return ARM if zimage_order(data) else ""


def zimage_order(data: memoryview) -> str:
    """Byte order of a zImage's header (arch/arm/boot/compressed/head.S) as a ``struct`` code, empty where none is."""
    for order in "<>":
        start, end = number(data, 0x28, order + "I"), number(data, 0x2C, order + "I")
        if number(data, 0x24, order + "I") == ZIMAGE and 0 <= start < end:
            return order
    return ""


def kernel(data: memoryview) -> bool:
    """Any of them."""
    return bool(kernel_kind(data))


LOAD, DYNAMIC, INTERPRETER = 1, 2, 3
BANNER = b"Linux version "
WINDOW = 1 << 20


def vmlinux(data: memoryview) -> bool:
    """An ELF file that is a kernel: nothing to link it with, and the banner that every kernel has (init/version.c)."""
    if bytes(data[:4]) != b"\x7fELF" or len(data) < WINDOW:
        return False
    order, wide = "<" if data[5] == 1 else ">", data[4] == 2
    table = number(data, 32 if wide else 28, order + ("Q" if wide else "I"))
    size, count = (number(data, at, order + "H") for at in ((54, 56) if wide else (42, 44)))
    kinds = {number(data, table + size * index, order + "I") for index in range(max(0, min(count, 64)))}
    if LOAD not in kinds or kinds & {DYNAMIC, INTERPRETER}:
        return False
    return _find(data, BANNER) >= 0


PLAIN_SIZES = range(1 << 20, 1 << 28)
_BANNER = re.compile(rb"Linux version \d+\.\d+[^\0\n]{3,400} #\d+[^\0\n]{5,200}\n\0")
_FORMAT = b"%s version %s ("


def plain_kernel(data: memoryview) -> bool:
    """Content of no other format with both banners of a kernel (init/version.c): the text, and that of /proc/version.

    A log of a boot has the first one only, and no zero behind it.
    """
    if len(data) not in PLAIN_SIZES:
        return False
    at = _find(data, BANNER)
    while at >= 0:
        if _BANNER.match(data, at):
            return _find(data, _FORMAT) >= 0
        following = _find(data[at + 1 :], BANNER)
        at = at + 1 + following if following >= 0 else -1
    return False


def _find(data: memoryview, words: bytes) -> int:
    """Offset of ``words``, -1 where they are not there."""
    for start in range(0, len(data), WINDOW):
        found = bytes(data[start : start + WINDOW + len(words) - 1]).find(words)
        if found >= 0:
            return start + found
    return -1
