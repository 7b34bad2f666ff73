"""lz4, lzop, lzip and compress: one child, every checksum checked, what follows is seen, broken input is bounded."""

from __future__ import annotations

import struct
from collections.abc import Callable

import lz4.block
import pytest

from scanner.types import CARRIED, ByteState, Limits
from tests.unpack.build import noise, tar_of
from tests.unpack.build_streams import compress_z, lz4_frame, lz4_legacy, lzip, lzop
from tests.unpack.case_streams import TEXT
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

FILES = {"bin/app": noise(40_000), "etc/settings": TEXT}
PACKERS = {"lz4": lz4_frame, "lzo": lzop, "lz": lzip}


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_tar_is_read_to_its_files(suffix: str) -> None:
    tree = recurse(PACKERS[suffix](tar_of(FILES)), f"root.tar.{suffix}")
    assert tree.formats[f"root.tar.{suffix}!/root.tar"] == "tar"
    assert set(FILES.values()) <= set(tree.data.values())


@pytest.mark.parametrize("pack", PACKERS.values())
def test_flipped_bit_is_failed_and_what_came_before_is_a_child(pack: Callable[[bytes], bytes]) -> None:
    data = bytearray(pack(noise(300_000)))
    data[200_000] ^= 4
    outcome = read_bytes(bytes(data), "a.bin")
    assert outcome.totals == {ByteState.FAILED: len(data)}
    assert all(noise(300_000).startswith(found.data[:100_000]) for found in outcome.children.values())


@pytest.mark.parametrize("pack", [*PACKERS.values(), lz4_legacy])
def test_streams_in_a_row_make_one_file_and_what_follows_is_a_child(pack: Callable[[bytes], bytes]) -> None:
    tail = b"something else behind it, not packed"
    outcome = read_bytes(pack(TEXT) + pack(b"second part") + tail, "a.bin")
    assert [found.data for found in outcome.children.values()] == [TEXT + b"second part", tail]


def test_every_checksum_of_lzop_is_compared() -> None:
    good = lzop(TEXT, flags=0x1303)
    assert read_bytes(good).totals == {CARRIED: len(good)}
    for place in (11, 40, 46, 50, 54, 58):  # header, its sum, and the four sums of the first block
        broken = bytearray(good)
        broken[place] ^= 1
        assert ByteState.FAILED in read_bytes(bytes(broken), format_id="lzop").totals, place


def test_lzop_blocks_that_do_not_pack_are_stored() -> None:
    outcome = read_bytes(lzop(noise(5000), block=1000))
    assert next(iter(outcome.children.values())).data == noise(5000)


def test_lzop_block_of_absurd_size_is_not_decoded() -> None:
    head = lzop(b"")[:-4]
    assert "limit" in str(read_bytes(head + struct.pack(">II", 60 << 20, 50 << 20) + bytes(100)).entries[0].state)
    assert read_bytes(head + struct.pack(">II", 1 << 31, 1 << 30)).totals.keys() == {ByteState.FAILED}


def test_legacy_lz4_ends_before_the_size_that_a_kernel_appends() -> None:
    data = lz4_legacy(TEXT)
    outcome = read_bytes(data + struct.pack("<I", len(TEXT)))
    assert [found.data for found in outcome.children.values()] == [TEXT, struct.pack("<I", len(TEXT))]


def test_legacy_lz4_of_several_blocks() -> None:
    text = TEXT * 150
    assert len(text) > 8 << 20
    outcome = read_bytes(lz4_legacy(text) + struct.pack("<I", len(text)))
    assert next(iter(outcome.children.values())).data == text


def test_content_of_a_skippable_frame_is_a_child() -> None:
    hidden = noise(700)
    frame = struct.pack("<II", 0x184D2A53, len(hidden)) + hidden
    outcome = read_bytes(lz4_frame(TEXT) + frame + lz4_frame(b"more"), "a.lz4")
    assert {found.data for found in outcome.children.values()} == {hidden, TEXT + b"more"}
    assert read_bytes(lz4_frame(TEXT) + frame[:300], "a.lz4").totals.keys() >= {ByteState.FAILED}


def test_output_is_bounded_by_the_limits() -> None:
    zeros = lz4.block.compress(bytes(8 << 20), store_size=False)
    bomb = b"\x02\x21\x4c\x18" + (struct.pack("<I", len(zeros)) + zeros) * 30
    outcome = read_bytes(bomb, limits=Limits(node_bytes=20 << 20))
    assert ByteState.LIMIT in outcome.totals
    assert all(len(found.data) <= 20 << 20 for found in outcome.children.values())


def test_lzip_trailer_is_compared_with_what_came_out() -> None:
    for place in (-20, -12, -4):  # CRC-32, unpacked size, size of the member
        broken = bytearray(lzip(TEXT))
        broken[place] ^= 1
        outcome = read_bytes(bytes(broken), "a.lz")
        assert outcome.totals == {ByteState.FAILED: len(broken)}
        assert next(iter(outcome.children.values())).data == TEXT


def test_compress_is_unpacked_under_its_name() -> None:
    outcome = read_bytes(compress_z(TEXT), "root.tar.Z")
    assert outcome.children["root.tar"].data == TEXT[:250]
    assert outcome.totals == {CARRIED: len(compress_z(TEXT))}


def test_compress_that_7zip_refuses_is_failed() -> None:
    outcome = read_bytes(b"\x1f\x9d\x90" + b"\xff" * 200, "a.Z")
    assert outcome.totals.keys() == {ByteState.FAILED}
