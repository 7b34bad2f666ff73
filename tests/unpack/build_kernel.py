"""Linux kernel images with only the header fields that boot loaders read (kernel Documentation/arch)."""

from __future__ import annotations

import struct

CODE = b"\x0f\x1f\x44\x00\x00machine code" * 40


def bzimage(payload: bytes, setup: int = 4) -> bytes:
    """An x86 image of protocol 2.15; ``payload`` is the packed kernel with what the build appends."""
    loader = CODE + payload + CODE
    loader += bytes(-len(loader) % 16)
    head = bytearray(512 * (setup + 1))
    head[0x1F1] = setup
    struct.pack_into("<I", head, 0x1F4, len(loader) // 16)
    head[0x1FE:0x206] = b"\x55\xaa\xeb\x66HdrS"
    struct.pack_into("<H", head, 0x206, 0x020F)
    struct.pack_into("<II", head, 0x248, len(CODE), len(payload))
    return bytes(head) + loader


def zimage(payload: bytes, order: str = "<") -> bytes:
    """A 32-bit Arm image."""
    body = CODE + payload + CODE
    head = b"\x00\x00\xa0\xe1" * 9 + struct.pack(order + "III", 0x016F2818, 0, 48 + len(body))
    return head + body


def zboot(payload: bytes) -> bytes:
    """An EFI program that unpacks a kernel; the header of the PE format is left out."""
    return b"MZ\0\0zimg" + struct.pack("<II8x", 64, len(payload)) + b"gzip".ljust(40, b"\0") + payload + CODE


def image(body: bytes) -> bytes:
    """A raw arm64 image."""
    head = struct.pack("<IIQQQ", 0x91005A4D, 0x14000000, 0, len(body) + 0x10000, 0xA)
    return head.ljust(0x38, b"\0") + b"ARM\x64" + bytes(4) + CODE + body + CODE
