"""UBI: volumes out of erase blocks in any order, and every way in which a block can be broken."""

from __future__ import annotations

import struct

import pytest

from scanner.types import CARRIED, ByteState, Limits
from tests.unpack.build import noise
from tests.unpack.build_flash import (
    DATA_AT,
    LAYOUT,
    LEB,
    PEB,
    VID_AT,
    jffs2_file,
    ubi_block,
    ubi_free,
    ubi_record,
    ubi_table,
)
from tests.unpack.case_flash import TEXT
from tests.unpack.harness import Outcome, read_bytes

READ = {ByteState.PARSED, ByteState.PADDING, CARRIED}
TABLE = ubi_table(ubi_record(b"kernel", 2, static=True), ubi_record(b"data", 6))
KERNEL = [ubi_block(0, number, TEXT[number * LEB :][:LEB], static=2) for number in range(2)]
CONTENT = TEXT[: 2 * LEB]
DATA = [ubi_block(1, number, noise(LEB, number)) for number in range(3)]


def contents(outcome: Outcome) -> dict[str, bytes]:
    return {name: child.data for name, child in outcome.children.items()}


def failed(outcome: Outcome) -> str:
    return "; ".join(entry.reason for entry in outcome.entries if entry.state is ByteState.FAILED)


def test_volumes_come_in_the_order_of_their_logical_blocks():
    image = TABLE + DATA[2] + KERNEL[1] + DATA[0] + ubi_free() + KERNEL[0] + b"\xff" * PEB + DATA[1]
    outcome = read_bytes(image)
    assert contents(outcome) == {"kernel": CONTENT, "data": b"".join(noise(LEB, number) for number in range(3))}
    assert set(outcome.totals) == READ
    assert ("volume 0", "kernel, static") in outcome.attributes


def test_the_last_block_of_a_static_volume_ends_where_its_data_does():
    last = ubi_block(0, 1, b"end of the kernel", static=2)
    assert contents(read_bytes(TABLE + KERNEL[0] + last)) == {"kernel": TEXT[:LEB] + b"end of the kernel"}


def test_a_block_that_is_not_mapped_reads_as_erased():
    outcome = read_bytes(TABLE + KERNEL[0] + KERNEL[1] + DATA[0] + DATA[2])
    assert contents(outcome)["data"] == noise(LEB, 0) + b"\xff" * LEB + noise(LEB, 2)


def test_the_newest_copy_counts_and_the_older_one_is_kept():
    new = ubi_block(1, 0, b"new".ljust(LEB), 9)
    outcome = read_bytes(TABLE + b"".join(KERNEL) + new + ubi_block(1, 0, b"old".ljust(LEB), 8))
    found = contents(outcome)
    assert found.pop("data") == b"new".ljust(LEB)
    assert found == {"kernel": CONTENT, f".older/volume-1.0@{5 * PEB + DATA_AT:#x}": b"old".ljust(LEB)}


def test_a_broken_copy_by_wear_levelling_gives_way_to_the_original():
    copy = bytearray(ubi_block(1, 0, noise(LEB, 5), 9, copied=True))
    copy[-1] ^= 1
    outcome = read_bytes(TABLE + b"".join(KERNEL) + bytes(copy) + ubi_block(1, 0, noise(LEB, 5), 8))
    assert contents(outcome)["data"] == noise(LEB, 5)
    assert "data is wrong" in failed(outcome)
    assert outcome.at(4 * PEB + DATA_AT) is ByteState.FAILED


def test_a_changed_byte_of_a_static_volume_is_failed_and_handed_over():
    broken = bytearray(KERNEL[1])
    broken[-5] ^= 1
    outcome = read_bytes(TABLE + KERNEL[0] + bytes(broken))
    assert outcome.at(4 * PEB - 5) is ByteState.FAILED
    assert contents(outcome)["kernel"][:LEB] == TEXT[:LEB]


@pytest.mark.parametrize(("at", "lost"), [(20, False), (VID_AT + 9, True), (VID_AT, True)])
def test_a_damaged_header_is_failed_and_its_block_a_child(at, lost):
    block = bytearray(DATA[1])
    block[at] ^= 1
    outcome = read_bytes(TABLE + b"".join(KERNEL) + DATA[0] + bytes(block) + DATA[2])
    assert outcome.at(5 * PEB + at) is ByteState.FAILED
    middle = contents(outcome)["data"][LEB : 2 * LEB]
    assert middle == (b"\xff" * LEB if lost else noise(LEB, 1))
    assert any(name.startswith(".damaged") for name in outcome.children) == lost


def test_a_block_of_something_else_in_the_middle_is_failed_and_a_child():
    outcome = read_bytes(TABLE + noise(PEB, 9) + b"".join(KERNEL))
    assert outcome.children[f".damaged@{2 * PEB:#x}"].data == noise(PEB, 9)
    assert outcome.at(2 * PEB) is ByteState.FAILED
    assert contents(outcome)["kernel"] == CONTENT


