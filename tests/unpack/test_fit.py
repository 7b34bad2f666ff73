"""FIT images and device trees: every image is a child with its hashes checked, long values of plain trees are too."""

from __future__ import annotations

import struct

import pytest

from scanner.types import CARRIED, ByteState
from tests.unpack.build import noise
from tests.unpack.build_fit import fdt, fit, fit_outside
from tests.unpack.case_fit import IMAGES
from tests.unpack.harness import read_bytes

READ = {CARRIED, ByteState.PARSED, ByteState.PADDING}
BUILDS = {"inside": fit, "outside": fit_outside, "at-a-position": lambda images: fit_outside(images, position=True)}


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS)
def test_images_bear_the_names_of_their_nodes(build) -> None:
    outcome = read_bytes(build(IMAGES), "firmware.itb")
    assert {name: found.data for name, found in outcome.children.items()} == IMAGES
    assert outcome.totals.keys() <= READ


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS)
def test_cut_image_keeps_the_images_before_the_cut(build) -> None:
    whole = build(IMAGES)
    cut = read_bytes(whole[: len(whole) - len(IMAGES["ramdisk-1"]) // 2])
    assert cut.children["kernel-1"].data == IMAGES["kernel-1"]
    assert cut.totals[ByteState.FAILED] > 1000


@pytest.mark.parametrize("number", range(6))
def test_each_kind_of_hash_is_compared(number: int) -> None:
    image = {"description": b"x\0", "data": IMAGES["kernel-1"]}
    algorithm = ("crc32", "md5", "sha1", "sha256", "sha384", "sha512")[number]
    data = fdt({"images": {"k": {**image, "hash-1": {"algo": algorithm.encode() + b"\0", "value": b"wrong"}}}})
    outcome = read_bytes(data)
    assert [e.reason for e in outcome.entries if e.state is ByteState.FAILED] == [f"the {algorithm} of k is wrong"]
    assert outcome.children["k"].data == IMAGES["kernel-1"]


def test_damage_to_one_image_leaves_the_others_read() -> None:
    outcome = read_bytes(fit(IMAGES).replace(b"settings", b"sittings", 1))
    assert outcome.totals[ByteState.FAILED] == len(IMAGES["ramdisk-1"])
    start = next(e.offset for e in outcome.entries if e.state is CARRIED)
    assert outcome.at(start) is CARRIED


def test_encrypted_image_says_so() -> None:
    node = {"data": noise(5000), "cipher": {"algo": b"aes256\0", "key-name-hint": b"key\0"}}
    outcome = read_bytes(fdt({"images": {"kernel": node}}))
    assert outcome.totals[ByteState.ENCRYPTED] == 5000


def test_hidden_bytes_are_children() -> None:
    secret, inside = noise(9000, 7), noise(5000, 8)
    tree = fdt({"images": {"k": {"data": b"kernel"}}, "notes": {"extra": inside, "seed": noise(300)}})
    outcome = read_bytes(tree + secret)
    assert {found.data for found in outcome.children.values()} == {b"kernel", inside, secret}
    assert outcome.totals.keys() <= READ


def test_many_middling_values_do_not_stay_unseen() -> None:
    values = {f"v{number}": noise(4000, number) for number in range(40)}
    outcome = read_bytes(fdt({"images": {"k": {"data": b"kernel"}}, "notes": values}))
    assert len(outcome.children) > 20


def test_gap_between_the_blocks_is_a_child() -> None:
    tree = bytearray(fdt({"images": {"k": {"data": b"kernel"}}}) + noise(2000))
    struct.pack_into(">I", tree, 4, len(tree))
    assert noise(2000) in {found.data for found in read_bytes(bytes(tree)).children.values()}


def test_hostile_trees_end_as_failed() -> None:
    good = fit(IMAGES)
    endless = bytearray(good)
    struct.pack_into(">I", endless, 56, 7)
    assert "breaks at" in read_bytes(bytes(endless), format_id="fit").error
    deep = b"\xd0\x0d\xfe\xed" + struct.pack(">9I", 4000, 56, 3900, 40, 17, 16, 0, 100, 3800) + bytes(16)
    deep += struct.pack(">I4s", 1, b"a") * 480
    assert "too deep" in read_bytes(deep, format_id="fit").error
    assert "header is cut" in read_bytes(good[:30], format_id="fit").error
    assert "version" in read_bytes(good[:20] + bytes(4) + good[24:], format_id="fit").error


def test_data_of_absurd_size_is_failed() -> None:
    node = {"data-size": b"\xff\xff\xff\xff", "data-offset": b"\xff\xff\xff\xf0"}
    outcome = read_bytes(fdt({"images": {"k": node, "l": {"data": b"good"}}}))
    assert outcome.children["l"].data == b"good"
    assert ByteState.FAILED in outcome.totals


def test_long_value_of_a_plain_tree_is_a_child() -> None:
    blob = noise(300_000)
    outcome = read_bytes(fdt({"model": b"camera\0", "sensor": {"microcode": blob}}), "board.dtb")
    assert outcome.format == "dtb"
    assert {name: found.data for name, found in outcome.children.items()} == {"sensor/microcode": blob}
    assert outcome.totals[CARRIED] == len(blob)
    assert ByteState.OPAQUE not in outcome.totals


def test_broken_plain_tree_is_judged_as_bytes() -> None:
    tree = fdt({"model": b"camera\0", "sensor": {"microcode": noise(300_000)}})
    outcome = read_bytes(tree[:56] + b"\0\0\0\x07" + tree[60:], "board.dtb")
    assert outcome.totals[ByteState.OPAQUE] > 200_000
