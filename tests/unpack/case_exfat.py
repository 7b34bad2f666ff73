"""Cases of the reader of exFAT: files are put into an empty volume from ``tests/fixtures/build_ntfs.py``."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.unpack.build import noise
from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture

CLUSTER = 4096
FILES = {"version.txt": b"camera 1.0\n" * 900, "daemon": noise(5000), "empty": b""}


def volume(files: Mapping[str, bytes] = FILES, *, chained: bool = False) -> bytearray:
    """A volume with ``files`` in its root, in one piece or scattered over every second cluster."""
    image = bytearray(fixture("ntfs/empty.exfat"))
    table, _, heap, _, root = (value * (512 if at < 3 else 1) for at, value in enumerate(numbers(image)))
    entry = at_cluster(heap, root)
    while image[entry]:
        entry += 32
    number = 200
    for name, data in files.items():
        raw = entry_set(name, data, number, chained)
        image[entry : entry + len(raw)] = raw
        entry += len(raw)
        for start in range(0, len(data), CLUSTER):
            following = number + 1 + chained
            last = start + CLUSTER >= len(data)
            if chained:
                struct.pack_into("<I", image, table + 4 * number, 0xFFFFFFFF if last else following)
            place = at_cluster(heap, number)
            image[place : place + len(data[start : start + CLUSTER])] = data[start : start + CLUSTER]
            number = following
    return image


def numbers(image: bytes) -> tuple[int, ...]:
    """Table, its length, start of clusters, their count, cluster of the root."""
    return struct.unpack_from("<5I", image, 80)


def at_cluster(heap: int, number: int) -> int:
    """Offset of a cluster."""
    return heap + (number - 2) * CLUSTER


def entry_set(name: str, data: bytes, cluster: int, chained: bool) -> bytes:
    """File, stream and name entries with their checksum."""
    text = name.encode("utf-16-le")
    parts = [text[at : at + 30].ljust(30, b"\0") for at in range(0, len(text), 30)]
    flags, first = (1 if chained else 3), cluster if data else 0
    raw = struct.pack("<BBHH26x", 0x85, 1 + len(parts), 0, 0x20)
    raw += struct.pack("<BBBBH2xQ4xIQ", 0xC0, flags, 0, len(name), 0, len(data), first, len(data))
    raw += b"".join(b"\xc1\0" + part for part in parts)
    value = 0
    for byte in raw[:2] + raw[4:]:
        value = ((value << 15 | value >> 1) + byte) & 0xFFFF
    return raw[:2] + struct.pack("<H", value) + raw[4:]


CASES = (ReaderCase("exfat", "exfat", lambda: bytes(volume()), lambda: bytes(volume())[:1_000_000], "a.img"),)
