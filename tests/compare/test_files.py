from __future__ import annotations

import pytest

from scanner.compare.change import compare
from scanner.compare.names import alike, normal
from scanner.compare.pairing import pairs
from tests.compare.reports import finding, report


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x-1.2/bin/a", "x-1.3/bin/a"),
        ("ipcam-2.4.1 rootfs!/etc/a", "ipcam-2.10 rootfs!/etc/a"),
        ("lib/libfoo.so.1", "lib/libfoo.so.2"),
        ("lib/libfoo.so.1.2.3", "lib/libfoo.so.2.0"),
        ("fw_v3.bin", "fw_v12.bin"),
        ("fw-2025-11-20.bin", "fw-2026-01-02.bin"),
        ("static/main.3f2a9c1b.js", "static/main.77aa01cc.js"),
        ("update!/0x20000.squashfs", "update!/0x21000.squashfs"),
        ("data/BlackList.db", "data/block_list.db"),
        ("data/whitelist.json", "data/AllowList.json"),
        ("FaceDB/a", "face_library/a"),
    ],
)
def test_names_of_two_versions_that_are_one(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cameras/ch01/a", "cameras/ch02/a"),
        ("lib/libx264.so", "lib/libx265.so"),
        ("data/blacklist", "data/whitelist"),
        ("bin/face", "bin/facade"),
    ],
)
def test_names_that_are_two(one, other):
    assert normal(one) != normal(other)


def test_words_are_replaced_wherever_they_stand():
    assert alike("setBlackListDB") == alike("setBlockListDB") != alike("setWhiteListDB")


def test_very_long_names_take_no_time_worth_speaking_of():
    for text in ("1" * 60_000, "1." * 30_000, "a1" * 30_000, "-0x" * 20_000, "black" * 12_000):
        assert normal(text)


def files(old, new):
    return compare(report(old), report(new))["files"]


def test_versions_in_folder_names_do_not_make_new_files():
    seen = files({"app-1.2/a": "one", "app-1.2/b": "two"}, {"app-1.3/a": "one", "app-1.3/b": "changed"})
    assert (seen["added"]["count"], seen["removed"]["count"]) == (0, 0)
    assert (seen["renamed"]["count"], seen["same"]) == (0, 2)
    assert seen["changed"]["paths"] == [{"path": "update.bin!/app-1.3/b", "before": "update.bin!/app-1.2/b"}]


def test_a_file_that_only_moved_is_known_by_its_content():
    seen = files({"bin/face": "the program"}, {"opt/else": "the program"})
    assert seen["renamed"]["paths"] == [{"path": "update.bin!/opt/else", "before": "update.bin!/bin/face"}]


def test_empty_files_are_not_known_by_their_content():
    seen = files({"a": ""}, {"b": ""})
    assert (seen["added"]["count"], seen["removed"]["count"], seen["renamed"]["count"]) == (1, 1, 0)


def test_several_versions_side_by_side_find_their_own():
    old = {"lib/x.so.1": "one", "lib/x.so.2": "two"}
    new = {"lib/x.so.3": "two", "lib/x.so.4": "one"}
    seen = files(old, new)
    assert (seen["same"], seen["changed"]["count"], seen["renamed"]["count"]) == (3, 0, 0)


def test_a_list_under_its_new_name_is_the_same_file():
    seen = files({"etc/BlackList.db": "faces"}, {"etc/BlockList.db": "more faces"})
    assert seen["changed"]["paths"] == [
        {"path": "update.bin!/etc/BlockList.db", "before": "update.bin!/etc/BlackList.db"}
    ]


def test_the_next_version_may_come_in_another_package():
    old = report({"rootfs!/usr/bin/door": "program", "rootfs!/etc/a": "1"})
    new = report({"extra.txt": "x", "cab!/rootfs!/usr/bin/door": "newer", "cab!/rootfs!/etc/a": "1"})
    seen = compare(old, new)["files"]
    assert [row["path"].rpartition("/")[2] for row in seen["changed"]["paths"]] == ["door"]
    assert [row["path"].rpartition("/")[2] for row in seen["renamed"]["paths"]] == ["a"]
    assert (seen["added"]["count"], seen["removed"]["count"]) == (1, 0)


def test_the_name_of_the_delivery_is_no_part_of_a_path():
    change = compare(report({"a": "1"}, name="camera-plain.bin"), report({"a": "1"}, name="other.img"))
    assert [change["files"][kind]["count"] for kind in ("added", "removed", "renamed")] == [0, 0, 0]


def test_long_lists_say_how_many_there_are():
    seen = files({}, {f"f{number:04}x": "" for number in range(600)})
    assert (seen["added"]["count"], len(seen["added"]["paths"])) == (600, 500)


def test_evidence_in_a_renamed_file_is_no_news_under_other_signatures():
    old = report({"app-1.2/door": "program"}, pack="last year")
    new = report({"app-1.3/door": "program"}, [finding(path="update.bin!/app-1.3/door")], pack="today")
    assert [row["change"] for row in compare(old, new)["findings"]] == ["recognised"]


def test_the_name_of_a_delivered_folder_is_no_part_of_a_path():
    old = {f"march/{name}": {"parent": None, "size": 1, "sha256": name} for name in ("a/main.py", "b.txt")}
    new = {f"april/{name}": {"parent": None, "size": 1, "sha256": f"other {name}"} for name in ("a/main.py", "b.txt")}
    assert pairs(old, new)[0] == {"april/a/main.py": "march/a/main.py", "april/b.txt": "march/b.txt"}
    aside = {**new, "elsewhere/c": {"parent": None, "size": 1, "sha256": "c"}}
    assert pairs(old, aside)[0] == {}
