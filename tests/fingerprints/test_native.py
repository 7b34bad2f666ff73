"""Features of native binaries: what is one, what is none, and the same in every build."""

from __future__ import annotations

import struct
from itertools import pairwise

import numpy as np
import pytest

from scanner.fingerprints.native import Native
from scanner.fingerprints.tables import DOUBLES, FLOATS, windows
from scanner.fingerprints.texts import is_text
from scanner.fingerprints.typenames import names
from tests.fingerprints.carriers import TABLE, build


def features(data):
    return Native().features(memoryview(data))


def spelt(found):
    return {found.raw(place) for place in range(len(found.hashes))}


@pytest.mark.parametrize("kind", ["s390x", "windows", "mac"])
@pytest.mark.parametrize("what", ["f64", "rtti"])
def test_every_build_gives_the_same_tables_and_type_names(kind, what):
    one, other = features(build("x64"))[what], features(build(kind, seed=3))[what]
    assert len(one.hashes) > 10
    assert set(one.hashes.tolist()) == set(other.hashes.tolist())
    assert spelt(one) == spelt(other)


def test_hashes_are_sorted_and_each_once():
    for found in features(build() + build(seed=1)).values():
        assert all(one < other for one, other in pairwise(found.hashes.tolist()))


def test_offsets_say_where_a_feature_stands():
    data = build()
    found = features(data)
    for place in range(len(found["str"].hashes)):
        raw, offset = found["str"].raw(place), int(found["str"].offsets[place])
        assert data[offset : offset + len(raw)] == raw
    for place in range(len(found["f64"].hashes)):
        offset = int(found["f64"].offsets[place])
        assert data[offset : offset + 32] == found["f64"].raw(place)


def test_only_what_is_wanted_is_kept():
    data = build()
    everything = features(data)
    wanted = {"str": everything["str"].hashes[::3], "f64": everything["f64"].hashes[:2]}
    some = Native().features(memoryview(data), wanted)
    assert set(some) == {"str", "f64"}
    assert some["str"].hashes.tolist() == wanted["str"].tolist()
    assert some["f64"].raw(1) == everything["f64"].raw(1)


def test_a_window_across_two_blocks_is_found():
    block = 4 << 20
    table = np.random.default_rng(3).uniform(-5, 5, 40)
    data = bytes(block - 160) + table.astype("<f8").tobytes() + bytes(320)
    offsets = np.concatenate([at for at, _ in windows(memoryview(data), DOUBLES, big=False)])
    # 37 windows of four numbers, and those that begin or end in the zeros around.
    assert {block - 160 + 8 * place for place in range(37)} <= set(offsets.tolist())


@pytest.mark.parametrize(
    "numbers", [[0.0] * 64, [1.0, 2.0, 3.0, 4.0] * 16, [1e300] * 64, [0.1] * 64, [float("nan"), float("inf")] * 32]
)
def test_round_repeated_and_impossible_numbers_are_no_table(numbers):
    data = struct.pack(f"<{len(numbers)}d", *numbers)
    assert not list(windows(memoryview(data), DOUBLES, big=False))


def test_words_of_a_program_are_no_table_of_small_floats():
    data = bytes(range(256)) * 64
    assert not list(windows(memoryview(data), FLOATS, big=False))


@pytest.mark.parametrize(
    ("run", "written"),
    [
        (b"cannot open the gallery", True),
        (b"short", False),
        (b"x" * 301, False),
        (b"12345678 90 12", False),
        (b"f$%&*|~^#@word!", False),
    ],
)
def test_what_a_text_is(run, written):
    assert is_text(run) is written


NUMBERED = {("qual", b"acme::Net"), ("qual", b"Net<128"), ("qual", b"Row<7")}


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (b"N4dlib5errorE", {("rtti", b"error"), ("rtti", b"dlib::error")}),
        (b".?AVerror@dlib@@", {("rtti", b"error"), ("rtti", b"dlib::error")}),
        (b".?AV?$Grid2@MV?$Store@D@acme@@@acme@@", {("rtti", b"Grid2"), ("rtti", b"Store"), ("rtti", b"acme::Store")}),
        (b".?AVFinder@cv@@", {("rtti", b"Finder"), ("rtti", b"cv::Finder")}),
        (b"_ZN4acme7compareEv", {("sym", b"compare"), ("sym", b"acme::compare")}),
        (b"?compare@acme@@YAXXZ", {("sym", b"compare"), ("sym", b"acme::compare")}),
        (b"void acme::Net::run() failed", {("qual", b"acme::Net"), ("qual", b"Net::run")}),
        (b"acme::Net<128, 3, 5>::run(acme::Row<7>)", {*NUMBERED, ("qual", b"acme::Row"), ("qual", b"Net<128,3")}),
        (b"class acme::Net<128,1>::Row<7>", {*NUMBERED, ("qual", b"Net<128,1")}),
        (b"Net<128> outside of a message", set()),
        (b"./gate/src/cmp.cpp", {("qual", b"cmp.cpp"), ("qual", b"src/cmp.cpp"), ("qual", b"gate/src/cmp.cpp")}),
        (rb"D:\a\gate\src\cmp.cpp", {("qual", b"cmp.cpp"), ("qual", b"src/cmp.cpp"), ("qual", b"gate/src/cmp.cpp")}),
        (b"../cmp.cpp", {("qual", b"cmp.cpp")}),
        (b"cannot open cmp.cpp", set()),
        (b"9abcde+/x8Kq==", set()),
        (b"5abcdeQQQQQQQQQQQQQQQQQQQQQQQQQQQQ", set()),
    ],
)
def test_names_of_types_and_functions(run, found):
    assert set(names(run)) == found


def test_type_names_become_patterns_that_their_binaries_have():
    patterns = [one for raw in spelt(features(build())["rtti"]) for one in Native().patterns("rtti", raw)]
    for kind in ("x64", "windows"):
        assert any(pattern in build(kind) for pattern in patterns)


def test_tables_become_patterns_of_both_byte_orders():
    raw = struct.pack("<4d", *TABLE[:4])
    patterns = list(Native().patterns("f64", raw))
    assert any(one in build("x64") for one in patterns)
    assert any(one in build("s390x") for one in patterns)


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"MZ", b"\0" * 7, b"a" * 200_000, b"1a" * 100_000, b"::" * 100_000])
def test_any_bytes_will_do(data):
    assert all(len(found.hashes) == len(found.offsets) for found in features(data).values())
