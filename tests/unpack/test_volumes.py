"""Which names make one archive, what is missing of it, and what stands for a part that cannot be read."""

from __future__ import annotations

import hashlib

import pytest

from scanner.types import ByteState, LedgerEntry, Node
from scanner.unpack.outlet import Artefact
from scanner.unpack.volume_sizes import sizes_text, volume_sizes
from scanner.unpack.volumes import MISSING, Series, group, join, with_missing_parts

COMPLETE = {
    "7z": ["a.7z.001", "a.7z.002", "a.7z.003"],
    "rar": ["a.part1.rar", "a.part2.rar"],
    "rar of ten": [f"a.part{n:02}.rar" for n in range(1, 12)],
    "rar without zeros": [f"a.part{n}.rar" for n in range(1, 12)],
    "old rar": ["a.rar", "a.r00", "a.r01"],
    "very long old rar": ["a.rar", *(f"a.r{n:02}" for n in range(100)), "a.s00"],
    "zip": ["a.z01", "a.z02", "a.zip"],
    "zip in pieces": ["a.zip.001", "a.zip.002"],
    "other case": ["A.PART1.RAR", "a.part2.rar"],
    "line break": ["a\nb.7z.001", "a\nb.7z.002"],
}
INCOMPLETE = {
    "7z": (["a.7z.001", "a.7z.003"], "part 2 of the volumes of a.7z.001 is missing"),
    "first": (["a.7z.002"], "part 1 of the volumes of a.7z.002 is missing"),
    "rar": (["a.part1.rar", "a.part4.rar"], "part 2, part 3 of the volumes of a.part1.rar are missing"),
    "old rar": (["a.r00", "a.r01"], "part 1 of the volumes of a.r00 is missing"),
    "zip": (["a.z01"], "the last part (.zip) of the volumes of a.z01 is missing"),
    "many": (["a.7z.001", "a.7z.900"], "part 2, part 3, part 4, part 5, part 6 and 893 more of the volumes"),
}


@pytest.mark.parametrize("names", COMPLETE.values(), ids=COMPLETE.keys())
def test_a_complete_series_in_its_order(names):
    found = group(dict.fromkeys(reversed(names), 100) | {"readme.txt": 5, "b.zip": 9, "b.rar": 9})
    assert found == [Series(tuple(names))]
    assert found[0].reason == ""


@pytest.mark.parametrize(("names", "reason"), INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_what_is_missing_is_said(names, reason):
    [series] = group(dict.fromkeys(names, 100))
    assert series.parts == tuple(names)
    assert series.reason.startswith(reason)


@pytest.mark.parametrize(
    "sizes",
    [
        {"a.zip": 1},
        {"a.rar": 1},
        {"a.part1.rar": 1},
        {"a.7z.001": 1},
        {"log.001": 10, "log.002": 25, "log.003": 7},
        {"log.001": 1 << 20, "log.002": 1 << 20, "log.003": (1 << 20) + 1},
        {"day.001": 1 << 20, "day.003": 1 << 20},
        {"table.001": 100, "table.002": 100},
        {"a.7z.000": 1, "a.7z": 1},
        {"a.s00": 1, "b.t45": 1},
        {"a.7z.99999": 1},
        {"2024.001": 5},
    ],
)
def test_names_that_only_look_alike_stay_files(sizes):
    assert group(sizes) == []


def test_numbered_pieces_without_a_telling_name_go_by_their_size():
    assert group({"image.001": 1 << 20, "image.002": 1 << 20, "image.003": 4}) == [
        Series(("image.001", "image.002", "image.003"))
    ]


def test_a_file_is_in_one_series_only():
    assert [s.parts for s in group({"a.part1.rar": 5, "a.part2.rar": 5, "a.part1.r00": 5})] == [
        ("a.part1.rar", "a.part2.rar")
    ]


def test_join_writes_ranges_one_behind_the_other(tmp_path):
    (tmp_path / "one").write_bytes(b"..first")
    (tmp_path / "two").write_bytes(b"second..")
    parts = [Artefact(str(tmp_path / "one"), 2, 5), Artefact(str(tmp_path / "two"), 0, 6)]
    digest = join(parts, tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == b"firstsecond"
    assert digest == hashlib.sha256(b"firstsecond").hexdigest()


def test_join_refuses_a_part_that_shrank(tmp_path):
    (tmp_path / "one").write_bytes(b"short")
    with pytest.raises(OSError, match="ended 5 bytes early"):
        join([Artefact(str(tmp_path / "one"), 0, 10)], tmp_path / "whole")


def test_sizes_of_the_parts_come_back_from_the_node():
    assert volume_sizes(Node("a", None, 7, attributes=(sizes_text([3, 4]),))) == (3, 4)
    assert volume_sizes(Node("a", None, 8, attributes=(sizes_text([3, 4]),))) == ()
    assert volume_sizes(Node("a", None, 8)) == ()


def test_a_part_without_the_others_is_failed_unless_its_reader_says_more():
    node = Node("a.7z.002", None, 9, attributes=((MISSING, "part 1 is missing"),))
    read = (LedgerEntry(node.path, 0, 9, ByteState.RAW),)
    assert with_missing_parts(node, read) == (
        LedgerEntry(node.path, 0, 9, ByteState.FAILED, "part 1 is missing", "volumes"),
    )
    broken = (LedgerEntry(node.path, 0, 9, ByteState.FAILED, "cut"),)
    assert with_missing_parts(node, broken) == broken
    assert with_missing_parts(Node("a.7z.002", None, 9), read) == read
