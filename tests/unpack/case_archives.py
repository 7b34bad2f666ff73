"""Cases of the archive readers."""

from __future__ import annotations

import bz2

from tests.unpack.build import PACKERS, ar_of, cpio_of, gzip_of, tar_of, zip_of
from tests.unpack.case import ReaderCase

FILES = {"etc/version": b"camera 1.0\n" * 90, "bin/tool": bytes(range(256)) * 4, "empty": b""}
TEXT = b"one line of text\n" * 300


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


CASES = (
    ReaderCase("zip", "zip", lambda: zip_of(FILES), lambda: _cut(zip_of(FILES)), "a.zip", 3),
    ReaderCase("tar", "tar", lambda: tar_of(FILES), lambda: tar_of(FILES)[:1000], "a.tar", 3),
    ReaderCase("gzip", "gzip", lambda: gzip_of(TEXT), lambda: _cut(gzip_of(TEXT)), "a.gz", 1),
    ReaderCase("bzip2", "bzip2", lambda: bz2.compress(TEXT), lambda: _cut(bz2.compress(TEXT)), "a.bz2", 1),
    ReaderCase("xz", "xz", lambda: PACKERS["xz"](TEXT), lambda: _cut(PACKERS["xz"](TEXT)), "a.xz", 1),
    ReaderCase("lzma", "lzma", lambda: PACKERS["lzma"](TEXT), lambda: PACKERS["lzma"](TEXT)[:-8], "a.lzma", 1),
    ReaderCase("zstd", "zstd", lambda: PACKERS["zstd"](TEXT), lambda: _cut(PACKERS["zstd"](TEXT)), "a.zst", 1),
    ReaderCase("cpio", "cpio", lambda: cpio_of(FILES), lambda: cpio_of(FILES)[:700], "a.cpio", 3),
    ReaderCase("ar", "ar", lambda: ar_of(FILES), lambda: ar_of(FILES)[:700], "a.a", 3),
)
