"""Encrypted archives, made without any password prompt."""

from __future__ import annotations

import random
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

from scanner.unpack.tools import find
from tests.unpack.build import zip_of


def zip_crypto(name: str, data: bytes, clear: dict[str, bytes] | None = None) -> bytes:
    """A zip of a member with the flag for encryption set, beside ``clear`` ones; its data is as good as cipher text."""
    cipher = random.Random(7).randbytes(12) + data  # noqa: S311 - stands for cipher text
    raw = bytearray(zip_of({name: cipher, **(clear or {})}, 0))
    struct.pack_into("<H", raw, 6, 1)
    struct.pack_into("<L", raw, 22, len(data))
    struct.pack_into("<L", raw, 14, zlib.crc32(data))
    central = raw.index(b"PK\1\2")
    struct.pack_into("<H", raw, central + 8, 1)
    struct.pack_into("<L", raw, central + 24, len(data))
    struct.pack_into("<L", raw, central + 16, zlib.crc32(data))
    return bytes(raw)


def seven_zip(data: bytes, *switches: str) -> bytes:
    """A 7z archive of one file ``member.bin``, made by the program itself."""
    program = find("7zz")
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "member.bin").write_bytes(data)
        args = [program, "a", "-bd", *switches, "out.7z", "member.bin"]
        subprocess.run(args, cwd=folder, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return Path(folder, "out.7z").read_bytes()


def seven_zip_with_encrypted_header(data: bytes) -> bytes:
    return seven_zip(data, "-psecret", "-mhe=on", "-mx1")
