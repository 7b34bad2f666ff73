"""The pack header of UPX: sizes, sums and methods (UPX's ``packhead.cpp``), found by its own checksum.

The magic before it is the first thing that is wiped; the checksum of its fields stays right.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.unpack.programs.upx.codec import METHODS

SIZE = 32
FIRST_BIG_ENDIAN = 128
MODULUS = 251
"""The checksum is the sum of all bytes between magic and checksum, modulo this."""
_VERSIONS = rb"[\x0a-\x20]"


@dataclass(frozen=True, slots=True)
class PackHeader:
    """Its fields. The sums are Adler-32, over all that was packed, before and after; ``at`` is the magic's place."""

    at: int
    format: int
    method: int
    plain_sum: int
    packed_sum: int
    plain_size: int
    packed_size: int
    file_size: int
    filter: int
    mark: int

    def has_magic(self, data: memoryview) -> bool:
        """Whether the magic stands before the fields."""
        return bytes(data[self.at : self.at + 4]) == b"UPX!"

    @property
    def end(self) -> int:
        """First byte behind it."""
        return self.at + SIZE

    def disagreement(self, packed: memoryview, plain: bytes) -> str:
        """What of sums and sizes does not fit one packed stream, in words; empty where all of it does."""
        if len(plain) != self.plain_size:
            return f"{len(plain):,} bytes came out where {self.plain_size:,} were announced"
        if zlib.adler32(packed) != self.packed_sum or zlib.adler32(plain) != self.plain_sum:
            return wrong_sum(zlib.adler32(plain), self.plain_sum)
        return ""


def wrong_sum(is_: int, said: int) -> str:
    """The sentence about a checksum that does not fit."""
    return f"the checksum (Adler-32) of what came out is {is_:08x} where {said:08x} was announced"


def pack_headers(data: memoryview, start: int, end: int, formats: Iterable[int]) -> list[PackHeader]:
    """The headers in ``[start, end)`` whose checksum holds and whose sizes can be those of ``data``, in order.

    One in 251 of all bytes has a right checksum: without the magic the sizes are what makes the difference.
    """
    kinds = (re.escape(bytes(values)) for values in (sorted(formats), sorted(METHODS)))
    pattern = re.compile(b"(?=" + _VERSIONS + b"".join(b"[" + kind + b"]" for kind in kinds) + b")", re.DOTALL)
    area = data[start:end]
    places = (match.start() - 4 for match in pattern.finditer(area))
    found = (_read(data, start + at) for at in places if 0 <= at <= len(area) - SIZE and _holds(area, at))
    return [header for header in found if header.has_magic(data) or 0 < header.packed_size < header.plain_size]


def _holds(area: memoryview, at: int) -> bool:
    return sum(area[at + 4 : at + SIZE - 1]) % MODULUS == area[at + SIZE - 1]


def _read(data: memoryview, at: int) -> PackHeader:
    kind, method = data[at + 5], data[at + 6]
    if kind >= FIRST_BIG_ENDIAN:
        plain, packed, plain_sum, packed_sum, size = struct.unpack_from(">5I", data, at + 8)
    else:
        plain_sum, packed_sum, plain, packed, size = struct.unpack_from("<5I", data, at + 8)
    return PackHeader(at, kind, method, plain_sum, packed_sum, plain, packed, size, data[at + 28], data[at + 29])
