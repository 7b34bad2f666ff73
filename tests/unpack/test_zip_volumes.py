"""Split zips that were joined: offsets count from the volume that the directory names."""

from __future__ import annotations

import struct
import zipfile

from scanner.types import CARRIED, ByteState
from tests.unpack.build import noise, zip_of
from tests.unpack.harness import read_bytes

FILES = {"a": noise(400), "b": noise(300, 2)}
MARK = b"PK\x07\x08"


def split() -> tuple[bytes, tuple[int, int]]:
    """An archive whose second member and directory are in the second volume, and the sizes of the volumes."""
    data = bytearray(MARK + zip_of(FILES, zipfile.ZIP_STORED))
    second = data.index(b"PK\3\4", 8)
    central = data.index(b"PK\1\2")
    entry = data.index(b"PK\1\2", central + 4)
    struct.pack_into("<L", data, central + 42, 4)
    struct.pack_into("<H", data, entry + 34, 1)
    struct.pack_into("<L", data, entry + 42, 0)
    end = data.index(b"PK\5\6")
    struct.pack_into("<2H", data, end + 4, 1, 1)
    struct.pack_into("<L", data, end + 16, central - second)
    return bytes(data), (second, len(data) - second)


def test_members_of_both_volumes_come_out():
    data, sizes = split()
    outcome = read_bytes(data, volumes=sizes)
    assert {name: found.data for name, found in outcome.children.items()} == FILES
    assert set(outcome.totals) == {CARRIED, ByteState.PARSED}


def test_without_the_sizes_the_directory_is_not_believed():
    data, _ = split()
    outcome = read_bytes(data)
    assert outcome.totals[ByteState.FAILED]
    assert noise(400) in [found.data for found in outcome.children.values()]


def test_the_last_volume_alone_is_broken():
    data, sizes = split()
    outcome = read_bytes(data[sizes[0] :])
    assert outcome.totals[ByteState.FAILED]
    assert noise(300, 2) in [found.data for found in outcome.children.values()]
