"""cramfs: both byte orders, its checksum, holes, bytes of nobody, damage."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from scanner.types import UNREAD, ByteState
from tests.unpack.build import noise
from tests.unpack.case_cramfs import FILES, cramfs
from tests.unpack.harness import read_bytes


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("pad", [0, 512])
def test_files_in_both_byte_orders_with_and_without_room_for_boot_code(order, pad):
    outcome = read_bytes(cramfs(FILES, order, pad))
    assert {name: child.data for name, child in outcome.children.items()} == FILES
    assert not UNREAD & set(outcome.totals)


def test_one_changed_bit_fails_the_image_and_the_files_come():
    data = bytearray(cramfs(FILES))
    data[-2000] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.totals == {ByteState.FAILED: len(data)}
    assert outcome.children["a.txt"].data == FILES["a.txt"]


def test_bytes_that_no_file_refers_to_and_behind_the_end():
    image = cramfs(FILES, gap=noise(600))
    outcome = read_bytes(image + noise(5000))
    assert any(noise(600) in child.data for name, child in outcome.children.items() if "unreferenced" in name)
    assert outcome.children[f".trailing@{len(image):#x}"].data == noise(5000)


def test_files_with_the_same_blocks_are_links():
    data = bytearray(cramfs({"a": noise(100), "b": noise(100)}))
    data[76 + 16 : 76 + 28] = data[76:88]
    assert [(link.kind, link.target) for link in read_bytes(bytes(data)).links] == [("hardlink", "a")]


@pytest.mark.parametrize("thirds", [1, 2])
def test_cut_images_are_failed_and_what_is_there_comes(thirds):
    data = cramfs(FILES)[: len(cramfs(FILES)) * thirds // 3]
    outcome = read_bytes(data)
    assert outcome.totals == {ByteState.FAILED: len(data)}
    assert outcome.children["a.txt"].data == FILES["a.txt"]


def test_a_folder_that_contains_itself():
    data = bytearray(cramfs({"loop": b"x"}))
    data[76:88] = struct.pack("<3I", 0o040755, 16, 1 | 76 // 4 << 6)
    data[32:36] = bytes(4)
    struct.pack_into("<I", data, 32, zlib.crc32(bytes(data)))
    assert read_bytes(bytes(data)).error == ""


def test_damaged_images_never_break_the_reader():
    source = random.Random(10)  # noqa: S311 - the same mutants in every run
    for _ in range(60):
        data = bytearray(cramfs(FILES))
        for _ in range(source.randrange(1, 6)):
            data[source.randrange(4, 400)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="cramfs")
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error
