"""Headers and volume table of UBI (Linux ``drivers/mtd/ubi/ubi-media.h``); big-endian, each with its own CRC-32."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise

HEADER = 64
RECORD = 172
RECORDS = 128
LAYOUT = 0x7FFFEFFF
"""Number of the volume that holds the table of volumes; higher ones are internal, too."""
STATIC = 2
AUTORESIZE = 1
_EC, _VID, _RECORD = (
    struct.Struct(">IB3xQIII32xI"),
    struct.Struct(">IBBBBIIIIIII4xQ12xI"),
    struct.Struct(">IIIBBH128sB"),
)
_EC_MAGIC, _VID_MAGIC = 0x55424923, 0x55424921
_ALL = 0xFFFFFFFF
_MOST_HEADERS = 100_000
_MOST_SIZES = 64
LEAST_BLOCK = 4096
"""Bytes of the smallest erase block that is believed; chips have 16 KiB and more."""


@dataclass(frozen=True, slots=True)
class EraseCounter:
    """Where the other parts of an erase block are, by its first header."""

    vid: int
    data: int
    image: int
    """Number of the image that the block belongs to; 0 says nothing."""


@dataclass(frozen=True, slots=True)
class VolumeId:
    """Which logical block of which volume an erase block holds."""

    static: bool
    copied: bool
    """Moved by wear levelling: its data has a checksum, though the volume is dynamic."""
    volume: int
    block: int
    size: int
    """Bytes of data that the checksum covers; 0 without one."""
    used: int
    """Blocks of a static volume; 0 in a dynamic one."""
    unused: int
    """Bytes at the end of every erase block of the volume that it does not use."""
    data_crc: int
    sequence: int
    """The highest one of a logical block counts."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One record of the volume table."""

    reserved: int
    static: bool
    updating: bool
    name: bytes
    flags: int


def crc(data: bytes | memoryview) -> int:
    """The CRC-32 of UBI and UBIFS: not inverted at the end."""
    return zlib.crc32(data) ^ _ALL


def erase_counter(data: memoryview, at: int, room: int) -> EraseCounter | None:
    """The header at ``at``, or None where it is damaged or its offsets do not fit into ``room`` bytes of a block."""
    if at + HEADER > len(data):
        return None
    magic, _, _, vid, content, image, checksum = _EC.unpack_from(data, at)
    if magic != _EC_MAGIC or crc(data[at : at + HEADER - 4]) != checksum:
        return None
    if not HEADER <= vid <= content - HEADER or content >= room:
        return None
    return EraseCounter(vid, content, image)


def volume_id(data: memoryview, at: int) -> VolumeId | None:
    """The header at ``at``, or None where there is none or it is damaged."""
    if at + HEADER > len(data):
        return None
    fields = _VID.unpack_from(data, at)
    magic, _, kind, copied, _, volume, block, _, size, used, unused, data_crc, sequence, checksum = fields
    if magic != _VID_MAGIC or crc(data[at : at + HEADER - 4]) != checksum:
        return None
    static = kind == STATIC
    return VolumeId(static, bool(copied), volume, block, size, used, unused, data_crc, sequence)


def record(data: memoryview, at: int) -> Volume | None:
    """The record of the volume table at ``at``; None where its checksum is wrong."""
    if crc(data[at : at + RECORD - 4]) != struct.unpack_from(">I", data, at + RECORD - 4)[0]:
        return None
    reserved, _, _, kind, marker, length, name, flags = _RECORD.unpack_from(data, at)
    return Volume(reserved, kind == STATIC, bool(marker), name[: min(length, 127)].rstrip(b"\0"), flags)


def block_size(data: memoryview) -> int:
    """Size of an erase block, by the distances of the headers; all of ``data`` where there is only one.

    Headers of a UBI image inside the image stand at other places: the size wins at whose multiples the most are.
    """
    matches = islice(re.finditer(rb"UBI#", data), _MOST_HEADERS)
    found = [at for at in (match.start() for match in matches) if erase_counter(data, at, len(data)) is not None]
    distances = Counter(b - a for a, b in pairwise(found))
    sizes = [size for size, _ in distances.most_common(_MOST_SIZES) if size >= LEAST_BLOCK]
    return max(sizes, key=lambda size: _fit(found, size), default=len(data))


def _fit(found: list[int], size: int) -> float:
    aligned = [at for at in found if at % size == 0]
    slots = aligned[-1] // size + 1 if aligned else 1
    return len(aligned) ** 2 / slots
