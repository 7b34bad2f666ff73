"""JFFS2: what counts, what is outdated, what is broken, and what no node covers."""

from __future__ import annotations

import lzma
import zlib

import pytest

from scanner.types import CARRIED, ByteState, Limits
from tests.unpack.build import noise
from tests.unpack.build_flash import (
    CLEANMARKER,
    DEVICE,
    FOLDER,
    LINK,
    jffs2_dirent,
    jffs2_file,
    jffs2_inode,
    jffs2_node,
)
from tests.unpack.case_flash import TEXT, jffs2
from tests.unpack.case_images import fixture
from tests.unpack.harness import Outcome, read_bytes

READ = {ByteState.PARSED, ByteState.PADDING, CARRIED}
NAMED = {"etc/version", "etc/long", "bin/daemon", "zeros", "empty", "bad\\xff"}


def contents(outcome: Outcome) -> dict[str, bytes]:
    return {name: child.data for name, child in outcome.children.items()}


def failed(outcome: Outcome) -> str:
    return "; ".join(entry.reason for entry in outcome.entries if entry.state is ByteState.FAILED)


@pytest.mark.parametrize("name", ["rtime.jffs2", "lzo.jffs2", "zlib.jffs2"])
def test_images_of_the_native_tool_are_read_to_the_last_byte(name):
    outcome = read_bytes(fixture(name))
    found = contents(outcome)
    twins = {link.path.rpartition("!/")[2]: link for link in outcome.links}
    assert set(outcome.totals) <= READ, failed(outcome)
    assert set(found) | {"bin/twin"} == NAMED | {"bin/twin"}
    assert found["etc/long"] == b"".join(b"setting_%d = value\n" % number for number in range(900))
    assert (found["zeros"], found["empty"], found["bin/daemon"]) == (bytes(20_000), b"", noise(9000, 3))
    assert {name: link.kind for name, link in twins.items()} == {
        "bin/alias": "symlink",
        "bin/twin": "hardlink",
        "null": "device",
        "pipe": "fifo",
    }
    assert twins["bin/alias"].target == "daemon"


@pytest.mark.parametrize("order", "<>")
def test_every_compressor_gives_the_same_bytes(order):
    raw = lzma.compress(
        TEXT[:4096],
        lzma.FORMAT_RAW,
        filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 0x2000, "lc": 0, "lp": 0, "pb": 0}],
    )
    stored = {0: TEXT[:4096], 6: zlib.compress(TEXT[:4096]), 8: raw}
    image = b""
    for codec, data in stored.items():
        image += jffs2_dirent(1, b"%d" % codec, 10 + codec, order=order)
        image += jffs2_inode(10 + codec, data, codec=codec, decoded=4096, order=order)
    image += jffs2_dirent(1, b"hole", 9, order=order) + jffs2_inode(9, codec=1, decoded=5000, order=order)
    outcome = read_bytes(image)
    assert contents(outcome) == {"0": TEXT[:4096], "6": TEXT[:4096], "8": TEXT[:4096], "hole": bytes(5000)}
    assert set(outcome.totals) <= READ


def test_the_newest_version_counts_and_older_ones_are_kept():
    old, new = TEXT[:4000], TEXT[4000:8000]
    image = jffs2_dirent(1, b"a", 2) + jffs2_inode(2, new, 2) + jffs2_inode(2, old, 1)
    outcome = read_bytes(image)
    assert contents(outcome) == {"a": new, ".older/a": old}
    assert set(outcome.totals) == {ByteState.PARSED, CARRIED}


def test_a_newer_piece_in_the_middle_of_an_older_one():
    image = jffs2_dirent(1, b"a", 2) + jffs2_inode(2, b"x" * 100, 1) + jffs2_inode(2, b"y" * 10, 2, 40, size=100)
    found = contents(read_bytes(image))
    assert found == {"a": b"x" * 40 + b"y" * 10 + b"x" * 50, ".older/a": b"x" * 100}


def test_a_truncated_file_keeps_what_was_cut_off():
    image = jffs2_dirent(1, b"a", 2) + jffs2_inode(2, b"secret model", 1) + jffs2_inode(2, b"", 2, size=6)
    assert contents(read_bytes(image)) == {"a": b"secret", ".older/a": b"secret model"}


def test_a_deleted_file_is_read_under_its_last_name():
    image = jffs2_dirent(1, b"models", 2) + jffs2_inode(2, mode=FOLDER)
    image += jffs2_file(3, b"face.tflite", TEXT, 2) + jffs2_dirent(2, b"face.tflite", 0, 2)
    outcome = read_bytes(image)
    assert contents(outcome) == {".deleted/models/face.tflite": TEXT}
    assert set(outcome.totals) <= READ


