"""Cases of the readers that need 7-Zip; the images come from ``tests/fixtures/build.py``."""

from __future__ import annotations

import functools
import gzip
import struct
from pathlib import Path

from tests.unpack.build import noise
from tests.unpack.case import ReaderCase
from tests.unpack.encrypted import seven_zip

FIXTURES = Path(__file__).parent.parent / "fixtures"


def fixture(name: str) -> bytes:
    """One committed fixture, unpacked where it is kept as ``.gz``."""
    file = FIXTURES / name
    return file.read_bytes() if file.exists() else gzip.decompress((FIXTURES / f"{name}.gz").read_bytes())


@functools.cache
def packed() -> bytes:
    """A 7z archive of one file."""
    return seven_zip(noise(2000))


@functools.cache
def cabinet() -> bytes:
    """A cabinet of one stored file ``a.txt``, built by its description [MS-CAB]."""
    data = b"cabinet text\n" * 20
    block = struct.pack("<LHH", 0, len(data), len(data)) + data
    entry = struct.pack("<LLHHHH", len(data), 0, 0, 0x21, 0, 0x20) + b"a.txt\0"
    folder_at, total = 36 + 8 + len(entry), 36 + 8 + len(entry) + len(block)
    head = b"MSCF" + struct.pack("<LLLLLBBHHHHH", 0, total, 0, 44, 0, 3, 1, 1, 1, 0, 0, 0)
    return head + struct.pack("<LHH", folder_at, 1, 0) + entry + block


CASES = (
    ReaderCase("squashfs", "squashfs", lambda: fixture("xz.squashfs"), lambda: fixture("xz.squashfs")[:6000], "r.sqfs"),
    ReaderCase("ext", "ext", lambda: fixture("small.ext4"), lambda: fixture("small.ext4")[:200_000], "r.img"),
    ReaderCase("7z", "7z", packed, lambda: packed()[:1500], "a.7z", 1),
    ReaderCase("cab", "cab", cabinet, lambda: cabinet()[:200], "a.cab", 1),
)
