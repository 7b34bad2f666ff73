"""TRX, Android sparse, boot, vendor boot, device tree table and vbmeta: parts are nodes, every checksum counts."""

from __future__ import annotations

import struct
import zlib

import pytest

from scanner.types import CARRIED, ByteState, Limits
from tests.unpack import build_firmware as build
from tests.unpack.build import noise
from tests.unpack.case_firmware import DISK, KERNEL, TREE
from tests.unpack.harness import Outcome, read_bytes


def contents(outcome: Outcome) -> dict[str, bytes]:
    return {name: found.data for name, found in outcome.children.items()}


@pytest.mark.parametrize("version", [1, 2])
def test_trx_partitions_are_children(version: int) -> None:
    outcome = read_bytes(build.trx(b"loader!!", KERNEL + b"xx", DISK, version=version) + b"\xff" * 999)
    assert [data.rstrip(b"\0") for data in contents(outcome).values()] == [b"loader!!", KERNEL + b"xx", DISK]
    assert outcome.totals.keys() == {CARRIED, ByteState.PARSED, ByteState.PADDING}


def test_trx_with_a_wrong_checksum_still_hands_over_its_partitions() -> None:
    outcome = read_bytes(build.trx(KERNEL, DISK).replace(b"recorder", b"recordeR", 1))
    assert outcome.totals[ByteState.FAILED] == outcome.size - 12
    assert contents(outcome)["partition.1"] == DISK


def test_cut_trx_fails_the_partition_that_is_cut() -> None:
    outcome = read_bytes(build.trx(KERNEL, DISK)[:-50])
    assert outcome.at(outcome.size - 1) is ByteState.FAILED
    assert contents(outcome)["partition.0"].startswith(KERNEL)


def test_trx_partition_outside_the_image_and_bytes_before_the_first() -> None:
    data = bytearray(build.trx(KERNEL, DISK))
    struct.pack_into("<II", data, 16, 1 << 30, 900)
    struct.pack_into("<I", data, 8, zlib.crc32(data[12:]) ^ 0xFFFFFFFF)
    outcome = read_bytes(bytes(data))
    assert "outside the image" in "".join(entry.reason for entry in outcome.entries)
    assert contents(outcome)[".before-partitions@0x1c"] == bytes(data[28:900])


def test_sparse_image_is_one_raw_image() -> None:
    outcome = read_bytes(build.sparse_of(KERNEL, b"\x12\x34\x56\x78", 3))
    raw = KERNEL.ljust(4096, b"\0") + b"\x12\x34\x56\x78" * 2048 + bytes(3 * 4096)
    assert contents(outcome) == {"image": raw}
    assert outcome.totals == {CARRIED: outcome.size}


def test_both_checksums_of_a_sparse_image_are_compared() -> None:
    chunks = [build.chunk(0xCAC1, 1, KERNEL.ljust(4096, b"\0"))]
    in_header = read_bytes(build.sparse(chunks, 1, checksum=12345))
    in_chunk = read_bytes(build.sparse([*chunks, build.chunk(0xCAC4, 0, b"sum!")], 1))
    for outcome in (in_header, in_chunk):
        assert "checksum" in "".join(entry.reason for entry in outcome.entries)
        assert contents(outcome)["image"] == KERNEL.ljust(4096, b"\0")


def test_broken_sparse_image_gives_what_stands_before_the_break() -> None:
    good = build.chunk(0xCAC1, 1, KERNEL.ljust(4096, b"\0"))
    for bad in (build.chunk(0xCAC9, 1), build.chunk(0xCAC1, 2, bytes(4096)), build.chunk(0xCAC2, 1, b"12")):
        outcome = read_bytes(build.sparse([good, bad], 2))
        assert outcome.totals == {CARRIED: 28 + len(good), ByteState.FAILED: len(bad)}
        assert contents(outcome)["image"] == KERNEL.ljust(4096, b"\0")
    assert "blocks are announced" in read_bytes(build.sparse([good], 7)).entries[0].reason


def test_holes_count_to_the_limits() -> None:
    outcome = read_bytes(build.sparse([build.chunk(0xCAC3, 1 << 30)], 1 << 30), limits=Limits(node_bytes=4 << 20))
    assert ByteState.LIMIT in outcome.totals
    assert len(contents(outcome)["image"]) <= 4 << 20


