"""Small disks and FAT volumes, made in memory."""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Mapping, Sequence

SECTOR = 512
LINUX = uuid.UUID("0fc63daf-8483-4772-8e79-3d69d8477de4")


def boot_record(entries: Sequence[tuple[int, int, int]], code: bytes = b"") -> bytes:
    """A master boot record of (type, first sector, sectors)."""
    raw = b"".join(struct.pack("<B3xB3xII", 0, *entry) for entry in entries)
    return code.ljust(446, b"\0") + raw.ljust(64, b"\0") + b"\x55\xaa"


def place(image: bytearray, sector: int, data: bytes) -> bytearray:
    """``image`` with ``data`` at ``sector``, in place."""
    image[sector * SECTOR : sector * SECTOR + len(data)] = data
    return image


def mbr_disk(parts: Sequence[tuple[int, int, bytes]], sectors: int = 64) -> bytearray:
    """A disk with (type, first sector, content) as primary partitions."""
    image = bytearray(sectors * SECTOR)
    entries = [(kind, first, -(-len(data) // SECTOR)) for kind, first, data in parts]
    place(image, 0, boot_record(entries))
    for _, first, data in parts:
        place(image, first, data)
    return image


def gpt_disk(parts: Sequence[tuple[str, int, bytes]], sectors: int = 100) -> bytearray:
    """A disk with (name, first sector, content) as GPT partitions and both copies of the table."""
    image = bytearray(sectors * SECTOR)
    place(image, 0, boot_record([(0xEE, 1, sectors - 1)]))
    entries = b""
    for name, first, data in parts:
        last = first + -(-len(data) // SECTOR) - 1
        entries += LINUX.bytes_le + uuid.UUID(int=first).bytes_le + struct.pack("<3Q", first, last, 0)
        entries += name.encode("utf-16-le").ljust(72, b"\0")
        place(image, first, data)
    entries = entries.ljust(16 * 128, b"\0")
    for own, other, table in ((1, sectors - 1, 2), (sectors - 1, 1, sectors - 5)):
        place(image, table, entries)
        place(image, own, _gpt_header(own, other, table, entries, sectors))
    return image


def _gpt_header(own: int, other: int, table: int, entries: bytes, sectors: int) -> bytes:
    head = struct.pack("<8sIIII4Q", b"EFI PART", 0x10000, 92, 0, 0, own, other, 6, sectors - 6)
    tail = uuid.UUID(int=1).bytes_le + struct.pack("<Q3I", table, 16, 128, zlib.crc32(entries))
    crc = zlib.crc32(head + tail)
    return head[:16] + struct.pack("<I", crc) + head[20:] + tail


def fat_volume(files: Mapping[str, bytes], *, clusters: int = 60, scattered: bool = False) -> bytearray:
    """A FAT12 volume with clusters of one sector and ``files`` in its root (8.3 names, capitals).

    ``scattered`` leaves every second cluster free.
    """
    image = bytearray((6 + clusters) * SECTOR)
    image[:3] = b"\xeb\x3c\x90"
    image[3:11] = b"test    "
    struct.pack_into("<HBHBHHBH", image, 11, SECTOR, 1, 1, 2, 16 * 3, 6 + clusters, 0xF8, 1)
    image[54:62] = b"FAT12   "
    image[510:512] = b"\x55\xaa"
    table, root, number = {0: 0xFF8, 1: 0xFFF}, b"", 2
    for name, data in files.items():
        stem, _, suffix = name.partition(".")
        first = number if data else 0
        root += struct.pack("<8s3sB14xHL", stem.encode().ljust(8), suffix.encode().ljust(3), 0x20, first, len(data))
        for at in range(0, len(data), SECTOR):
            place(image, 6 + number - 2, data[at : at + SECTOR])
            following = number + 1 + scattered
            table[number] = following if at + SECTOR < len(data) else 0xFFF
            number = following
    for copy in (1, 2):
        place(image, copy, fat12_table(table))
    return place(image, 3, root)


def fat12_table(values: Mapping[int, int]) -> bytes:
    """12-bit numbers, two in three bytes."""
    whole = sum(value << 12 * number for number, value in values.items())
    return whole.to_bytes(SECTOR, "little")
