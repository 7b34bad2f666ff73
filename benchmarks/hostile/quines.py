"""A gzip file and a zip file that unpack to themselves.

The construction is the one of Russ Cox, "Zip Files All The Way Down" (2010): a program of two operations, of which
deflate has both. ``L n``: the next n units are written out (a stored block). ``R n``: the last n units are repeated (a
block with one or two matches). Every operation is one unit of five bytes. The checksum, which covers itself, is the
solution of a linear system, for CRC-32 is linear.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence

UNIT = 5
_NAME = b"q.gz"
_ZIP_NAME = b"quine.zip"
_EXTRA = struct.pack("<HH", 0x7171, 18) + bytes(18)
"""Makes zip's local header long enough for a repetition that is one unit long."""
_COMMENT = b"unpacks to itself".ljust(50)
"""The same for zip's end."""
_LENGTHS = (
    (3, 257, 0), (4, 258, 0), (5, 259, 0), (6, 260, 0), (7, 261, 0), (8, 262, 0), (9, 263, 0), (10, 264, 0),
    (11, 265, 1), (13, 266, 1), (15, 267, 1), (17, 268, 1), (19, 269, 2), (23, 270, 2), (27, 271, 2), (31, 272, 2),
    (35, 273, 3), (43, 274, 3), (51, 275, 3), (59, 276, 3), (67, 277, 4), (83, 278, 4), (99, 279, 4), (115, 280, 4),
    (131, 281, 5), (163, 282, 5), (195, 283, 5), (227, 284, 5),
)  # fmt: skip
"""(first length, code, extra bits) of RFC 1951, section 3.2.5."""


def gzip_quine() -> bytes:
    """A gzip member (RFC 1952) whose content is the member itself."""
    head = b"\x1f\x8b\x08\x08" + bytes(4) + b"\x00\x03" + _NAME + b"\0"

    def build(checksum: int) -> bytes:
        return _program(head, lambda size: struct.pack("<II", checksum, size), _halves(len(head) + UNIT), _halves(13))

    return _closed(build)


def zip_quine() -> bytes:
    """A zip archive (APPNOTE.TXT 4.3) with one deflated member that is the archive itself."""

    def build(checksum: int) -> bytes:
        tail_size = 46 + len(_ZIP_NAME) + 22 + len(_COMMENT)
        head_size = 30 + len(_ZIP_NAME) + len(_EXTRA)
        repeats = _single(head_size + UNIT), _single(tail_size + UNIT, final=True)
        total = len(_program(bytes(head_size), lambda size: bytes(tail_size), *repeats))
        packed = total - head_size - tail_size
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, checksum, packed, total, len(_ZIP_NAME), len(_EXTRA))
        head = b"PK\x03\x04" + common + _ZIP_NAME + _EXTRA
        entry = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0x21, checksum, packed, total, len(_ZIP_NAME),
                            0, 0, 0, 0, 0, 0)  # fmt: skip
        central = b"PK\x01\x02" + entry + _ZIP_NAME
        end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), total - tail_size, len(_COMMENT))
        tail = central + b"PK\x05\x06" + end + _COMMENT
        return _program(head, lambda size: tail, *repeats)

    return _closed(build)


def _program(head: bytes, tail_of: Callable[[int], bytes], first: bytes, last: bytes) -> bytes:
    """The self-printing program between ``head`` and the tail, which is made for the size of the whole."""
    literal, repeat = _stored, _halves(4 * UNIT)
    one, four = literal(UNIT), literal(4 * UNIT)
    size = len(tail_of(0)) + UNIT
    print_tail, nothing = literal(size), literal(0)
    start = literal(len(head) + UNIT)
    code = start + head + start + first + one + first + one + one
    code += four + first + one + one + four + repeat + four + repeat + four + repeat + four + repeat
    code += four + repeat + nothing + nothing + print_tail + repeat + nothing + nothing + print_tail
    tail = tail_of(len(head) + len(code) + 2 * size)
    return head + code + last + tail + last + tail


def _stored(size: int) -> bytes:
    return struct.pack("<BHH", 0, size, size ^ 0xFFFF)


def _halves(size: int) -> bytes:
    """Repeat the last ``size`` bytes by two matches; five bytes for 17 to 20, and for 13 as the last block."""
    final = size < 17
    return _block([size - size // 2, size // 2], size, final=final).ljust(UNIT, b"\0")


def _single(size: int, *, final: bool = False) -> bytes:
    """Repeat the last ``size`` bytes by one match; five bytes for 65 and 66, and from 129 on as the last block."""
    return _block([size], size, final=final)


def _block(lengths: Sequence[int], distance: int, *, final: bool) -> bytes:
    """A block with fixed codes; followed by an empty one where that fills the unit."""
    bits = ("1" if final else "0") + "10"
    for length in lengths:
        bits += _length(length) + _distance(distance)
    bits += "0000000"
    if not final and len(bits) == 8 * UNIT - 10:
        bits += "0" + "10" + "0000000"
    bits = bits.ljust(-(-len(bits) // 8) * 8, "0")
    packed = bytes(int(bits[start : start + 8][::-1], 2) for start in range(0, len(bits), 8))
    if len(packed) != UNIT:
        raise ValueError(f"{lengths} at {distance} take {len(packed)} bytes")
    return packed


def _length(length: int) -> str:
    """Length code (most significant bit first) and its extra bits (least significant bit first)."""
    base, code, extra = max(entry for entry in _LENGTHS if entry[0] <= length)
    word = f"{code - 256:07b}" if code < 280 else f"{code - 280 + 0b11000000:08b}"
    return word + f"{length - base:0{extra}b}"[::-1] if extra else word


def _distance(distance: int) -> str:
    value = distance - 1
    extra = max(0, value.bit_length() - 2)
    code = 2 * extra + (value >> extra)
    return f"{code:05b}" + (f"{value & ((1 << extra) - 1):0{extra}b}"[::-1] if extra else "")


def _closed(build: Callable[[int], bytes]) -> bytes:
    """``build`` with the checksum for which the whole has that checksum (Gaussian elimination over GF(2))."""
    zero = zlib.crc32(build(0))
    rows = [0] * 32
    for column in range(32):
        image = zlib.crc32(build(1 << column)) ^ zero ^ (1 << column)
        for row in range(32):
            rows[row] |= (image >> row & 1) << column
    rows = [row | (zero >> number & 1) << 32 for number, row in enumerate(rows)]
    checksum = 0
    for column in range(32):
        pivot = next((r for r in range(column, 32) if rows[r] >> column & 1), None)
        if pivot is None:
            raise ValueError("the checksum has no solution for this layout")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows = [r ^ rows[column] if n != column and r >> column & 1 else r for n, r in enumerate(rows)]
    for column in range(32):
        checksum |= (rows[column] >> 32 & 1) << column
    return build(checksum)
