"""Small archives of every kind, made in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

import zstandard

Files = Mapping[str, bytes]


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes without structure, the same in every run."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - not for secrets


def zip_of(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def tar_of(files: Files, form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_entry(name: str, kind: bytes, target: str = "", data: bytes = b"") -> bytes:
    """One member of any type, without end mark."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, len(data)
    return info.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512)


def gzip_of(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def cpio_of(files: Files, mode: int = 0o100644, magic: bytes = b"070701") -> bytes:
    entries = [(name.encode(), data, mode) for name, data in files.items()]
    return b"".join(cpio_entry(*entry, number, magic) for number, entry in enumerate(entries, 1)) + cpio_end(magic)


def cpio_entry(
    name: bytes, data: bytes, mode: int = 0o100644, inode: int = 1, magic: bytes = b"070701", links: int = 1
) -> bytes:
    check = sum(data) & 0xFFFFFFFF if magic == b"070702" else 0
    numbers = (inode, mode, 0, 0, links, 0, len(data), 0, 0, 0, 0, len(name) + 1, check)
    head = magic + b"".join(b"%08x" % number for number in numbers) + name + b"\0"
    head += bytes(-len(head) % 4)
    return head + data + bytes(-len(data) % 4)


def cpio_end(magic: bytes = b"070701") -> bytes:
    return cpio_entry(b"TRAILER!!!", b"", 0, 0, magic)


def cpio_octal(name: bytes, data: bytes) -> bytes:
    def one(label: bytes, body: bytes, mode: int) -> bytes:
        head = b"070707" + b"%06o" * 7 % (0, 1, mode, 0, 0, 1, 0) + b"%011o%06o%011o" % (0, len(label) + 1, len(body))
        return head + label + b"\0" + body

    return one(name, data, 0o100644) + one(b"TRAILER!!!", b"", 0)


def cpio_binary(name: bytes, data: bytes, order: str = "<") -> bytes:
    def one(label: bytes, body: bytes, mode: int) -> bytes:
        words = (0o070707, 0, 1, mode, 0, 0, 1, 0, 0, 0, len(label) + 1, len(body) >> 16, len(body) & 0xFFFF)
        text, pad = label + b"\0", bytes(len(body) % 2)
        return struct.pack(f"{order}13H", *words) + text + bytes(len(text) % 2) + body + pad

    return one(name, data, 0o100644) + one(b"TRAILER!!!", b"", 0)


def ar_entry(name: bytes, data: bytes) -> bytes:
    head = name.ljust(16) + b"0           0     0     100644  " + b"%-10d`\n" % len(data)
    return head + data + b"\n" * (len(data) % 2)


def ar_of(files: Files) -> bytes:
    return b"!<arch>\n" + b"".join(ar_entry(name.encode() + b"/", data) for name, data in files.items())


PACKERS = {
    "gzip": gzip_of,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()
