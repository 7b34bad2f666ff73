"""Bytes inside an image or archive that belong to no file of it."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from scanner.formats.source import Source
from scanner.types import UNREAD, ByteState, ParseFailure
from scanner.unpack.filesystems.squashfs_layout import unreferenced
from scanner.unpack.tools import find
from tests.unpack.build import noise
from tests.unpack.case_images import fixture
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

SIZE = 600_000
HIDDEN = noise(SIZE)
NONE = (1 << 64) - 1
pytestmark = pytest.mark.skipif(find("7zz") is None, reason="7-Zip is not installed")


def squashfs_with_a_hole(name: str) -> bytes:
    """The fixture with ``HIDDEN`` before its inode table and every pointer moved."""
    data = fixture(name)
    used, *tables = struct.unpack_from("<7Q", data, 40)
    inodes, pieces, identities = (
        struct.unpack_from(form, data, at)[0] for form, at in (("<L", 4), ("<L", 16), ("<H", 26))
    )
    out = bytearray(data[: tables[2]] + HIDDEN + data[tables[2] : used])
    struct.pack_into("<7Q", out, 40, used + SIZE, *(at if at == NONE else at + SIZE for at in tables))
    # Index of identities, extended attributes' (their first field), fragments and the export table.
    for table, entries in ((0, identities * 4), (1, 1), (4, pieces * 16), (5, inodes * 8)):
        for number in range(-(-entries // 8192) if tables[table] != NONE else 0):
            at = tables[table] + SIZE + 8 * number
            struct.pack_into("<Q", out, at, struct.unpack_from("<Q", out, at)[0] + SIZE)
    return bytes(out) + bytes(-len(out) % 4096)


@pytest.mark.parametrize("codec", ["gzip", "xz", "zstd", "lzo"])
def test_bytes_of_a_squashfs_that_no_file_refers_to_are_a_child(codec: str) -> None:
    before, tree = (
        recurse(data, "r.sqfs") for data in (fixture(f"{codec}.squashfs"), squashfs_with_a_hole(f"{codec}.squashfs"))
    )
    hidden = [node.path for node in tree.nodes if ".unreferenced@" in node.path]
    assert [tree.data[path] for path in hidden] == [HIDDEN]
    assert {n.path for n in tree.nodes} - set(hidden) == {n.path for n in before.nodes}
    assert tree.root[ByteState.OPAQUE] > 0


def test_bytes_of_a_7z_that_no_member_refers_to_are_failed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"hello there\n" * 50)
    archive = tmp_path / "a.7z"
    program = find("7zz")
    assert program is not None
    subprocess.run([program, "a", "-bd", archive, tmp_path / "a.txt"], check=True, capture_output=True)
    data = archive.read_bytes()
    assert not [entry for entry in recurse(data, "a.7z").entries if entry.state in UNREAD]
    offset, size, crc = struct.unpack_from("<2QL", data, 12)
    start = struct.pack("<2QL", offset + SIZE, size, crc)
    changed = (
        data[:8] + struct.pack("<L", zlib.crc32(start)) + start + data[32 : 32 + offset] + HIDDEN + data[32 + offset :]
    )
    tree = recurse(changed, "a.7z")
    assert sum(entry.length for entry in tree.entries if entry.state is ByteState.FAILED) >= SIZE


def test_many_empty_members_of_a_7z_leave_no_room(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(150):
        (tmp_path / "in" / f"empty{number}").touch()
    (tmp_path / "in" / "a.txt").write_bytes(b"hello there\n" * 50)
    program = find("7zz")
    assert program is not None
    subprocess.run([program, "a", "-bd", "a.7z", "in"], cwd=tmp_path, check=True, capture_output=True)
    data = (tmp_path / "a.7z").read_bytes()
    offset, size, crc = struct.unpack_from("<2QL", data, 12)
    start = struct.pack("<2QL", offset + 8000, size, crc)
    behind = 32 + offset
    changed = data[:8] + struct.pack("<L", zlib.crc32(start)) + start + data[32:behind] + HIDDEN[:8000] + data[behind:]
    assert not read_bytes(data).totals.get(ByteState.FAILED)
    assert read_bytes(changed).totals[ByteState.FAILED] >= 8000


def ext(folder: Path, *options: str) -> bytearray:
    """An ext4 file system of 8 MiB with one file, made by the machine's own tool."""
    (folder / "tree").mkdir()
    (folder / "tree" / "a.txt").write_bytes(b"hello there\n" * 50)
    image = folder / "a.ext4"
    image.write_bytes(bytes(8 << 20))
    program = shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin")
    if program is None:
        pytest.skip("mkfs.ext4 is not installed")
    command = [program, "-q", "-b", "1024", "-N", "8192", *options, "-d", folder / "tree", image]
    subprocess.run(command, check=True, capture_output=True)
    return bytearray(image.read_bytes())


def unread(data: bytes) -> int:
    return sum(entry.length for entry in recurse(data, "a.ext4").entries if entry.state in UNREAD)


PLAIN = ("-O", "^metadata_csum,^has_journal,^64bit")


