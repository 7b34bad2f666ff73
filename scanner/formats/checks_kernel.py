"""Linux kernel images: what their boot headers say (kernel Documentation/arch, as named at each function)."""

from __future__ import annotations

from scanner.formats.checks import number

ZIMAGE = 0x016F2818
X86, ARM, RAW, ZBOOT = "bzImage", "zImage", "Image", "EFI zboot"


def kernel_kind(data: memoryview) -> str:
    """One of the four kinds of kernel image, empty for anything else."""
    if bytes(data[0x202:0x206]) == b"HdrS" and number(data, 0x1FE, "<H") == 0xAA55:
        return X86  # arch/x86/boot.rst
    if bytes(data[4:8]) == b"zimg" and bytes(data[:2]) == b"MZ":
        return ZBOOT  # drivers/firmware/efi/libstub/zboot-header.S
    if bytes(data[0x38:0x3C]) in (b"ARM\x64", b"RSC\x05"):
        return RAW  # arch/arm64/booting.rst, arch/riscv/boot-image-header.rst
    if zimage_order(data):
        return ARM
    return ""


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
    overlap = len(BANNER) - 1
    return any(BANNER in bytes(data[at : at + WINDOW + overlap]) for at in range(0, len(data), WINDOW))
