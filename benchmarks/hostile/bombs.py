"""Small files that unpack to far too much: too many bytes, files or levels."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile.quines import gzip_quine, zip_quine

MIB, GIB, TIB = 1 << 20, 1 << 30, 1 << 40
_BLOCK = bytes(MIB)


@dataclass(frozen=True, slots=True)
class Bomb:
    """One bomb."""

    name: str
    what: str
    make: Callable[[Path], None]


def _nested(target: Path) -> None:
    """Like 42.zip: 4 GiB of zeros in a zip, sixteen of which are in a zip, five times over."""
    inner, zeros = io.BytesIO(), zipfile.ZipInfo("0.dll")
    zeros.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(inner, "w") as archive, archive.open(zeros, "w", force_zip64=True) as member:
        for _ in range(4 * GIB // MIB):
            member.write(_BLOCK)
    data = inner.getvalue()
    for level in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(zipfile.ZipInfo(f"{level}-{number:x}.zip"), data, zipfile.ZIP_DEFLATED)
        data = outer.getvalue()
    target.write_bytes(data)


def _overlapping(target: Path, members: int = 500, size: int = 8 * MIB) -> None:
    """Every member quotes the next one's header in a stored block and runs on into its data (David Fifield, 2019)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = packer.compress(bytes(size)) + packer.flush()
    content_crc, length, data = zlib.crc32(bytes(size)), size, kernel
    entries: list[tuple[bytes, int, int, int, int]] = []
    for number in range(members - 1, -1, -1):
        name = f"{number:04d}".encode()
        header = _local(name, content_crc, len(data), length)
        entries.append((name, content_crc, len(data), length, len(header) + len(data)))
        data = header + data
        if number:
            content_crc = _joined_crc(header, content_crc, length)
            length += len(header)
            data = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + data
    total = len(data)
    central = b"".join(_central(*entry[:4], total - entry[4]) for entry in reversed(entries))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, members, members, len(central), total, 0)
    target.write_bytes(data + central + end)


def _local(name: bytes, crc: int, packed: int, size: int) -> bytes:
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x21, crc, packed, size, len(name), 0) + name


def _central(name: bytes, crc: int, packed: int, size: int, offset: int) -> bytes:
    fixed = (0x02014B50, 20, 20, 0, 8, 0, 0x21, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset)
    return struct.pack("<IHHHHHHIIIHHHHHII", *fixed) + name


def _joined_crc(first: bytes, second_crc: int, second_size: int) -> int:
    """CRC-32 of ``first`` followed by ``second_size`` bytes of which only the CRC is known.

    CRC is linear: the difference that ``first`` makes is carried over as many zeros as bytes follow.
    """
    state = zlib.crc32(first)
    plain = _zeros(0, second_size)
    return _zeros(state, second_size) ^ plain ^ second_crc


def _zeros(state: int, count: int) -> int:
    for start in range(0, count, MIB):
        state = zlib.crc32(_BLOCK[: min(MIB, count - start)], state)
    return state


def _sparse_tar(target: Path) -> None:
    """An old GNU sparse member of 512 bytes that says it is a file of 4 TiB (tar.h, struct oldgnu_header)."""
    header = bytearray(512)
    header[0:9] = b"huge.disk"
    header[100:108], header[108:116], header[116:124] = b"0000644\0", b"0000000\0", b"0000000\0"
    header[124:136], header[136:148] = b"00000001000\0", b"00000000000\0"
    header[156:157], header[257:265] = b"S", b"ustar  \0"
    header[386:398] = b"\x80" + (4 * TIB - 512).to_bytes(11, "big")
    header[398:410] = b"00000001000\0"
    header[483:495] = b"\x80" + (4 * TIB).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    sibling = _tar_entry("readme.txt", b"a file beside the bomb\n")
    target.write_bytes((bytes(header) + b"x" * 512 + sibling).ljust(10_240, b"\0"))


def _tar_entry(name: str, data: bytes) -> bytes:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    return member.tobuf() + data + bytes(-len(data) % 512)


def _xz(target: Path) -> None:
    with lzma.open(target, "wb", preset=0) as stream:
        for _ in range(2 * GIB // MIB):
            stream.write(_BLOCK)


def _gzip(target: Path) -> None:
    with gzip.GzipFile("", "wb", 9, target.open("wb"), 0) as stream:
        for _ in range(10 * GIB // MIB):
            stream.write(_BLOCK)


def _empty_files(target: Path) -> None:
    with gzip.GzipFile("", "wb", 6, target.open("wb"), 0) as stream:
        for block in _headers(1_000_000):
            stream.write(block)
        stream.write(bytes(1024))


def _headers(count: int) -> Iterator[bytes]:
    """Headers of empty files, made from one by changing its name and checksum."""
    header = bytearray(tarfile.TarInfo("d00/0000000").tobuf())
    base = sum(header[:148]) + 8 * 32 + sum(header[156:]) - sum(header[:11])
    for number in range(count):
        name = f"d{number % 100:02d}/{number:07d}".encode()
        header[:11] = name
        header[148:156] = f"{base + sum(name):06o}\0 ".encode()
        yield bytes(header)


def _empty_zip(target: Path) -> None:
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for number in range(1_000_000):
            archive.writestr(zipfile.ZipInfo(f"d{number % 100:02d}/{number:07d}"), b"")


def _deep(target: Path) -> None:
    data = b"the innermost file\n"
    for number in range(10_000):
        name = b"%d.zip" % number
        local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data),
                            len(name), 0) + name  # fmt: skip
        fixed = (0x02014B50, 20, 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0, 0, 0, 0, 0, 0)
        central = struct.pack("<IHHHHHHIIIHHHHHII", *fixed) + name
        end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), len(local) + len(data), 0)
        data = local + data + central + end
    target.write_bytes(data)


BOMBS: tuple[Bomb, ...] = (
    Bomb("42.zip", "zips in zips, 16 in each, five levels, 4 GiB of zeros in each at the bottom", _nested),
    Bomb("overlap.zip", "overlapping zip: 500 members share 8 MiB of zeros", _overlapping),
    Bomb("quine.gz", "gzip that unpacks to itself", lambda target: _bytes(target, gzip_quine())),
    Bomb("quine.zip", "zip that holds itself", lambda target: _bytes(target, zip_quine())),
    Bomb("sparse.tar", "10 KB tar with a sparse file of 4 TiB", _sparse_tar),
    Bomb("zeros.xz", "xz of 2 GiB of zeros", _xz),
    Bomb("zeros.gz", "gzip of 10 GiB of zeros", _gzip),
    Bomb("empty.tar.gz", "1,000,000 empty files in tar.gz", _empty_files),
    Bomb("empty.zip", "1,000,000 empty files in zip", _empty_zip),
    Bomb("deep.zip", "10,000 zips within each other", _deep),
)
"""Every bomb of the table."""


def _bytes(target: Path, data: bytes) -> None:
    target.write_bytes(data)
