"""Identification by content: every id has an example, and names decide only between kinds of text."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from scanner.formats import ids
from scanner.formats.identify import identify, identify_bytes
from scanner.formats.magics import AT_START, ELSEWHERE, LAST, STRUCTURAL
from scanner.formats.source import Source


def kind(data: bytes, name: str = "") -> str:
    """Format id of ``data``."""
    return identify_bytes(memoryview(data), name)


def tar(form: int) -> bytes:
    """A tar of one file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        info = tarfile.TarInfo("etc/passwd")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"hello"))
    return out.getvalue()


def archive() -> bytes:
    """A zip of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("a", "b")
    return out.getvalue()


def at(offset: int, data: bytes, size: int = 70_000) -> bytes:
    """``data`` at ``offset`` of zeros."""
    return bytes(offset) + data + bytes(max(0, size - offset - len(data)))


def ext() -> bytes:
    """An ext superblock: inodes, blocks, block size, revision."""
    block = struct.pack("<II", 16, 64).ljust(0x38, b"\0") + b"\x53\xef"
    return at(0x400, block.ljust(0x4C, b"\0") + struct.pack("<I", 1))


V7 = bytearray(tar(tarfile.USTAR_FORMAT))
V7[257:265] = bytes(8)
V7[148:156] = b" " * 8
V7[148:156] = b"%06o\0 " % sum(V7[:512])

EXAMPLES = {
    "tar": tar(tarfile.GNU_FORMAT),
    "zip": archive(),
    "gzip": gzip.compress(b"x"),
    "bzip2": bz2.compress(b"x"),
    "xz": lzma.compress(b"x"),
    "lzma": lzma.compress(b"x" * 40, format=lzma.FORMAT_ALONE),
    "zstd": b"\x28\xb5\x2f\xfd\x00",
    "lz4": b"\x04\x22\x4d\x18\x60",
    "cpio": b"070701" + b"0" * 104,
    "ar": b"!<arch>\nlibx.o/         ",
    "deb": b"!<arch>\ndebian-binary   ",
    "squashfs": b"hsqs" + bytes(24) + b"\x04\x00\x00\x00",
    "ext": ext(),
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "rar": b"Rar!\x1a\x07\x00",
    "cab": b"MSCF" + bytes(40),
    "iso": at(0x8001, b"CD001"),
    "ubi": b"UBI#\x01",
    "erofs": at(0x400, b"\xe2\xe1\xf5\xe0"),
    "cramfs": b"\x45\x3d\xcd\x28",
    "jffs2": b"\x85\x19\x01\xe0\x2c\x00\x00\x00",
    "luks": b"LUKS\xba\xbe\x00\x01",
    "openssl-salted": b"Salted__12345678",
    "age": b"age-encryption.org/v1\n-> X25519 abc\n",
    "git-crypt": b"\x00GITCRYPT\x00" + bytes(range(40)),
    "device-export": b"MWPZWJGS\x01" + bytes(range(64)),
    "gpg": b"\x8c\x0d\x04\x09\x03\x08" + bytes(20),
    "vdi": at(0x40, b"\x7f\x10\xda\xbe", 512),
    "class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    "macho": b"\xca\xfe\xba\xbe\x00\x00\x00\x02" + bytes(40),
    "pyc": b"\xa7\x0d\r\n" + bytes(12) + b"\xe3",
    "wasm": b"\x00asm\x01\x00\x00\x00",
    "plist": b"bplist00" + bytes(40),
    "android-xml": b"\x03\x00\x08\x00" + struct.pack("<IHHI", 64, 1, 28, 28) + bytes(48),
    "dtb": b"\xd0\x0d\xfe\xed" + struct.pack(">II", 100, 56) + bytes(88),
    "fit": b"\xd0\x0d\xfe\xed" + struct.pack(">II", 100, 56) + bytes(44) + b"\0\0\0\1\0\0\0\0\0\0\0\1images\0\0",
    "empty": b"",
    "unknown": bytes(range(256)),
}


@pytest.mark.parametrize("expected", EXAMPLES)
def test_examples(expected: str) -> None:
    assert kind(EXAMPLES[expected]) == expected


@pytest.mark.parametrize("expected", sorted(EXAMPLES.keys() - {"empty"}))
def test_a_name_never_hides_a_binary_format(expected: str) -> None:
    assert {kind(EXAMPLES[expected], name) for name in ("x.png", "x.txt", "x.json", "README")} == {expected}


def test_every_id_of_the_tables_is_declared() -> None:
    named = {magic.format for magic in AT_START + ELSEWHERE} | {format_id for format_id, _ in STRUCTURAL + LAST}
    assert named <= ids.ALL
    assert ids.ALL - named == ids.TEXT | {ids.EMPTY, ids.UNKNOWN}


def test_binary_xml_under_another_type_is_told_by_its_parts() -> None:
    # Android does not look at the type, so that apps hide from tools by changing it.
    whole = EXAMPLES["android-xml"]
    for type_ in (b"\0\0", b"\1\0", b"xy"):
        assert kind(type_ + whole[2:]) == "android-xml"
        assert kind(type_ + whole[2:-1]) == "unknown"
        assert kind(type_ + b"\x09" + whole[3:]) == "unknown"


def test_tar_without_magic_is_told_by_its_checksum() -> None:
    assert kind(bytes(V7)) == "tar"
    V7[0] ^= 1
    assert kind(bytes(V7)) != "tar"
    V7[0] ^= 1


def test_zip_behind_other_bytes_is_still_a_zip() -> None:
    assert kind(b"\x00\x01 some loader \x02" * 50 + archive()) == "zip"
    assert kind(b"#!/bin/sh\nexec unzip $0\n\0" + archive()) == "zip"
    assert kind(b"PK\x05\x06" + bytes(18)) == "zip"


@pytest.mark.parametrize(
    "data",
    [
        *(b"BM is how this note begins", b"MZ and so on, a text", b"\x1f\x8b\x08\xff" + bytes(10), b"BZh is no stream"),
        *(b"GIF88a", b"0707017 is a number", b"RAR is a word", b"\x30\x82\xff\xff\x02", b"hsqs" + b"\xff" * 60),
    ],
)
def test_a_magic_number_alone_is_not_enough(data: bytes) -> None:
    assert kind(data) in ids.TEXT | {"unknown"}


@pytest.mark.parametrize("expected", EXAMPLES)
def test_short_windows_of_every_format_are_survived(expected: str) -> None:
    data = EXAMPLES[expected][:600]
    assert {kind(data[:length]) for length in range(len(data))} <= ids.ALL


def test_source_and_bytes_agree(tmp_path: Path) -> None:
    file = tmp_path / "config.yml"
    file.write_bytes(b"xxa: 1\nb: 2\n")
    with Source(file, "up.bin!/etc/config.yml", 2) as source:
        assert identify(source) == kind(b"a: 1\nb: 2\n", "config.yml") == "text:yaml"


def test_a_list_of_numbers_is_no_lzma() -> None:
    """Kotlin's metadata: 0, 3 numbers, 1 … as big-endian integers, then protocol buffers."""
    listed = bytes.fromhex("0000000300000001000000000000000700000000") + b"kotlin annotation" * 4
    assert kind(listed) != "lzma"
