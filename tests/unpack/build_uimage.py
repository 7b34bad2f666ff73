"""U-Boot legacy images, written field by field."""

from __future__ import annotations

import struct
import zlib

FILESYSTEM, MULTI = 7, 4


def uimage(payload: bytes, name: bytes = b"kernel", kind: int = FILESYSTEM) -> bytes:
    """``payload`` behind a header with right checksums."""
    rest = struct.pack(">II", 0, 0), struct.pack(">IBBBB32s", zlib.crc32(payload), 5, 2, kind, 0, name)
    fields = struct.pack(">II", 1_700_000_000, len(payload)) + rest[0] + rest[1]
    blank = b"\x27\x05\x19\x56" + bytes(4) + fields
    return blank[:4] + struct.pack(">I", zlib.crc32(blank)) + fields


def header_and(payload: bytes, **options: object) -> bytes:
    """Header and payload."""
    return uimage(payload, **options) + payload  # type: ignore[arg-type]


def multi(*images: bytes) -> bytes:
    """A multi-file image."""
    table = b"".join(struct.pack(">I", len(image)) for image in images) + bytes(4)
    return header_and(table + b"".join(image + bytes(-len(image) % 4) for image in images), kind=MULTI)
