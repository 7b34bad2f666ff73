"""Cases of the readers of single packed files beyond gzip, bzip2, xz and zstd."""

from __future__ import annotations

from tests.unpack.build_streams import compress_z, lz4_frame, lz4_legacy, lzip, lzop
from tests.unpack.case import ReaderCase

TEXT = b"".join(b"line %d of a firmware\n" % number for number in range(3000))
NO_INTEGRITY = "the format has no integrity data and no end mark"

CASES = (
    ReaderCase("lz4", "lz4", lambda: lz4_frame(TEXT), lambda: lz4_frame(TEXT)[:-9], "a.lz4", 1),
    ReaderCase("lz4", "lz4", lambda: lz4_legacy(TEXT), lambda: lz4_legacy(TEXT)[:-9], "a.lz4", 1),
    ReaderCase("lzop", "lzop", lambda: lzop(TEXT), lambda: lzop(TEXT)[:-400], "a.lzo", 1),
    ReaderCase("lzip", "lzip", lambda: lzip(TEXT), lambda: lzip(TEXT)[:-400], "a.lz", 1),
    ReaderCase(
        "compress", "compress", lambda: compress_z(TEXT), lambda: compress_z(TEXT)[:99], "a.Z", 1, harmless=NO_INTEGRITY
    ),
)
