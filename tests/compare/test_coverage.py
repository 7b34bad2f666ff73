"""Nothing is new, and nothing is gone, only because one of the two versions could be read less."""

from __future__ import annotations

import pytest

from scanner.compare.change import compare, exit_code
from scanner.compare.lines import change_lines
from tests.compare.reports import finding, report

SEALED = {"box.zip": b"\x93" * 9000, "readme": "text" * 4000}
OPENED = {**SEALED, "box.zip!/bin/door": "program", "box.zip!/lib/a.so": "library"}
DOOR = "update.bin!/box.zip!/bin/door"
HIDDEN = {"box.zip": ("encrypted", 9000)}


def only(change):
    (row,) = change["findings"]
    return row


def test_the_same_container_opened_for_the_first_time_is_nothing_new():
    change = compare(report(SEALED, unread=HIDDEN), report(OPENED, [finding(path=DOOR)]))
    assert (only(change)["change"], exit_code(change)) == ("unread-before", 4)
    assert change["headline"] == (
        "A person must look at this update compared with the deployed version (update.bin): face identification "
        "(Product sdk-x, called by /bin/door), in bytes that the deployed version has too, where they were not "
        "read."
    )
    assert change["visibility"]["read_same"] == 1
    assert (change["files"]["opened"]["count"], change["files"]["added"]["count"]) == (2, 0)
    assert any("More could be read this time of 1 file with the same bytes" in x for x in change_lines(change))


def test_the_same_container_that_is_opened_no_more_takes_nothing_away():
    change = compare(report(OPENED, [finding(path=DOOR)]), report(SEALED, unread=HIDDEN))
    assert (only(change)["change"], exit_code(change)) == ("unread-now", 4)
    assert (change["files"]["closed"]["count"], change["files"]["removed"]["count"]) == (2, 0)


@pytest.mark.parametrize("state", ["limit", "failed", "no-tool", "not-unpacked", "opaque"])
def test_whatever_the_reason_was(state):
    old = report(SEALED, unread={"box.zip": (state, 9000)})
    assert only(compare(old, report(OPENED, [finding(path=DOOR)])))["change"] == "unread-before"


def test_it_does_not_matter_that_the_container_lies_elsewhere():
    new = report(
        {f"opt/{path}": data for path, data in OPENED.items()}, [finding(path="update.bin!/opt/box.zip!/bin/door")]
    )
    assert only(compare(report(SEALED, unread=HIDDEN), new))["change"] == "unread-before"


def test_what_rose_by_it_did_not_rise():
    old = report(SEALED, [finding(state="shipped", path="update.bin!/readme")], unread=HIDDEN)
    change = compare(old, report(OPENED, [finding(path=DOOR)]))
    assert (only(change)["change"], exit_code(change)) == ("unread-before", 4)


def test_evidence_that_lies_elsewhere_as_well_is_new():
    new = report({**OPENED, "bin/new": "new program"}, [finding(path="update.bin!/bin/new")])
    change = compare(report(SEALED, unread=HIDDEN), new)
    assert (only(change)["change"], exit_code(change)) == ("appeared", 1)


def test_of_another_container_that_could_not_be_read_before_it_is_said_that_it_may_be_old():
    new = report({**OPENED, "box.zip": b"\x92" * 9000}, [finding(path=DOOR)])
    change = compare(report(SEALED, unread=HIDDEN), new)
    assert (only(change)["change"], exit_code(change)) == ("appeared", 1)
    lines = list(change_lines(change))
    assert "What is new here may have been in what could not be read of the deployed version." in lines
    (gained,) = [line for line in lines if "can be read now: 9.0 kB in update.bin!/box.zip. " in line]
    assert "So can 2 files inside it." in gained


def test_a_deployed_version_that_was_read_whole_is_not_doubted():
    change = compare(report(OPENED), report({**OPENED, "bin/new": "x"}, [finding(path="update.bin!/bin/new")]))
    assert not any("may have been" in line for line in change_lines(change))


def test_further_than_a_version_that_was_not_read_whole_says_so():
    old = report(SEALED, [finding(state="shipped", path="update.bin!/readme")], unread=HIDDEN)
    new = report({**SEALED, "bin/new": "x"}, [finding(path="update.bin!/bin/new")], unread=HIDDEN)
    assert f"{old.screening['ledger']['percent']} % of it could be read" in compare(old, new)["headline"]


def test_containers_that_hold_each_other_end():
    new = report(OPENED, [finding(path=DOOR)])
    for node in new.document["screening"]["nodes"]:
        if node["path"] != "update.bin":
            node["parent"] = DOOR if node["path"] != DOOR else "update.bin!/box.zip!/lib/a.so"
    assert only(compare(report({"readme": "text"}), new))["change"] == "appeared"


def test_under_other_signatures_content_is_known_wherever_it_lay():
    old = report({"bin/a": "the program", "x": "1"}, pack="last year")
    new = report({"bin/a": "another", "bin/b": "the program"}, [finding(path="update.bin!/bin/b")], pack="today")
    assert only(compare(old, new))["change"] == "recognised"


def test_a_container_that_the_other_program_did_not_open_was_not_read_there():
    old = report({"box.zip": "zip"}, pack="last year")
    new = report({"box.zip": "zip", "box.zip!/bin/a": "a"}, [finding(path="update.bin!/box.zip!/bin/a")], pack="today")
    assert only(compare(old, new))["change"] == "unread-before"


def test_dormant_in_one_product_and_called_through_another_goes_further():
    old = report(OPENED, [finding("a", state="available")])
    new = report(
        {**OPENED, "bin/new": "x"}, [finding("a", state="available"), finding("b", path="update.bin!/bin/new")]
    )
    assert compare(old, new)["headline"] == (
        "This update takes face identification further than the deployed version (update.bin): before, it could be "
        "done, and no use was seen; now, a program in the delivery is built to use it (Product b in /bin/new)."
    )


def test_a_file_with_the_same_bytes_that_was_not_read_before_is_nothing_new():
    door = "update.bin!/door"
    files = {"door": b"\x7fELF" + b"d" * 900}
    old = report(files, unread={"door": ("failed", 900)})
    change = compare(old, report(files, [finding(path=door)]))
    assert (only(change)["change"], exit_code(change)) == ("unread-before", 4)
    gone = compare(report(files, [finding(path=door)]), old)
    assert only(gone)["change"] == "unread-now"
