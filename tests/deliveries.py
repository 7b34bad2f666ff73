"""Deliveries that tests make on the spot."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import tarfile
import zipfile
from pathlib import Path

from scanner.unpack.tools import find

UNREAD_SIZE = 650_000
"""More than any policy's floor: what cannot be read of these must make the verdict inconclusive."""


def noise(size: int = UNREAD_SIZE, seed: int = 1) -> bytes:
    """Bytes that look encrypted."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - a fixed seed is the point


def tar(members: dict[str, bytes]) -> bytes:
    """A tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted_zip() -> bytes:
    """A zip whose large member is marked encrypted (bit 0 of the flags in both headers) beside a readable one."""
    data = bytearray(zipped({"secret.bin": noise()}, zipfile.ZIP_STORED))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def with_7z(folder: Path, content: bytes, *options: str) -> bytes:
    """A 7z archive made by the program that readers use."""
    (folder / "in.bin").write_bytes(content)
    program = find("7zz") or "7zz"
    subprocess.run(
        [program, "a", "-bso0", *options, "out.7z", "in.bin"], cwd=folder, check=True, stdin=subprocess.DEVNULL
    )
    return (folder / "out.7z").read_bytes()


def gzips_around(between: bytes) -> bytes:
    """gzip + unknown bytes + gzip."""
    return gzip.compress(b"first\n" * 100, mtime=0) + between + gzip.compress(b"second\n" * 100, mtime=0)


def nested(levels: int, content: bytes) -> bytes:
    """A text in ``levels`` tars."""
    data = content
    for level in range(levels):
        data = tar({f"level{level}.tar" if level else "note.txt": data})
    return data
