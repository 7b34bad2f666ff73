"""Whether a format that does not come to a valid end at a place really begins there, cut off or damaged.

A magic number of four bytes stands by chance in every gigabyte. What counts here is a checksum of the header or fields
that agree with each other, so that a broken container becomes a child (and ends as failed) and chance matches do not.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable

from scanner.formats import checks
from scanner.formats.checks import number

Check = Callable[[memoryview], bool]
HEAD = 1 << 16
"""Bytes of a stream that must decode."""


def _plain_crc(data: memoryview) -> int:
    """CRC-32 that starts at all ones and is not inverted at the end, as UBI and UBIFS store it."""
    return zlib.crc32(data) ^ 0xFFFFFFFF


def _squashfs(data: memoryview) -> bool:
    order = "<" if bytes(data[:4]) in (b"hsqs", b"qshs", b"hsqt", b"zlqs") else ">"
    if number(data, 28, order + "H") != 4:
        return number(data, 4, order + "I") > 0
    size, log = number(data, 12, order + "I"), number(data, 22, order + "H")
    return 12 <= log <= 20 and size == 1 << log and 1 <= number(data, 20, order + "H") <= 6


def _zip(data: memoryview) -> bool:
    version, method, length = number(data, 4, "<H"), number(data, 8, "<H"), number(data, 26, "<H")
    name = bytes(data[30 : 30 + max(0, min(length, 256))])
    known = method in (0, 1, 6, 8, 9, 12, 14, 93, 95, 98, 99)
    return 0 <= version & 0xFF <= 63 and known and 0 < length <= 4096 and all(c >= 0x20 for c in name) and bool(name)


def _gzip(data: memoryview) -> bool:
    if not checks.gzip(data):
        return False
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return len(engine.decompress(bytes(data[:HEAD]), HEAD)) >= 512
    except zlib.error:
        return False


def _bzip2(data: memoryview) -> bool:
    """No contradiction in what is there of the first block (a block has its sum at its end)."""
    try:
        bz2.BZ2Decompressor().decompress(bytes(data[: 1 << 20]), 512)
    except OSError:
        return False
    return len(data) >= 512


def _xz(data: memoryview) -> bool:
    return len(data) >= 12 and zlib.crc32(data[6:8]) == number(data, 8, "<I")


def _zstd(data: memoryview) -> bool:
    import zstandard

    engine = zstandard.ZstdDecompressor(max_window_size=1 << 31)
    try:
        # A stream reader: it decodes no more than it is asked for.
        return len(engine.stream_reader(bytes(data[:HEAD])).read(512)) == 512
    except zstandard.ZstdError:
        return False


def _lz4(data: memoryview) -> bool:
    import lz4.frame

    try:
        lz4.frame.get_frame_info(bytes(data[:32]))
    except RuntimeError:
        return False
    return True


def _lzma(data: memoryview) -> bool:
    if not checks.lzma_alone(data):
        return False
    engine = lzma.LZMADecompressor(format=lzma.FORMAT_ALONE)
    try:
        return len(engine.decompress(bytes(data[:HEAD]), 1 << 20)) >= HEAD
    except (lzma.LZMAError, MemoryError):
        return False


def _seven_zip(data: memoryview) -> bool:
    return len(data) >= 32 and zlib.crc32(data[12:32]) == number(data, 8, "<I")


def _rar(data: memoryview) -> bool:
    """The CRC of the header behind the signature: 16 bits of it in RAR 4, all and a length of its own in RAR 5."""
    if number(data, 6, "B") != 1:
        return number(data, 9, "B") == 0x73 and zlib.crc32(data[9:20]) & 0xFFFF == number(data, 7, "<H")
    # A first header is short: its length takes one byte, or two.
    first, second = number(data, 12, "B"), number(data, 13, "B")
    size = 1 + first if first < 0x80 else 2 + (first & 0x7F) + (second << 7)
    return len(data) >= 12 + size and zlib.crc32(data[12 : 12 + size]) == number(data, 8, "<I")


def _cab(data: memoryview) -> bool:
    return number(data, 8, "<I") > 36 and number(data, 24, "<H") == 0x103 and number(data, 12, "<I") == 0


def _ole(data: memoryview) -> bool:
    return number(data, 28, "<H") == 0xFFFE and number(data, 30, "<H") in (9, 12)


def _cpio(data: memoryview) -> bool:
    if not checks.cpio_hex(data):
        return False
    length = int(bytes(data[94:102]), 16)
    return 1 < length <= 4096 and number(data, 110 + length - 1, "B") == 0 and 0 not in bytes(data[110 : 109 + length])


def _jffs2(data: memoryview) -> bool:
    order = "<" if data[0] in (0x85, 0x84) else ">"
    return checks.jffs2(data) and number(data, 4, order + "I") < 1 << 24 and _node_crc(data, order)


def _node_crc(data: memoryview, order: str) -> bool:
    """CRC-32 that starts at zero and is not inverted (Linux ``crc32(0, ...)``)."""
    value = zlib.crc32(data[:8], 0xFFFFFFFF) ^ 0xFFFFFFFF
    return len(data) >= 12 and value == number(data, 8, order + "I")


def _ubi(data: memoryview) -> bool:
    return len(data) >= 64 and _plain_crc(data[:60]) == number(data, 60, ">I")


def _ubifs(data: memoryview) -> bool:
    length = number(data, 16, "<I")
    return 24 <= length <= len(data) and _plain_crc(data[8:length]) == number(data, 4, "<I")


def _romfs(data: memoryview) -> bool:
    size = min(512, number(data, 8, ">I"))
    if not 32 <= size <= len(data):
        return False
    words = struct.unpack(f">{size // 4}I", data[: size // 4 * 4])
    return not sum(words) & 0xFFFFFFFF


def _cramfs(data: memoryview) -> bool:
    return bytes(data[16:32]) == b"Compressed ROMFS"


def _ext(data: memoryview) -> bool:
    log = number(data, 0x418, "<I")
    return checks.ext(data) and 0 < number(data, 0x420, "<I") <= 8 * (1024 << log) and number(data, 0x428, "<I") > 0


def _iso(data: memoryview) -> bool:
    """One of the first volume descriptors is a primary one whose sizes agree in both byte orders (ECMA-119, 8.4)."""
    return any(number(data, at, "B") == 1 and _iso_sizes(data, at) for at in range(0x8000, 0xA000, 0x800))


def _iso_sizes(data: memoryview, at: int) -> bool:
    block, blocks = number(data, at + 128, "<H"), number(data, at + 80, "<I")
    same = block == number(data, at + 130, ">H") and blocks == number(data, at + 84, ">I")
    return same and block in (512, 1024, 2048) and blocks > 16


def _ntfs(data: memoryview) -> bool:
    """The master file table begins where the boot sector says (the boot file of a volume is a copy without one)."""
    cluster = number(data, 11, "<H") * number(data, 13, "B")
    start = cluster * number(data, 48, "<Q")
    return 512 <= cluster <= 1 << 16 and bytes(data[start : start + 4]) == b"FILE"


def _fat(data: memoryview) -> bool:
    sector, tables = number(data, 11, "<H"), number(data, 16, "B")
    named = bytes(data[54:57]) == b"FAT" or bytes(data[82:85]) == b"FAT"
    return sector in (512, 1024, 2048, 4096) and tables in (1, 2) and named


def _erofs(data: memoryview) -> bool:
    return 9 <= number(data, 1024 + 12, "B") <= 16 and number(data, 1024 + 36, "<I") > 0


def _lzip(data: memoryview) -> bool:
    """A dictionary size of 2^12 to 2^29, and LZMA data behind it that decode (lzip format, RFC draft)."""
    power = number(data, 5, "B") & 0x1F
    if not 12 <= power <= 29:
        return False
    engine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 1 << power}])
    try:
        return len(engine.decompress(bytes(data[6:HEAD]), 512)) == 512
    except (lzma.LZMAError, MemoryError):
        return False


def _lzo(data: memoryview) -> bool:
    """Version 0.9 to 1.x, method 1 to 3 and level up to 9 (lzop header)."""
    version, method, level = number(data, 9, ">H"), number(data, 15, "B"), number(data, 16, "B")
    return 0x0900 <= version <= 0x1FFF and 1 <= method <= 3 and 0 <= level <= 9


def _pattern(_data: memoryview) -> bool:
    """The pattern itself is long and holds fields of the header, not only a word."""
    return True


EVIDENCE: dict[str, Check] = {
    **dict.fromkeys(("squashfs_v1", "squashfs_v2", "squashfs_v3", "squashfs_v3_ddwrt", "squashfs_v4_le"), _squashfs),
    **dict.fromkeys(("squashfs_v3_broadcom", "squashfs_v4_be", "squashfs_v4_broadcom"), _squashfs),
    **dict.fromkeys(("squashfs_v2_nonstandard", "squashfs_v3_nonstandard"), _squashfs),
    **dict.fromkeys(("ar", "sparse", "btrfs_stream", "partclone", "sbfh"), _pattern),
    "zip": _zip,
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
    "lz4_default": _lz4,
    "lzma": _lzma,
    "lzip": _lzip,
    "lzo": _lzo,
    "sevenzip": _seven_zip,
    "rar": _rar,
    "cab": _cab,
    "msi": _ole,
    "tar": checks.tar_checksum,
    "cpio_portable_ascii": _cpio,
    "cpio_portable_ascii_crc": _cpio,
    "cpio_portable_old_ascii": checks.cpio_octal,
    "jffs2_new": _jffs2,
    "jffs2_old": _jffs2,
    "ubi": _ubi,
    "ubifs": _ubifs,
    "romfs": _romfs,
    "cramfs": _cramfs,
    "extfs": _ext,
    "iso9660": _iso,
    "ntfs": _ntfs,
    "fat": _fat,
    "erofs": _erofs,
    "trx_v1": checks.trx,
    "trx_v2": checks.trx,
}
"""Handler of unblob → what must hold at its start although the handler found no valid end."""


def begins(name: str, data: memoryview) -> bool:
    """Whether the broken format ``name`` really begins at byte 0 of ``data``."""
    check = EVIDENCE.get(name)
    return check is not None and check(data)
