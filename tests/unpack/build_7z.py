"""A 7z archive made by hand, so that its names and modes can be anything (7zFormat.txt of the 7-Zip sources).

One block, stored unpacked (codec Copy), one stream a member.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

HEADER, PACK_INFO, UNPACK_INFO, SUBSTREAMS, FILES, SIZE, CRC, FOLDER, UNPACK_SIZE = 1, 6, 7, 8, 5, 9, 10, 11, 12
NUM_STREAMS, EMPTY_STREAM, EMPTY_FILE, NAMES, ATTRIBUTES = 13, 14, 15, 17, 21
UNIX = 0x8000


def number(value: int) -> bytes:
    """A number of 7z: the first byte says how many follow."""
    for extra in range(8):
        if value < 1 << (7 * extra + 7):
            first = (0xFF00 >> extra & 0xFF) | value >> 8 * extra
            return bytes([first]) + (value & (1 << 8 * extra) - 1).to_bytes(extra, "little")
    return b"\xff" + value.to_bytes(8, "little")


def bits(flags: Sequence[bool]) -> bytes:
    """A vector of bits, the first in the highest place."""
    padded = [*flags, *[False] * (-len(flags) % 8)]
    return bytes(sum(flag << 7 - i for i, flag in enumerate(padded[at : at + 8])) for at in range(0, len(padded), 8))


def seven_zip(members: Sequence[tuple[str, bytes, int]]) -> bytes:
    """(name, content, Unix mode) of each member; empty ones have no stream."""
    full = [data for _, data, _ in members if data]
    stream = b"".join(full)
    header = bytes([HEADER, 4]) + _streams(full, len(stream)) + _files(members) + b"\0"
    start = struct.pack("<QQL", len(stream), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start)) + start + stream + header


def _streams(full: Sequence[bytes], size: int) -> bytes:
    pack = bytes([PACK_INFO]) + number(0) + number(1) + bytes([SIZE]) + number(size) + b"\0"
    folder = bytes([UNPACK_INFO, FOLDER]) + number(1) + b"\0" + b"\1\1\0" + bytes([UNPACK_SIZE]) + number(size) + b"\0"
    parts = bytes([SUBSTREAMS, NUM_STREAMS]) + number(len(full)) + bytes([SIZE])
    parts += b"".join(number(len(data)) for data in full[:-1])
    parts += bytes([CRC, 1]) + b"".join(struct.pack("<L", zlib.crc32(data)) for data in full) + b"\0"
    return pack + folder + parts + b"\0"


def _files(members: Sequence[tuple[str, bytes, int]]) -> bytes:
    names = b"\0" + b"".join(name.encode("utf-16-le", "surrogatepass") + b"\0\0" for name, _, _ in members)
    modes = b"\1\0" + b"".join(struct.pack("<L", mode << 16 | UNIX) for _, _, mode in members)
    parts = bytes([FILES]) + number(len(members))
    empty = [not data for _, data, _ in members]
    if any(empty):
        parts += _property(EMPTY_STREAM, bits(empty)) + _property(EMPTY_FILE, bits([True] * sum(empty)))
    return parts + _property(NAMES, names) + _property(ATTRIBUTES, modes) + b"\0"


def _property(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + number(len(data)) + data