@pytest.mark.parametrize("version", [0, 1, 2])
def test_old_boot_image(version: int) -> None:
    extra = [b"second", b"overlay", TREE][: version + 1]
    outcome = read_bytes(build.boot(KERNEL, DISK, *extra, version=version), "boot.img")
    assert list(contents(outcome).values()) == [KERNEL, DISK, *extra]
    assert outcome.totals.keys() == {CARRIED, ByteState.PARSED, ByteState.PADDING}


def test_device_tree_of_an_unversioned_boot_image() -> None:
    data = bytearray(build.boot(KERNEL, DISK, b"", version=0) + TREE)
    struct.pack_into("<I", data, 40, len(TREE))
    data[576:608] = bytes(32)
    assert contents(read_bytes(bytes(data)))["dt"] == TREE


def test_boot_image_whose_identity_is_wrong_is_failed_and_handed_over() -> None:
    outcome = read_bytes(build.boot(KERNEL, DISK, version=0).replace(b"programs", b"pr0grams", 1))
    assert outcome.totals[ByteState.FAILED] == len(KERNEL) + len(DISK)
    assert contents(outcome)["kernel"] == KERNEL


def test_new_boot_images() -> None:
    outcome = read_bytes(build.boot4(KERNEL, DISK, b"signature"))
    assert contents(outcome) == {"kernel": KERNEL, "ramdisk": DISK, "signature": b"signature"}
    vendor = read_bytes(build.vendor_boot([(b"", KERNEL), (b"dlkm", DISK)], TREE, b"androidboot.x=1\n"))
    assert list(contents(vendor)) == ["ramdisk.0", "ramdisk.dlkm", "dtb", "ramdisk_table", "bootconfig"]
    assert (contents(vendor)["ramdisk.0"], contents(vendor)["ramdisk.dlkm"]) == (KERNEL, DISK)


def test_bytes_hidden_between_the_pages_are_a_child() -> None:
    data = bytearray(build.boot4(KERNEL, DISK, b""))
    data[-300:] = noise(300)
    outcome = read_bytes(bytes(data))
    assert noise(300) in contents(outcome).values()


def test_absurd_sizes_and_pages_are_failed() -> None:
    data = bytearray(build.boot(KERNEL, DISK, version=0))
    struct.pack_into("<I", data, 8, 0xFFFFFFFF)
    assert read_bytes(bytes(data)).totals[ByteState.FAILED] > len(KERNEL)
    struct.pack_into("<I", data, 36, 0)
    assert "pages of 0 bytes" in read_bytes(bytes(data)).error


def test_footer_leads_to_vbmeta() -> None:
    meta = build.vbmeta([b"hash of boot"])
    outcome = read_bytes(build.with_footer(build.boot4(KERNEL, DISK, b""), meta))
    assert contents(outcome) == {"kernel": KERNEL, "ramdisk": DISK, "vbmeta": meta}
    assert outcome.totals.keys() == {CARRIED, ByteState.PARSED, ByteState.PADDING}


def test_vbmeta_hash_and_long_descriptors() -> None:
    good = build.vbmeta([b"property", b"x" * 90_000])
    outcome = read_bytes(good)
    assert (outcome.format, ByteState.FAILED in outcome.totals) == ("android-vbmeta", False)
    assert any(b"x" * 90_000 in data for data in contents(outcome).values())
    assert read_bytes(good.replace(b"property", b"Property")).totals == {ByteState.FAILED: len(good)}
    assert "cut" in read_bytes(good[:-1000]).error


def test_vbmeta_with_parts_outside_of_their_block_is_failed() -> None:
    data = bytearray(build.vbmeta([b"property"]))
    struct.pack_into(">Q", data, 48, 1 << 60)
    assert "outside its block" in read_bytes(bytes(data)).error


def test_device_tree_table() -> None:
    outcome = read_bytes(build.dt_table(TREE, KERNEL, DISK))
    assert list(contents(outcome).values()) == [TREE, KERNEL, DISK]
    cut = read_bytes(build.dt_table(TREE, KERNEL, DISK)[:-10])
    assert contents(cut)["dt.1"] == KERNEL
    assert cut.at(cut.size - 1) is ByteState.FAILED
    assert "entries" in read_bytes(b"\xd7\xb7\xab\x1e" + b"\xff" * 60).error