def test_nodes_marked_as_outdated_do_not_count_and_are_kept():
    image = (
        jffs2_dirent(1, b"a", 2, 1) + jffs2_inode(2, b"new " * 20, 3) + jffs2_inode(2, b"old " * 20, 9, obsolete=True)
    )
    image += jffs2_dirent(1, b"b", 2, 5, obsolete=True)
    outcome = read_bytes(image)
    assert contents(outcome) == {"a": b"new " * 20, ".older/a": b"old " * 20}
    assert not outcome.links
    assert set(outcome.totals) <= READ


def test_an_equal_copy_by_garbage_collection_is_no_older_version():
    node = jffs2_inode(2, b"content " * 20, 3)
    gone = jffs2_inode(2, b"content " * 20, 3, obsolete=True)
    outcome = read_bytes(jffs2_dirent(1, b"a", 2) + gone + node + node)
    assert contents(outcome) == {"a": b"content " * 20}
    assert set(outcome.totals) <= READ


def test_a_rename_leaves_one_file():
    image = jffs2_file(2, b"old", TEXT[:4096]) + jffs2_dirent(1, b"new", 2, 5) + jffs2_dirent(1, b"old", 0, 6)
    assert contents(read_bytes(image)) == {"new": TEXT[:4096]}


def test_a_changed_byte_of_data_fails_its_node_and_spares_the_others():
    image = bytearray(jffs2())
    at = bytes(image).index(zlib.compress(TEXT[4096:8192])) + 40
    image[at] ^= 1
    outcome = read_bytes(bytes(image))
    assert outcome.at(at) is ByteState.FAILED
    assert "etc/camera.conf" in failed(outcome)
    assert contents(outcome)["etc/camera.conf"][:4096] == TEXT[:4096]
    assert contents(outcome)["etc/camera.conf"][8192:] == TEXT[8192:]


def test_a_changed_byte_of_stored_data_is_failed_and_salvaged():
    image = bytearray(jffs2_dirent(1, b"a", 2) + jffs2_inode(2, TEXT[:4000]))
    image[-100] ^= 1
    outcome = read_bytes(bytes(image))
    assert "checksum of its data" in failed(outcome)
    assert contents(outcome)["a"][:3000] == TEXT[:3000]


@pytest.mark.parametrize("field", [4, 8, 13, 30, 45])
def test_a_changed_header_is_failed_and_what_it_cost_too(field):
    image = bytearray(jffs2_file(2, b"a", TEXT) + jffs2_file(3, b"b", TEXT))
    at = bytes(image).index(zlib.compress(TEXT[:4096])) - 68 + field
    image[at] ^= 0x10
    outcome = read_bytes(bytes(image))
    assert outcome.at(at) is ByteState.FAILED
    assert contents(outcome)["b"] == TEXT


def test_a_missing_piece_is_not_taken_for_zeros():
    nodes = jffs2_file(2, b"a", TEXT).split(b"\x85\x19")
    outcome = read_bytes(b"\x85\x19".join([*nodes[:3], *nodes[4:]]))
    assert "4,096 bytes of a are not in the image" in failed(outcome)


def test_a_name_without_its_file_is_failed():
    assert "nothing of a is in the image" in failed(read_bytes(jffs2_dirent(1, b"a", 2) + CLEANMARKER))


