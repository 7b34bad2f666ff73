"""Cases of the reader for Linux kernel images."""

from __future__ import annotations

import lzma
import struct

from tests.unpack.build import cpio_of, gzip_of, noise
from tests.unpack.build_kernel import bzimage, image, zboot, zimage
from tests.unpack.case import ReaderCase

VMLINUX = b"".join(b"symbol_%d\0" % number for number in range(20_000))
FILES = {"init": b"#!/bin/sh\n" * 20, "etc/x": b"x=1\n"}


def packed() -> bytes:
    """What the build of a kernel leaves: the packed kernel and its unpacked size."""
    return lzma.compress(VMLINUX) + struct.pack("<I", len(VMLINUX))


def _broken() -> bytes:
    data = bytearray(zimage(gzip_of(VMLINUX)))
    data[-700] ^= 1
    return bytes(data)


CASES = (
    ReaderCase(
        "linux-kernel", "linux-kernel", lambda: bzimage(packed()), lambda: bzimage(packed())[:6000], "vmlinuz", 1
    ),
    ReaderCase("linux-kernel", "linux-kernel", lambda: zimage(gzip_of(VMLINUX)), _broken, "zImage", 1),
    ReaderCase(
        "linux-kernel",
        "linux-kernel",
        lambda: zboot(gzip_of(VMLINUX)),
        lambda: zboot(packed())[:3000],
        "vmlinuz.efi",
        1,
    ),
    ReaderCase(
        "linux-kernel", "linux-kernel", lambda: image(cpio_of(FILES)), lambda: image(noise(1 << 19)), "Image", 1
    ),
)
