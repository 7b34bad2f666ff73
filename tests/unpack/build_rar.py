"""RAR archives of stored members in both generations, built by the descriptions of their formats."""

from __future__ import annotations

import struct
import zlib

MARK4, MARK5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"


def number(value: int) -> bytes:
    """RAR 5: seven bits a byte, the lowest first."""
    out = b""
    while value > 0x7F:
        out += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return out + bytes((value,))


def block5(
    kind: int, fields: bytes, data: bytes = b"", *, flags: int = 0, extra: bytes = b"", announced: int = -1
) -> bytes:
    """One block of RAR 5; ``announced`` replaces the size of the data."""
    size = len(data) if announced < 0 else announced
    body = number(kind) + number(flags | (1 if extra else 0) | (2 if size else 0))
    body += (number(len(extra)) if extra else b"") + (number(size) if size else b"") + fields + extra
    head = number(len(body)) + body
    return struct.pack("<L", zlib.crc32(head)) + head + data


def member5(
    name: str, data: bytes, *, flags: int = 0, kind: int = 2, part: bytes | None = None, extra: bytes = b""
) -> bytes:
    """A stored member of RAR 5; ``part`` is what this volume holds of it (its own CRC counts but in the last one)."""
    raw = name.encode()
    checked = part if part is not None and flags & 0x10 else data
    fields = number(4) + number(len(data)) + number(0o100644) + struct.pack("<L", zlib.crc32(checked))
    fields += number(0) + number(1) + number(len(raw)) + raw
    return block5(kind, fields, data if part is None else part, flags=flags, extra=extra)


def main5(volume: int | None = None) -> bytes:
    """Signature and main header; ``volume`` counts from 0."""
    own = number(0) if volume is None else number(1 | (2 if volume else 0)) + (number(volume) if volume else b"")
    return MARK5 + block5(1, own)


def end5(more: bool = False) -> bytes:
    """The end of an archive or of a volume."""
    return block5(5, number(int(more)))


def rar5(files: dict[str, bytes], *between: bytes) -> bytes:
    """A whole archive; ``between`` are further blocks in front of the end."""
    return main5() + b"".join(member5(name, data) for name, data in files.items()) + b"".join(between) + end5()


def block4(kind: int, fields: bytes, data: bytes = b"", flags: int = 0) -> bytes:
    """One block of RAR 4."""
    body = struct.pack("<BHH", kind, flags | (0x8000 if data else 0), 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body + data


def member4(name: str, data: bytes, flags: int = 0, mode: int = 0o100644) -> bytes:
    """A stored member of RAR 4."""
    raw = name.encode()
    sizes = struct.pack("<LLBLLBBHL", len(data), len(data), 3, zlib.crc32(data), 0x21 << 16, 29, 0x30, len(raw), mode)
    return block4(0x74, sizes + raw, data, flags)


def rar4(files: dict[str, bytes]) -> bytes:
    """A whole archive of RAR 4."""
    members = b"".join(member4(name, data) for name, data in files.items())
    return MARK4 + block4(0x73, bytes(6)) + members + block4(0x7B, b"", flags=0x4000)