def test_a_free_block_with_content_is_not_taken_for_erased():
    image = TABLE + ubi_free()[:DATA_AT] + noise(LEB, 4) + b"".join(KERNEL)
    assert "not empty" in failed(read_bytes(image))


def test_a_missing_block_of_a_static_volume_is_failed():
    assert "1 blocks of volume kernel are missing" in failed(read_bytes(TABLE + KERNEL[1]))
    assert "no block of volume kernel" in failed(read_bytes(TABLE + DATA[0]))


def test_an_image_that_ends_after_its_table_is_cut():
    assert "cut" in failed(read_bytes(TABLE))
    assert "cut" in failed(read_bytes(TABLE[:PEB] + b"".join(KERNEL)))


@pytest.mark.parametrize("cut", [PEB - 1, PEB - LEB // 2, VID_AT + 10, 70])
def test_a_cut_within_a_block_is_failed(cut):
    outcome = read_bytes(TABLE + b"".join(KERNEL) + DATA[0] + DATA[1][:cut])
    assert "the image is cut" in failed(outcome)
    assert contents(outcome)["data"].startswith(noise(LEB, 0))


def test_damaged_records_are_failed_and_the_other_table_names_the_volume():
    table = bytearray(TABLE)
    table[DATA_AT + 20] ^= 1
    outcome = read_bytes(bytes(table) + b"".join(KERNEL) + DATA[0])
    assert set(outcome.children) == {"kernel", "data"}
    assert "record 0" in failed(outcome)


def test_without_a_table_volumes_have_numbers():
    outcome = read_bytes(b"".join(KERNEL) + ubi_block(1, 500, noise(LEB)))
    assert set(outcome.children) == {"volume-0", "volume-1.500"}


def test_an_unfinished_update_is_failed():
    table = ubi_table(ubi_record(b"kernel", 2, static=True, updating=True))
    assert "update of volume kernel" in failed(read_bytes(table + b"".join(KERNEL)))


def test_what_hides_in_the_unused_parts_of_a_block_is_a_child():
    block = bytearray(KERNEL[1])
    block[64 + 16 : 64 + 416] = noise(400)
    table = ubi_table(ubi_record(b"kernel", 2, static=True), ubi_record(b"d\0behind the end of the name", 6))
    outcome = read_bytes(table + KERNEL[0] + bytes(block))
    assert any(noise(400) in child.data for child in outcome.children.values())


def test_another_image_behind_the_first_is_a_child_of_its_own():
    second = ubi_table(ubi_record(b"kernel", 2, static=True), image=8) + ubi_block(0, 0, TEXT, static=2, image=8)
    outcome = read_bytes(TABLE + b"".join(KERNEL) + second)
    assert contents(outcome) == {"kernel": CONTENT, ".trailing": second}


def test_what_follows_the_last_block_is_a_child():
    other = jffs2_file(2, b"a", TEXT)
    outcome = read_bytes(TABLE + b"".join(KERNEL) + b"\xff" * PEB + other)
    assert contents(outcome)[".trailing"] == other
    assert set(outcome.totals) == READ


def test_an_image_inside_a_volume_does_not_confuse_the_block_size():
    inner = TABLE + b"".join(KERNEL)
    outer = [ubi_block(1, number, inner[number * LEB :][:LEB]) for number in range(-(-len(inner) // LEB))]
    table = ubi_table(ubi_record(), ubi_record(b"data", 30))
    outcome = read_bytes(table + b"".join(outer) + b"".join(DATA[2:]) * 0)
    assert contents(outcome)["data"].rstrip(b"\xff") == inner.rstrip(b"\xff")


def test_a_logical_block_far_away_fills_no_disk():
    table = ubi_table(ubi_record(b"huge", 0x7FFFFFFF))
    image = table + ubi_block(0, 0, noise(LEB)) + ubi_block(0, 0x7FFFFFF0, noise(LEB, 2))
    outcome = read_bytes(image, limits=Limits(unpacked_bytes=1 << 20))
    assert outcome.error.startswith("LimitReached")
    assert outcome.children["huge"].data.startswith(noise(LEB))


def test_garbage_with_the_magic_is_a_parse_failure():
    outcome = read_bytes(b"UBI#" + noise(5000))
    assert outcome.error.startswith("ParseFailure")
    assert outcome.totals == {ByteState.FAILED: 5004}


def test_the_layout_volume_is_not_a_child():
    assert struct.unpack(">I", TABLE[VID_AT + 8 : VID_AT + 12])[0] == LAYOUT
    assert set(read_bytes(TABLE + b"".join(KERNEL)).children) == {"kernel"}