def test_random_bytes_in_the_free_part_of_an_inode_table_are_opaque(tmp_path: Path) -> None:
    image = ext(tmp_path, *PLAIN)
    assert not unread(bytes(image))
    table = struct.unpack_from("<L", image, 2 * 1024 + 8)[0] * 1024 + 64 * 256
    image[table : table + SIZE] = HIDDEN
    assert unread(bytes(image)) >= SIZE * 0.95


@pytest.mark.parametrize(
    "options",
    [PLAIN, (), ("-O", "^has_journal"), ("-O", "meta_bg,^resize_inode"), ("-O", "^flex_bg"), ("-I", "128")],
)
def test_ordinary_file_systems_have_no_block_too_many(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert not unread(bytes(ext(tmp_path, *options)))


def test_used_blocks_of_no_file_are_a_child(tmp_path: Path) -> None:
    image = ext(tmp_path, *PLAIN)
    bitmap, first, blocks = struct.unpack_from("<L", image, 2 * 1024)[0] * 1024, 6000, SIZE // 1024
    for number in range(first - 1, first - 1 + blocks):
        assert not image[bitmap + number // 8] >> number % 8 & 1
        image[bitmap + number // 8] |= 1 << number % 8
    image[first * 1024 : first * 1024 + SIZE] = HIDDEN
    tree = recurse(bytes(image), "a.ext4")
    hidden = [data for path, data in tree.data.items() if ".unreferenced@" in path]
    assert hidden == [HIDDEN[: blocks * 1024]]


def test_what_stands_behind_the_end_of_a_file_is_a_child(tmp_path: Path) -> None:
    image = ext(tmp_path, *PLAIN)
    end = image.index(b"hello there\n" * 50) + 12 * 50
    image[end : end + 100] = HIDDEN[:100]
    assert [data for path, data in recurse(bytes(image), "a.ext4").data.items() if path.endswith(".slack")] == [
        HIDDEN[:100] + bytes(1024 - 700)
    ]


def test_the_journal_is_looked_at(tmp_path: Path) -> None:
    image = ext(tmp_path, "-O", "^metadata_csum")
    assert not unread(bytes(image))
    start = image.index(b"\xc0\x3b\x39\x98") + 1024
    image[start : start + SIZE] = HIDDEN
    assert unread(bytes(image)) >= SIZE * 0.95


def test_a_squashfs_whose_inode_table_cannot_be_followed_is_failed(tmp_path: Path) -> None:
    data = bytearray(fixture("gzip.squashfs"))
    data[20] = 4  # says xz
    (tmp_path / "r.sqfs").write_bytes(data)
    with Source(tmp_path / "r.sqfs", "r.sqfs") as source, pytest.raises(ParseFailure):
        unreferenced(source)
    assert recurse(bytes(data), "r.sqfs").root[ByteState.FAILED] > 0


def test_a_file_of_a_squashfs_that_no_folder_names_is_a_child() -> None:
    """The root folder's list is made one entry shorter; the file's inode and blocks are still there."""
    data = bytearray(fixture("plain.squashfs"))
    inodes, folders = struct.unpack_from("<2Q", data, 64)
    root = inodes + 2 + (struct.unpack_from("<Q", data, 32)[0] & 0xFFFF)
    struct.pack_into("<L", data, folders + 2, 0)
    struct.pack_into("<H", data, root + 24, struct.unpack_from("<H", data, root + 24)[0] - 8 - len("z.bin"))
    tree = recurse(bytes(data), "r.sqfs")
    assert {path.rpartition("!/")[2].split("@")[0] for path in tree.data} == {"r.sqfs", "a.txt", ".unreferenced"}
    assert next(data for path, data in tree.data.items() if ".unreferenced" in path) == noise(3000, 3)


def test_a_table_of_a_squashfs_that_is_mostly_nobodys_is_a_child() -> None:
    """Further blocks of metadata stand behind the list of the root folder."""
    data = fixture("plain.squashfs")
    used, *tables = struct.unpack_from("<7Q", data, 40)
    folders = tables[3]
    end = folders + 2 + (struct.unpack_from("<H", data, folders)[0] & 0x7FFF)
    more = b"".join(struct.pack("<H", 0x8000 | 8192) + HIDDEN[at : at + 8192] for at in range(0, 16384, 8192))
    out = bytearray(data[:end] + more + data[end:used])
    struct.pack_into(
        "<7Q",
        out,
        40,
        used + len(more),
        *(at if at in {NONE, folders} or at < end else at + len(more) for at in tables),
    )
    for at in (tables[0], tables[5]):  # lists of one block each: identities, inodes
        if at != NONE:
            struct.pack_into("<Q", out, at + len(more), struct.unpack_from("<Q", data, at)[0] + len(more))
    tree = recurse(bytes(out), "r.sqfs")
    assert any(HIDDEN[:8192] in data for path, data in tree.data.items() if ".unreferenced" in path)


def test_tables_of_other_versions_are_not_judged(tmp_path: Path) -> None:
    data = bytearray(fixture("lzo.squashfs"))
    data[28] = 3
    (tmp_path / "r.sqfs").write_bytes(data)
    with Source(tmp_path / "r.sqfs", "r.sqfs") as source:
        assert unreferenced(source) == ([], b"")
