"""Bytes in fields that no member needs: names, comments, extra fields, slack of headers. They become children."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

import pytest

from scanner.types import UNREAD
from tests.unpack.build import cpio_end, cpio_entry, noise, raw_deflate, tar_of, zip_of
from tests.unpack.recurse import recurse

SIZE = 600_000
HIDDEN = noise(SIZE)
PARTS = [HIDDEN[at : at + 50_000] for at in range(0, SIZE, 50_000)]
TEXT = b"hello\n"


def central_comments() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for index, part in enumerate(PARTS):
            info = zipfile.ZipInfo(f"{index}.txt")
            info.comment = part
            archive.writestr(info, TEXT)
    return target.getvalue()


def zip64_end_record() -> bytes:
    data = zip_of({"a.txt": TEXT})
    end = data.rfind(b"PK\5\6")
    count, size, offset = struct.unpack("<H2L", data[end + 10 : end + 20])
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44 + SIZE, 45, 45, 0, 0, count, count, size, offset) + HIDDEN
    return data[:end] + record + struct.pack("<4sLQL", b"PK\6\7", 0, end, 1) + data[end:]


def extra_without_directory() -> bytes:
    found = b""
    for index, part in enumerate(PARTS):
        name = b"%02d.txt" % index
        sizes = (zlib.crc32(TEXT), len(TEXT), len(TEXT), len(name), len(part))
        found += struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, *sizes) + name + part + TEXT
    return found


def pax_comments() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for index, part in enumerate(PARTS):
            info = tarfile.TarInfo(f"{index}.txt")
            info.pax_headers = {"comment": part.hex()}
            archive.addfile(info)
    return target.getvalue()


def sparse_extensions() -> bytes:
    head = bytearray(tarfile.TarInfo("a.bin").tobuf(tarfile.GNU_FORMAT))
    head[156:157], head[482], head[386:482] = b"S", 1, bytes(96)
    head[148:156] = b"        "
    head[148:156] = b"%06o\0 " % sum(head)
    blocks = [b"\0" + HIDDEN[at : at + 503].ljust(503, b"x") + b"\1" + bytes(7) for at in range(0, SIZE, 503)]
    return bytes(head) + b"".join(blocks) + bytes(512) + bytes(1024)


def gzip_extras() -> bytes:
    member = raw_deflate(TEXT) + struct.pack("<2L", zlib.crc32(TEXT), len(TEXT))
    heads = (
        b"\x1f\x8b\x08\x04" + bytes(6) + struct.pack("<H", 1000) + HIDDEN[at : at + 1000] for at in range(0, SIZE, 1000)
    )
    return b"".join(head + member for head in heads)


def cpio_names() -> bytes:
    entries = (cpio_entry(b"a\0" + HIDDEN[at : at + 4000], TEXT) for at in range(0, SIZE, 4000))
    return b"".join(entries) + cpio_end()


@pytest.mark.parametrize(
    "build",
    [
        central_comments,
        zip64_end_record,
        extra_without_directory,
        pax_comments,
        sparse_extensions,
        gzip_extras,
        cpio_names,
    ],
)
def test_six_hundred_kilobytes_in_fields_are_not_read(build) -> None:
    tree = recurse(build(), "hidden")
    assert sum(entry.length for entry in tree.entries if entry.state in UNREAD) >= SIZE * 0.98


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zip_of({f"folder/{n}.txt": TEXT for n in range(50)})),
        ("a.tar", tar_of({f"folder/{n}.txt": TEXT for n in range(50)})),
        ("a.gz", gzip.compress(TEXT)),
    ],
)
def test_ordinary_archives_have_members_only(name: str, data: bytes) -> None:
    tree = recurse(data, name)
    assert not [node.path for node in tree.nodes if "!/." in node.path]
    assert not [entry for entry in tree.entries if entry.state in UNREAD]
