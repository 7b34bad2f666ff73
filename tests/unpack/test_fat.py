"""FAT: chains, free clusters, slack, damaged tables and hostile folders."""

from __future__ import annotations

import random
import struct

from scanner.types import UNREAD, ByteState
from tests.unpack.build import noise
from tests.unpack.build_disks import SECTOR, fat12_table, fat_volume, place
from tests.unpack.case_disks import FILES, TEXT, volume
from tests.unpack.harness import read_bytes

DATA = 6


def test_files_in_one_piece_and_scattered():
    for scattered in (False, True):
        outcome = read_bytes(bytes(fat_volume(FILES, scattered=scattered)))
        assert {name: child.data for name, child in outcome.children.items()} == FILES
        assert not UNREAD & set(outcome.totals)


def test_data_in_a_free_cluster_and_in_slack_are_children():
    image = fat_volume({"A.TXT": TEXT[:1100]})
    place(image, DATA + 40, noise(700))
    slack = DATA * SECTOR + 1100
    image[slack : slack + 100] = noise(100)
    children = read_bytes(bytes(image)).children
    assert children[f".unreferenced@{(DATA + 40) * SECTOR:#x}"].data.startswith(noise(700))
    assert children[f".slack@{slack:#x}"].data.startswith(noise(100))


def test_data_behind_the_end_of_a_folder_and_many_deleted_entries_are_children():
    image = fat_volume({"A.TXT": TEXT})
    image[3 * SECTOR + 640 : 3 * SECTOR + 740] = noise(100)
    assert any(noise(100) in child.data for child in read_bytes(bytes(image)).children.values())


def test_broken_chain_fails_that_file_alone():
    image = fat_volume(FILES)
    for copy in (1, 2):
        place(image, copy, fat12_table({0: 0xFF8, 1: 0xFFF, 2: 0, 5: 6, 6: 0xFFF}))
    outcome = read_bytes(bytes(image))
    assert outcome.children["B.BIN"].data == FILES["B.BIN"]
    assert outcome.children["A.TXT"].data == TEXT[:SECTOR]
    assert outcome.at(DATA * SECTOR) is ByteState.FAILED
    assert any(TEXT[SECTOR : 2 * SECTOR] in child.data for child in outcome.children.values())


def test_two_files_with_the_same_clusters_and_loops():
    image = fat_volume(FILES)
    for copy in (1, 2):
        place(image, copy, fat12_table({0: 0xFF8, 1: 0xFFF, 2: 3, 3: 2, 5: 6, 6: 3}))
    outcome = read_bytes(bytes(image))
    assert outcome.totals[ByteState.FAILED] > 0
    assert outcome.children["B.BIN"].data == FILES["B.BIN"]


def test_copies_of_the_table_that_differ():
    image = fat_volume(FILES)
    image[2 * SECTOR + 4] ^= 0x10
    outcome = read_bytes(bytes(image))
    assert outcome.at(2 * SECTOR) is ByteState.FAILED
    assert ".table-2" in outcome.children


def test_folder_that_contains_itself():
    image = fat_volume({"LOOP": TEXT[:SECTOR]})
    entry = struct.pack("<8s3sB14xHL", b"LOOP    ", b"   ", 0x10, 2, 0)
    place(image, 3, entry)
    place(image, DATA, entry)
    outcome = read_bytes(bytes(image))
    assert outcome.totals[ByteState.FAILED] > 0


def test_long_names_and_bytes_of_a_code_page():
    image = fat_volume({"LONGNA~1.TXT"[:12]: TEXT})
    short = bytes(image[3 * SECTOR : 3 * SECTOR + 32])
    value = 0
    for byte in short[:11]:
        value = ((value << 7 | value >> 1) + byte) & 0xFF
    text = "long näme.txt".encode("utf-16-le") + bytes(2)
    part = text.ljust(26 * 2, b"\xff")
    longs = b""
    for number in (2, 1):
        piece = part[26 * (number - 1) : 26 * number]
        order = number | (0x40 if number == 2 else 0)
        longs += struct.pack("<B10sBBB12sH4s", order, piece[:10], 0x0F, 0, value, piece[10:22], 0, piece[22:26])
    place(image, 3, longs + short)
    assert read_bytes(bytes(image)).children["long näme.txt"].data == TEXT


def test_cut_volume_is_failed_and_its_files_come():
    outcome = read_bytes(volume()[: (DATA + 4) * SECTOR])
    assert outcome.children["A.TXT"].data == TEXT
    assert outcome.totals == {ByteState.FAILED: (DATA + 4) * SECTOR}


def test_damaged_volumes_never_break_the_reader():
    source = random.Random(7)  # noqa: S311 - the same mutants in every run
    for _ in range(100):
        data = bytearray(volume())
        for _ in range(source.randrange(1, 6)):
            data[source.randrange(DATA * SECTOR)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="fat")
        assert outcome.error.split(":")[0] in {"", "ParseFailure"}, outcome.error


def test_a_small_file_that_claims_a_huge_volume_costs_nothing():
    image = fat_volume(FILES)
    struct.pack_into("<HHL", image, 17, 48, 0, 0)
    image[19:21] = bytes(2)
    struct.pack_into("<L", image, 32, 0xFFFFFFF0)
    outcome = read_bytes(bytes(image))
    assert outcome.totals == {ByteState.FAILED: len(image)}
