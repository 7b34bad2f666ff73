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
