"""Images of virtual disks: the raw disk byte for byte, and what damage, cuts and hostile tables lead to."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from scanner.types import UNREAD, ByteState, Limits
from scanner.unpack.crc32c import crc32c
from tests.unpack.build import noise
from tests.unpack.case_disks import TEXT, disk
from tests.unpack.case_virtual import DESCRIPTOR, cut, image
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

NAMES = [
    "plain.qcow2", "packed.qcow2", "zstd.qcow2", "parts.qcow2", "disk.vdi", "dynamic.vhd", "fixed.vhd", "disk.vhdx",
    "sparse.vmdk", "stream.vmdk",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_disk_comes_out_byte_for_byte(name):
    data = read_bytes(image(name)).children["disk.img"].data
    assert data[: len(disk())] == disk()
    assert not any(data[len(disk()) :])


@pytest.mark.parametrize("name", NAMES)
def test_no_other_child_holds_more_than_a_header(name):
    outcome = read_bytes(image(name))
    assert not UNREAD & set(outcome.totals)
    others = [child for path, child in outcome.children.items() if path not in {"disk.img", ".log@0x100000"}]
    assert sum(len(child.data) for child in others) < 4096


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("thirds", [1, 2])
def test_a_cut_image_is_never_silently_read(name, thirds):
    outcome = read_bytes(cut(name, thirds), format_id=name.partition(".")[2])
    assert outcome.totals[ByteState.FAILED] > 0


@pytest.mark.parametrize("name", ["packed.qcow2", "zstd.qcow2", "stream.vmdk"])
def test_a_broken_packed_part_is_failed_and_the_others_come(name):
    data = bytearray(image(name))
    start = data.find(b"\x28\xb5\x2f\xfd") if name == "zstd.qcow2" else {"packed.qcow2": 0x5000, "stream.vmdk": 0}[name]
    if name == "stream.vmdk":
        start = struct.unpack_from("<Q", data, 64)[0] * 512 + 12
    data[start + 6 : start + 36] = noise(30)
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] > 10
    assert len(outcome.children["disk.img"].data) >= len(disk())


def test_files_of_the_file_system_in_the_disk_are_reached():
    tree = recurse(image("packed.qcow2"), "a.qcow2")
    assert tree.data["a.qcow2!/disk.img!/1-system!/A.TXT"] == TEXT


def test_a_fixed_disk_is_a_view():
    outcome = read_bytes(image("fixed.vhd"))
    assert outcome.children["disk.img"].node.span is not None
    assert outcome.at(len(image("fixed.vhd")) - 1) is ByteState.PARSED


def test_checksums_of_footer_header_and_region_table():
    for name, at in (("fixed.vhd", -486), ("dynamic.vhd", 30), ("dynamic.vhd", 512 + 100), ("dynamic.vhd", -486)):
        data = bytearray(image(name))
        data[at] ^= 1
        outcome = read_bytes(bytes(data))
        assert outcome.totals[ByteState.FAILED] >= 512, (name, at)
        assert "disk.img" in outcome.children
    for at in (64 * 1024 + 100, 128 * 1024 + 100, 192 * 1024 + 100, 256 * 1024 + 100):
        data = bytearray(image("disk.vhdx"))
        data[at] ^= 1
        outcome = read_bytes(bytes(data))
        assert outcome.totals[ByteState.FAILED] >= 4096, at
        assert outcome.children["disk.img"].data[: len(disk())] == disk()


def test_crc32c_check_value():
    assert crc32c(b"123456789") == 0xE3069283


def test_a_log_that_was_not_replayed_fails_the_image():
    data = bytearray(image("disk.vhdx"))
    for at in (64 * 1024, 128 * 1024):
        data[at + 48] = 1
        data[at + 4 : at + 8] = bytes(4)
        struct.pack_into("<I", data, at + 4, crc32c(bytes(data[at : at + 4096])))
    outcome = read_bytes(bytes(data))
    assert outcome.totals == {ByteState.FAILED: len(data)}


def test_an_encrypted_qcow2_is_encrypted():
    data = bytearray(image("plain.qcow2"))
    struct.pack_into(">I", data, 32, 2)
    assert read_bytes(bytes(data)).totals == {ByteState.ENCRYPTED: len(data)}


def test_a_backing_file_is_told():
    data = bytearray(image("plain.qcow2"))
    struct.pack_into(">QI", data, 8, 0x300, 8)
    data[0x300:0x308] = b"base.img"
    struct.pack_into(">Q", data, 24, len(disk()) + (1 << 20))
    outcome = read_bytes(bytes(data))
    assert "base.img" in next(e.reason for e in outcome.entries if e.state is ByteState.FAILED)


def test_clusters_that_no_table_refers_to_are_a_child():
    data = image("plain.qcow2") + noise(8192)
    children = read_bytes(data).children
    assert any(noise(8192) in child.data for name, child in children.items() if "unreferenced" in name)


def test_two_parts_at_the_same_place_are_told():
    data = bytearray(image("disk.vdi"))
    size = struct.unpack_from("<I", data, 0x178)[0]
    struct.pack_into("<Q", data, 0x170, 2 * size)
    struct.pack_into("<I", data, 0x180, 2)
    table = struct.unpack_from("<I", data, 0x154)[0]
    struct.pack_into("<2I", data, table, 0, 0)
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] >= size


def test_a_stream_without_its_end_gives_what_is_there():
    grains = [noise(65_536, 1), noise(65_536, 2)]
    data = stream(grains)
    assert read_bytes(data).children["disk.img"].data == b"".join(grains)
    part = data[: 512 + 20 * 512 + 66_048 + 30_000]
    outcome = read_bytes(part)
    assert outcome.children["disk.img"].data[:65_536] == grains[0]
    assert outcome.totals == {ByteState.FAILED: len(part)}


def stream(grains):
    """A streamOptimized VMDK of whole grains of 64 KiB, by the format's description."""

    def header(directory):
        head = struct.pack("<4sIIQQQQIQQQ", b"KDMV", 3, 0x30001, len(grains) * 128, 128, 0, 0, 512, 0, directory, 21)
        return (head + struct.pack("<B4sH", 0, b"\n \r\n", 1)).ljust(512, b"\0")

    out, places = header((1 << 64) - 1).ljust(21 * 512, b"\0"), []
    for number, grain in enumerate(grains):
        places.append(len(out) // 512)
        packed = zlib.compress(grain)
        out += struct.pack("<QI", number * 128, len(packed)) + packed
        out += bytes(-len(out) % 512)
    table = len(out) // 512 + 1
    out += struct.pack("<QII", 4, 0, 1).ljust(512, b"\0") + struct.pack("<512I", *places, *[0] * (512 - len(places)))
    directory = len(out) // 512 + 1
    out += struct.pack("<QII", 1, 0, 2).ljust(512, b"\0") + struct.pack("<I", table).ljust(512, b"\0")
    return out + struct.pack("<QII", 1, 0, 3).ljust(512, b"\0") + header(directory) + bytes(512)


def test_a_descriptor_names_its_extents():
    outcome = read_bytes(DESCRIPTOR, "camera.vmdk")
    assert [(link.kind, link.target) for link in outcome.links] == [("extent", "camera-flat.vmdk")]
    assert outcome.totals == {ByteState.RAW: len(DESCRIPTOR)}


def test_hostile_sizes_end_by_a_limit_or_a_reason():
    qcow, vdi, vhd = (bytearray(image(name)) for name in ("plain.qcow2", "disk.vdi", "dynamic.vhd"))
    struct.pack_into(">Q", qcow, 24, 1 << 62)
    struct.pack_into("<Q3I", vdi, 0x170, 1 << 62, 1 << 31, 0, 0xFFFFFFFF)
    struct.pack_into(">I", vhd, 512 + 32, 0xFFFFFE00)
    for data in (qcow, vdi, vhd):
        outcome = read_bytes(bytes(data), limits=Limits(unpacked_bytes=4 << 20))
        assert outcome.error or outcome.totals[ByteState.FAILED], data[:8]


def test_damaged_images_never_break_a_reader():
    source = random.Random(8)  # noqa: S311 - the same mutants in every run
    for number in range(100):
        name = NAMES[number % len(NAMES)]
        if name == "disk.vhdx":
            continue  # each costs its checksums: the tests above damage it
        data = bytearray(image(name))
        for _ in range(source.randrange(1, 8)):
            data[source.randrange(min(len(data), 2048))] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id=name.partition(".")[2])
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error
