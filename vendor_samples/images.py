"""Write the containers of camera updates: SquashFS file systems, U-Boot images, and an "encrypted" partition."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

from vendor_samples.interface import EPOCH
from vendor_samples.tools import run

MKSQUASHFS = ("mksquashfs",)
"""Programs that :func:`squashfs` calls."""

_UIMAGE = struct.Struct(">7I4B32s")
"""Legacy U-Boot image header (u-boot include/image.h): magic, header checksum, time, size, load address, entry,
data checksum, operating system, processor, type, compression, name."""
_UIMAGE_MAGIC = 0x27051956
_LINUX, _ARM, _FILESYSTEM, _UNCOMPRESSED = 5, 2, 7, 0


def squashfs(tree: Path, target: Path) -> None:
    """Pack the folder ``tree`` as an xz-compressed SquashFS owned by root, with a console device, into ``target``."""
    times = ("-mkfs-time", str(EPOCH), "-all-time", str(EPOCH))
    fixed = ("-all-root", "-no-xattrs", "-noappend", "-no-progress", "-quiet", "-processors", "1")
    device = ("-p", "dev/console c 600 0 0 5 1")
    packing = ("-comp", "xz", "-b", "131072")
    run(["mksquashfs", tree, target, *packing, *times, *fixed, *device], target.parent, with_epoch=False)


def uimage(payload: bytes, name: str) -> bytes:
    """``payload`` behind a legacy U-Boot header with both checksums."""
    fields = (EPOCH, len(payload), 0, 0, zlib.crc32(payload), _LINUX, _ARM, _FILESYSTEM, _UNCOMPRESSED, name.encode())
    checksum = zlib.crc32(_UIMAGE.pack(_UIMAGE_MAGIC, 0, *fields))
    return _UIMAGE.pack(_UIMAGE_MAGIC, checksum, *fields) + payload


def sealed(size: int, seed: str) -> bytes:
    """``size`` bytes that look like the output of ``openssl enc``: its mark, then a SHA-256 counter stream."""
    blocks = (hashlib.sha256(f"{seed}:{number}".encode()).digest() for number in range(size // 32 + 1))
    return (b"Salted__" + b"".join(blocks))[:size]
