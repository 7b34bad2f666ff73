from __future__ import annotations

from scanner.compare.change import compare, exit_code
from scanner.compare.lines import change_lines
from tests.compare.reports import finding, report

TEXT = {"etc/face.conf": "enable=1" * 50, "bin/app": "program" * 4000}


def lost(change):
    return [(row["path"].rpartition("!/")[2], row["bytes"], row["state"]) for row in change["visibility"]["lost"]]


def test_was_readable_and_is_now_encrypted_is_a_finding_of_its_own():
    secret = {**TEXT, "bin/app": b"\x93" * 28_000}
    change = compare(report(TEXT), report(secret, unread={"bin/app": ("encrypted", 28_000)}))
    assert lost(change) == [("bin/app", 28_000, "encrypted")]
    assert exit_code(change) == 3
    assert "28.0 kB in /bin/app that could be read before can no longer be read (now encrypted)" in change["headline"]
    assert any(
        line.startswith("Could be read before, and cannot be read now: 28.0 kB") for line in change_lines(change)
    )


def test_a_small_file_that_is_no_longer_readable_counts():
    change = compare(
        report(TEXT), report({**TEXT, "etc/face.conf": b"\x93" * 400}, unread={"etc/face.conf": ("encrypted", 400)})
    )
    assert lost(change) == [("etc/face.conf", 400, "encrypted")]


def test_what_was_unreadable_before_is_not_lost_but_must_be_looked_at():
    old = report({"a.enc": b"1" * 9000}, unread={"a.enc": ("encrypted", 9000)})
    new = report({"a.enc": b"2" * 9500}, unread={"a.enc": ("encrypted", 9500)})
    change = compare(old, new)
    assert lost(change) == []
    assert change["visibility"]["unread_new"]["count"] == 1
    assert exit_code(change) == 4


def test_a_new_file_that_cannot_be_read_is_for_a_person():
    new = report({**TEXT, "extra.bin": b"9" * 9000}, unread={"extra.bin": ("opaque", 9000)})
    change = compare(report(TEXT), new)
    assert (lost(change), exit_code(change)) == ([], 4)
    assert "could not be read" in change["headline"]


def test_a_few_unread_bytes_more_in_a_file_that_is_read_are_no_finding():
    new = report({**TEXT, "bin/app": "program" * 4001}, unread={"bin/app": ("failed", 40)})
    change = compare(report(TEXT), new)
    assert (lost(change), change["visibility"]["unread_new"]["count"], exit_code(change)) == ([], 0, 0)


def test_a_changed_image_with_the_unread_part_that_it_had_is_no_news_below_the_floor():
    for size, code in ((50_000, 0), (300_000, 4)):
        old = report({"m": b"1" * 900_000}, unread={"m": ("opaque", size)})
        new = report({"m": b"2" * 900_000}, unread={"m": ("opaque", size)})
        assert exit_code(compare(old, new)) == code


def test_unread_bytes_that_grow_with_the_file_are_not_lost():
    old = report({"m": b"1" * 100_000}, unread={"m": ("opaque", 50_000)})
    new = report({"m": b"2" * 200_000}, unread={"m": ("opaque", 100_000)})
    assert lost(compare(old, new)) == []


def test_the_delivery_as_a_whole_can_fall_below_the_floor():
    old = report({"app": "x" * 900_000})
    new = report({"other": b"y" * 900_000}, unread={"other": ("encrypted", 900_000)})
    change = compare(old, new)
    assert (lost(change), change["visibility"]["below_floor"], exit_code(change)) == ([], True, 3)


def test_a_container_that_is_no_longer_opened_takes_its_files_along():
    old = report({"root.img": "r" * 9000, "root.img!/bin/a": "a", "root.img!/bin/b": "b"})
    new = report({"root.img": b"\x01" * 9000}, unread={"root.img": ("encrypted", 9000)})
    (row,) = compare(old, new)["visibility"]["lost"]
    assert (row["files"], row["bytes"]) == (2, 9000)


def test_the_same_bytes_read_less_are_the_screening_and_not_the_update():
    files = {**TEXT, "share/manual": "words" * 8000}
    change = compare(report(files), report(files, unread={"bin/app": ("no-tool", 28_000)}))
    assert (lost(change), change["visibility"]["unread_same"], exit_code(change)) == ([], 1, 4)


def test_sight_that_was_gained_is_told():
    old = report({"a": b"1" * 9000}, unread={"a": ("encrypted", 9000)})
    change = compare(old, report({"a": "plain" * 1800}))
    assert change["visibility"]["gained_bytes"] == 9000
    assert exit_code(change) == 0


def test_a_new_capability_outranks_lost_sight_and_both_are_said():
    new = report(
        {**TEXT, "bin/app": b"\x93" * 28_000},
        [finding(path="update.bin!/etc/face.conf")],
        unread={"bin/app": ("encrypted", 28_000)},
    )
    change = compare(report(TEXT), new)
    assert exit_code(change) == 1
    assert "can no longer be read" in change["headline"]


def test_what_vanished_may_lie_in_what_is_hidden():
    old = report(TEXT, [finding(path="update.bin!/bin/app")])
    new = report({**TEXT, "bin/app": b"\x93" * 28_000}, unread={"bin/app": ("encrypted", 28_000)})
    assert "What is no longer seen may lie in what cannot be read." in list(change_lines(compare(old, new)))


def test_an_update_of_which_more_than_half_can_no_longer_be_read_has_lost_sight():
    change = compare(report(TEXT), report(TEXT, unread={"bin/app": ("no-tool", 28_000)}))
    assert (change["visibility"]["below_floor"], exit_code(change)) == (True, 3)
