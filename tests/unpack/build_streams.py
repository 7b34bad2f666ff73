"""Streams that Python cannot write by itself: lzop, lzip, compress and legacy lz4, by their descriptions."""

from __future__ import annotations

import lzma
import struct
import zlib

import lz4.block
import lz4.frame
import lzallright

LZOP_MAGIC = b"\x89LZO\x00\r\n\x1a\n"


def lz4_frame(data: bytes, *, checksum: bool = True) -> bytes:
    return lz4.frame.compress(data, content_checksum=checksum, block_linked=False)


def lz4_legacy(data: bytes, block: int = 8 << 20) -> bytes:
    """What ``lz4 -l`` writes."""
    parts = [lz4.block.compress(data[i : i + block], store_size=False) for i in range(0, len(data), block)]
    return b"\x02\x21\x4c\x18" + b"".join(struct.pack("<I", len(part)) + part for part in parts)


def lzop(data: bytes, block: int = 4096, flags: int = 0x303, name: bytes = b"") -> bytes:
    """What lzop writes, with the checksums that ``flags`` asks for (default: all four)."""
    head = struct.pack(">HHHBBIIIIB", 0x1040, 0x20A0, 0x0940, 1, 5, flags, 0o644, 0, 0, len(name)) + name
    out = LZOP_MAGIC + head + struct.pack(">I", (zlib.crc32 if flags & 0x1000 else zlib.adler32)(head))
    for start in range(0, len(data), block):
        out += _lzop_block(data[start : start + block], flags)
    return out + bytes(4)


def _lzop_block(plain: bytes, flags: int) -> bytes:
    packed = bytes(lzallright.LZOCompressor().compress(plain))
    packed = packed if len(packed) < len(plain) else plain
    out = struct.pack(">II", len(plain), len(packed)) + _sums(plain, flags & 1, flags & 0x100)
    return out + (_sums(packed, flags & 2, flags & 0x200) if packed is not plain else b"") + packed


def _sums(data: bytes, adler: int, crc: int) -> bytes:
    chosen = ([zlib.adler32(data)] if adler else []) + ([zlib.crc32(data)] if crc else [])
    return b"".join(struct.pack(">I", value) for value in chosen)


def lzip(data: bytes) -> bytes:
    """One member; the body is that of the old ``.lzma`` format with an end mark, behind its 13-byte header."""
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
    body = lzma.compress(data, lzma.FORMAT_ALONE, filters=chain)[13:]
    return b"LZIP\x01\x10" + body + struct.pack("<LQQ", zlib.crc32(data), len(data), 6 + len(body) + 20)


def compress_z(data: bytes) -> bytes:
    """LZW that uses no code for more than one byte; up to 250 bytes, so that codes keep their 9 bits."""
    bits, count, codes = 0, 0, 9
    for byte in data[:250]:
        bits |= byte << count
        count += codes
    return b"\x1f\x9d\x90" + bits.to_bytes(-(-count // 8), "little")
