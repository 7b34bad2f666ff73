"""Partition tables: what lies in partitions, between them, and what broken or hostile tables lead to."""

from __future__ import annotations

import random
import struct

from scanner.types import ByteState
from tests.unpack.build import noise
from tests.unpack.build_disks import SECTOR, boot_record, gpt_disk, mbr_disk, place
from tests.unpack.case_disks import TEXT, disk, volume
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse


def test_partitions_are_named_and_read():
    tree = recurse(disk(), "d.img")
    assert tree.data["d.img!/1-system!/A.TXT"] == TEXT
    assert tree.data["d.img!/2-notes"].startswith(TEXT)
    assert not tree.root.get(ByteState.FAILED)


def test_bytes_between_partitions_are_a_child():
    image = place(gpt_disk([("a", 8, TEXT)]), 30, noise(5000))
    outcome = read_bytes(bytes(image))
    assert outcome.children[f".unpartitioned@{30 * SECTOR:#x}"].data.startswith(noise(5000))


def test_each_checksum_of_each_copy_counts():
    for at in (SECTOR + 40, 2 * SECTOR + 60, 99 * SECTOR + 40, 95 * SECTOR + 60):
        image = bytearray(disk())
        image[at] ^= 1
        outcome = read_bytes(bytes(image))
        assert outcome.totals[ByteState.FAILED] > 90
        assert {"1-system", "2-notes"} <= set(outcome.children), at


def test_second_copy_replaces_a_lost_first_one():
    outcome = read_bytes(bytes(place(bytearray(disk()), 1, bytes(5 * SECTOR))), format_id="disk")
    assert {"1-system", "2-notes"} <= set(outcome.children)
    assert outcome.at(450) is ByteState.FAILED


def test_without_any_copy_the_disk_is_handed_over_and_failed():
    image = place(place(bytearray(disk()), 1, bytes(5 * SECTOR)), 95, bytes(5 * SECTOR))
    outcome = read_bytes(bytes(image), format_id="disk")
    assert outcome.at(450) is ByteState.FAILED
    assert any(TEXT in child.data for child in outcome.children.values())


def test_logical_partitions():
    image = mbr_disk([(0x83, 2, TEXT), (0x05, 10, bytes(40 * SECTOR))])
    place(image, 10, boot_record([(0x83, 2, 3), (0x05, 20, 20)]))
    place(image, 12, TEXT)
    place(image, 30, boot_record([(0x0C, 1, 4)]))
    place(image, 31, noise(2000))
    outcome = read_bytes(bytes(image))
    assert outcome.format == "disk"
    assert set(outcome.children) == {"1-Linux", "5-Linux", "6-FAT32"}
    assert outcome.children["6-FAT32"].data.startswith(noise(2000))
    assert not outcome.totals.get(ByteState.FAILED)


def test_chain_of_logical_partitions_without_end():
    image = mbr_disk([(0x83, 2, TEXT), (0x05, 10, bytes(40 * SECTOR))])
    place(image, 10, boot_record([(0x83, 2, 3), (0x05, 20, 20)]))
    place(image, 30, boot_record([(0x83, 1, 3), (0x05, 0, 20)]))
    outcome = read_bytes(bytes(image))
    assert "no end" in next(e.reason for e in outcome.entries if e.state is ByteState.FAILED)


def test_cut_partition_is_failed_and_handed_over():
    image = bytes(mbr_disk([(0x83, 2, noise(20_000))]))[:8000]
    outcome = read_bytes(image)
    assert outcome.children["1-Linux"].data == noise(20_000)[: 8000 - 1024]
    assert outcome.at(2000) is ByteState.FAILED


def test_overlapping_partitions_are_all_handed_over():
    image = mbr_disk([(0x83, 2, noise(20_000))])
    place(image, 0, boot_record([(0x83, 2, 40), (0x07, 10, 10), (0x07, 10, 10)]))
    outcome = read_bytes(bytes(image))
    assert set(outcome.children) == {"1-Linux", "2-NTFS or exFAT"}


def test_endless_overlap_is_a_limit():
    image = gpt_disk([(f"{n}", 8 + n, noise(40_000)) for n in range(16)], sectors=120)
    assert read_bytes(bytes(image)).error.startswith("LimitReached")


def test_boot_sectors_of_others_are_no_disks():
    assert read_bytes(volume()).format == "fat"
    kernel = bytearray(mbr_disk([(0x83, 2, TEXT)]))
    kernel[0x202:0x206] = b"HdrS"
    assert read_bytes(bytes(kernel)).format != "disk"
    code = bytearray(noise(4096))
    code[510:512] = b"\x55\xaa"
    assert read_bytes(bytes(code)).format != "disk"


def test_boot_code_is_content():
    image = mbr_disk([(0x83, 2, TEXT)])
    image[:200] = noise(200)
    assert read_bytes(bytes(image)).children[".boot-code@0x0"].data.startswith(noise(200))


def test_hostile_table_sizes():
    image = bytearray(disk())
    struct.pack_into("<2I", image, SECTOR + 80, 0xFFFFFFFF, 0xFFFFFFFF)
    outcome = read_bytes(bytes(image))
    assert "1-system" in outcome.children
    assert outcome.totals[ByteState.FAILED] > 0


def test_damaged_disks_never_break_the_reader():
    source = random.Random(6)  # noqa: S311 - the same mutants in every run
    for _ in range(100):
        data = bytearray(disk())
        for _ in range(source.randrange(1, 6)):
            data[source.randrange(440, 3000)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="disk")
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error