@pytest.mark.parametrize("share", [3, 4, 7, 9])
def test_a_cut_image_is_never_read_in_full(share):
    image = jffs2_file(2, b"a", noise(30_000)) + jffs2_file(3, b"b", noise(30_000, 2))
    outcome = read_bytes(image[: len(image) * share // 10])
    assert failed(outcome)
    assert contents(outcome)["a"][:8000] == noise(30_000)[:8000]


def test_content_between_nodes_is_a_child():
    hidden = noise(500)
    outcome = read_bytes(CLEANMARKER + jffs2_file(2, b"a", TEXT) + b"\xff" * 64 + hidden + b"\xff" * 40 + CLEANMARKER)
    child = next(name for name in outcome.children if name.startswith(".unaccounted"))
    assert outcome.children[child].data.startswith(hidden)
    assert set(outcome.totals) <= READ


def test_bytes_behind_a_node_s_own_content_are_not_lost():
    outcome = read_bytes(CLEANMARKER + jffs2_node(0x2004, b"\xff" * 20 + b"hidden bytes") + jffs2_file(2, b"a", TEXT))
    assert outcome.children[".slack"].data.endswith(b"hidden bytes")


def test_a_node_of_an_unknown_kind_is_a_child():
    outcome = read_bytes(CLEANMARKER + jffs2_node(0xE0AA, noise(300)) + jffs2_file(2, b"a", TEXT))
    assert noise(300) in [child.data for child in outcome.children.values()]


def test_folders_in_a_circle_and_deep_ones_end():
    image = (
        jffs2_dirent(3, b"x", 2) + jffs2_dirent(2, b"y", 3) + jffs2_inode(2, mode=FOLDER) + jffs2_inode(3, mode=FOLDER)
    )
    image += jffs2_file(4, b"a", TEXT[:100], 3)
    for number in range(10, 2000):
        image += jffs2_dirent(number, b"d" * 200, number + 1) + jffs2_inode(number + 1, mode=FOLDER)
    image += jffs2_file(3000, b"deep", TEXT[:100], 2000)
    outcome = read_bytes(image)
    assert [child.data for child in outcome.children.values()] == [TEXT[:100]] * 2
    assert all(".lost/inode-" in name for name in outcome.children)


def test_a_file_that_claims_gigabytes_costs_nothing_and_its_sibling_is_read():
    image = jffs2_dirent(1, b"a", 2) + jffs2_inode(2, codec=1, decoded=0xFFFFFFF0)
    outcome = read_bytes(image + jffs2_file(3, b"b", TEXT))
    assert contents(outcome) == {"b": TEXT}
    assert ByteState.LIMIT in outcome.totals


def test_many_pieces_over_each_other_are_bounded():
    image = jffs2_dirent(1, b"a", 2)
    for version in range(1, 90):
        packed = zlib.compress(bytes((version,)) * (1 << 20), 1)
        image += jffs2_inode(2, packed, version, codec=6, decoded=1 << 20)
    outcome = read_bytes(image, limits=Limits(ratio=2))
    assert outcome.error.startswith("LimitReached")
    assert outcome.children["a"].data == bytes((89,)) * (1 << 20)


def test_what_cannot_be_decoded_says_so():
    image = jffs2_dirent(1, b"a", 2) + jffs2_inode(2, b"????", codec=5, decoded=4096)
    assert "dynrubin" in failed(read_bytes(image))


def test_a_device_is_recorded():
    outcome = read_bytes(jffs2_dirent(1, b"null", 2) + jffs2_inode(2, b"\x01\x03", mode=DEVICE))
    assert [(link.path, link.kind) for link in outcome.links] == [("sample.bin!/null", "device")]
    assert set(outcome.totals) <= READ


def test_a_long_target_of_a_link_is_content():
    outcome = read_bytes(jffs2_dirent(1, b"a", 2) + jffs2_inode(2, TEXT[:4096], mode=LINK))
    assert contents(outcome) == {"a": TEXT[:4096]}


@pytest.mark.parametrize("between", [b"", b"\xff" * 500])
def test_a_second_file_system_is_a_child_and_mixes_with_nothing(between):
    first = jffs2_dirent(1, b"a", 2, 0) + jffs2_file(2, b"a", TEXT)
    second = jffs2_dirent(1, b"b", 2, 0) + jffs2_file(2, b"b", noise(9000))
    outcome = read_bytes(first + between + second)
    assert contents(outcome) == {"a": TEXT, f".next@{len(first + between):#x}": second}
    assert set(outcome.totals) <= READ


def test_a_file_without_any_name_has_its_number():
    outcome = read_bytes(jffs2_inode(7, TEXT[:100], obsolete=True) + jffs2_inode(8, TEXT[:200]))
    assert outcome.format == "jffs2"
    assert contents(outcome) == {".lost/inode-7": TEXT[:100], ".lost/inode-8": TEXT[:200]}


def test_a_link_that_was_changed_keeps_its_former_target():
    image = jffs2_dirent(1, b"a", 2) + jffs2_inode(2, b"long/target", 1, mode=LINK) + jffs2_inode(2, b"b", 2, mode=LINK)
    outcome = read_bytes(image + jffs2_inode(2, b"new", 3, mode=LINK, size=3) + jffs2_inode(2, b"new", 4, mode=LINK))
    assert [link.target for link in outcome.links] == ["new"]
    assert b"long/target" in contents(outcome)[".older/a"]
    assert set(outcome.totals) <= READ
