"""Smallest media, fonts, certificates and databases, written field by field."""

from __future__ import annotations

import base64
import struct
import zlib


def chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes) -> bytes:
    """One grey pixel; ``extra`` are chunks before the picture data."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + picture


def jpeg(*extra: bytes) -> bytes:
    """The frame of a JPEG: no real picture, but every kind of segment. ``extra`` are whole segments."""
    app0 = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    table = b"\xff\xdb\x00\x43" + bytes(65)
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + app0 + b"".join(extra) + table + scan + b"\xff\xd9"


def gif() -> bytes:
    """One pixel with a comment."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + b"\x21\xfe\x05hello\x00" + image + b"\x3b"


def bmp() -> bytes:
    """Two by two pixels of 24 bits."""
    rows = bytes(range(6)) + bytes(2)
    info = struct.pack("<IiiHHIIiiII", 40, 2, 2, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 16, 0, 0, 54) + info + rows * 2


def ico() -> bytes:
    """An icon of one PNG."""
    picture = png()
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 1, 1, 0, 0, 1, 8, len(picture), 22) + picture


def riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A RIFF file of ``form``."""
    body = form + b"".join(k + struct.pack("<I", len(b)) + b + bytes(len(b) & 1) for k, b in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def font() -> bytes:
    """A TrueType directory with two tables."""
    tables = ((b"cmap", b"\x00\x01\x02\x03\x04"), (b"glyf", b"glyphs of a font"))
    out, position, body = b"\x00\x01\x00\x00" + struct.pack(">HHHH", 2, 32, 1, 0), 12 + 32, b""
    for tag, data in tables:
        out += tag + struct.pack(">III", 0, position + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return out + body


def der(size: int = 300) -> bytes:
    """A sequence around a sequence, as certificates are."""
    inner = b"\x30\x82" + struct.pack(">H", size) + bytes(i % 61 for i in range(size))
    return b"\x30\x82" + struct.pack(">H", len(inner)) + inner


def pem(body: bytes = b"", label: bytes = b"CERTIFICATE") -> bytes:
    """``body`` (a certificate when empty) in armour."""
    return b"-----BEGIN " + label + b"-----\n" + base64.encodebytes(body or der()) + b"-----END " + label + b"-----\n"


def sqlite() -> bytes:
    """Header page and one empty page of 512 bytes."""
    head = b"SQLite format 3\x00" + struct.pack(">HBBBBBBII", 512, 1, 1, 0, 64, 32, 32, 1, 2)
    return head + bytes(92 - len(head)) + struct.pack(">I", 1) + bytes(1024 - 96)


def dex() -> bytes:
    """Header of a Dalvik file of 112 bytes."""
    return b"dex\n035\x00" + bytes(24) + struct.pack("<I", 112) + bytes(76)
