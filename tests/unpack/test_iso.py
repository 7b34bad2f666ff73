"""ISO 9660 and UDF: each file once, boot images and appended partitions, bytes of nobody, damage."""

from __future__ import annotations

import hashlib
import random
import struct

import pytest

from scanner.types import UNREAD, ByteState
from tests.unpack.build import noise
from tests.unpack.case_disks import volume
from tests.unpack.case_iso import SECTOR, bridge, hybrid, udf
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

DAEMON = random.Random(3).randbytes(9000)  # noqa: S311 - the filler of the fixture
FILES = {
    "boot.bin": b"boot image\n" * 100,
    "daemon": DAEMON,
    "empty": b"",
    "etc/version of the camera": b"camera 1.0\n" * 40,
    "1/2/3/4/5/6/7/8/9/deep": b"down here\n" * 9,
}


def files(outcome):
    return {name: child.data for name, child in outcome.children.items() if not name.startswith((".", "boot.cat"))}


def links(outcome):
    return {(link.path.partition("!/")[2], link.kind, link.target) for link in outcome.links}


def test_a_bridge_has_every_file_once_under_its_true_name():
    outcome = read_bytes(bridge())
    assert files(outcome) == FILES
    assert links(outcome) == {("alias", "symlink", "etc/../daemon"), ("twin", "hardlink", "daemon")}
    assert not UNREAD & set(outcome.totals)


def test_udf_alone():
    outcome = read_bytes(udf())
    assert outcome.format == "udf"
    expected = {**FILES, "alias": b"", "twin": DAEMON}
    del expected["daemon"]
    assert files(outcome) == expected
    assert links(outcome) == {("daemon", "hardlink", "twin")}


def test_joliet_names_where_rock_ridge_is_not():
    data = bytearray(bridge())
    root = struct.unpack_from("<I", data, 16 * SECTOR + 158)[0] * SECTOR
    data[root + 34 : root + 36] = b"XX"
    names = set(files(read_bytes(bytes(data))))
    assert "etc/version of the camera" in names
    assert "daemon" in names


def test_a_file_that_only_udf_names_is_found():
    data = bytearray(bridge())
    place = data.find(FILES["boot.bin"]) // SECTOR
    both = struct.pack("<I", place) + struct.pack(">I", place)
    at = data.find(both)
    while at >= 0:  # in both trees of ISO 9660 the record becomes one of an empty file
        data[at + 8 : at + 16] = bytes(8)
        at = data.find(both, at + 1)
    outcome = read_bytes(bytes(data))
    assert FILES["boot.bin"] in files(outcome).values()
    assert not UNREAD & set(outcome.totals)


def test_boot_image_in_an_appended_partition():
    tree = recurse(hybrid(), "b.iso")
    fat = [path for path, kind in tree.formats.items() if kind == "fat"]
    assert len(fat) == 1
    assert tree.data[fat[0]][: len(volume())] == volume()
    assert tree.data[f"{fat[0]}!/A.TXT"].startswith(b"one line")
    assert files(read_bytes(hybrid())).keys() >= FILES.keys()


def test_boot_catalog_checksum():
    data = bytearray(hybrid())
    at = next(n * SECTOR for n in range(16, 24) if data[n * SECTOR + 7 : n * SECTOR + 15] == b"EL TORIT")
    catalog = struct.unpack_from("<I", data, at + 0x47)[0] * SECTOR
    data[catalog + 5] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.at(at) is ByteState.FAILED
    assert files(outcome).keys() >= FILES.keys()


def test_bytes_of_nobody_behind_and_in_slack():
    data = bytearray(bridge())
    at = data.find(FILES["boot.bin"]) + len(FILES["boot.bin"])
    data[at : at + 200] = noise(200)
    outcome = read_bytes(bytes(data) + noise(5000))
    assert outcome.children[f".trailing@{len(data):#x}"].data == noise(5000)
    assert any(noise(200) in child.data for name, child in outcome.children.items() if "unreferenced" in name)


@pytest.mark.parametrize("image", [bridge, hybrid, udf])
@pytest.mark.parametrize("thirds", [1, 2])
def test_cut_images_are_failed_and_what_is_there_comes(image, thirds):
    data = image()[: len(image()) * thirds // 3]
    outcome = read_bytes(data)
    assert outcome.totals.get(ByteState.FAILED, 0) > 0
    assert all(FILES[name].startswith(content) for name, content in files(outcome).items() if name in FILES and content)


def test_byte_orders_that_differ_are_told():
    data = bytearray(hybrid())
    at = data.find(b"DAEMON.;1") - 33
    data[at + 10] ^= 4
    assert read_bytes(bytes(data)).at(at) is ByteState.FAILED


def test_each_descriptor_of_udf_is_checked():
    data = udf()
    good = read_bytes(data).totals.get(ByteState.FAILED, 0)
    assert not good
    entries = [at for at in range(257 * SECTOR, len(data), SECTOR) if data[at : at + 2] == struct.pack("<H", 261)]
    assert entries
    for at in entries[:5]:
        damaged = bytearray(data)
        damaged[at + 60] ^= 1
        assert read_bytes(bytes(damaged)).at(at) is ByteState.FAILED


def test_the_md5_that_an_image_carries_of_itself():
    data = bytearray(hybrid())
    at, end = 16 * SECTOR + 883, struct.unpack_from("<I", data, 16 * SECTOR + 80)[0] * SECTOR - 4 * SECTOR
    data[at : at + 512] = b" " * 512
    text = f"ISO MD5SUM = {hashlib.md5(data[:end], usedforsecurity=False).hexdigest()};SKIPSECTORS = 4;"
    data[at : at + len(text)] = text.encode()
    assert not UNREAD & set(read_bytes(bytes(data)).totals)
    data[data.find(DAEMON) + 100] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] > end
    assert "daemon" in outcome.children


def test_folders_in_a_circle_end():
    data = bytearray(hybrid())
    root = struct.unpack_from("<I", data, 16 * SECTOR + 158)[0]
    at = data.find(b"ETC") - 33
    struct.pack_into("<I", data, at + 2, root)
    struct.pack_into(">I", data, at + 6, root)
    outcome = read_bytes(bytes(data))
    assert outcome.error == ""
    assert "daemon" in outcome.children


def test_damaged_images_never_break_a_reader():
    source = random.Random(9)  # noqa: S311 - the same mutants in every run
    bases = [bridge(), hybrid(), udf()]
    for number in range(60):
        data = bytearray(bases[number % 3])
        start = 16 * SECTOR if number % 2 else 256 * SECTOR
        for _ in range(source.randrange(1, 9)):
            data[source.randrange(start, start + 40 * SECTOR) % len(data)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="udf" if number % 3 == 2 else "iso")
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error
