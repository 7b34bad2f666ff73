"""Where in unknown bytes the next packed stream plausibly begins."""

from __future__ import annotations

import re
import zlib

from scanner.types import ParseFailure
from scanner.unpack.compressed.codecs import ZSTD_MAGIC, zstd_frame_end

_BEGINNINGS = re.compile(
    b"(?P<gzip>\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff])|(?P<xz>\xfd7zXZ\x00\x00.)"
    b"|(?P<zstd>" + re.escape(ZSTD_MAGIC) + b")|(?P<bzip2>BZh[1-9]1AY&SY)",
    re.DOTALL,
)
_PROBE = 4096


def next_stream(data: memoryview, start: int) -> int:
    """Offset of the first plausible gzip, xz, zstd or bzip2 header from ``start`` on; the end where there is none."""
    for match in _BEGINNINGS.finditer(data, start):
        if match.lastgroup is not None and _plausible(data, match.lastgroup, match.start()):
            return match.start()
    return len(data)


def _plausible(data: memoryview, kind: str, start: int) -> bool:
    """Magic numbers of three or four bytes stand in random data too: the header must make sense further on."""
    if kind == "xz":
        flags, crc = bytes(data[start + 6 : start + 8]), bytes(data[start + 8 : start + 12])
        return zlib.crc32(flags).to_bytes(4, "little") == crc
    if kind == "zstd":
        try:
            zstd_frame_end(data, start, len(data))
        except ParseFailure:
            return False
    if kind == "gzip" and not data[start + 3]:
        try:
            zlib.decompressobj(-zlib.MAX_WBITS).decompress(bytes(data[start + 10 : start + 10 + _PROBE]), 1)
        except zlib.error:
            return False
    return True
