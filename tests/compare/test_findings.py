from __future__ import annotations

import pytest

from scanner.compare.change import compare, exit_code
from tests.compare.reports import finding, report

FILES = {"usr/bin/ipcamd": "program", "usr/lib/libx.so": "library"}


def only(change):
    (row,) = change["findings"]
    return row


def test_a_capability_that_appears_is_the_headline_and_exits_1():
    new = report({**FILES, "usr/bin/ipcamd": "program with faces"}, [finding()])
    change = compare(report(FILES), new)
    row = only(change)
    assert (row["change"], row["old"], row["new"], row["id"]) == ("appeared", None, "called", "F-sdk-x-identification")
    assert change["capabilities"] == [
        {"capability": "identification", "class": "recognition", "old": None, "new": "called"}
    ]
    assert exit_code(change) == 1
    assert change["headline"] == (
        "This update adds face identification (Product sdk-x, called by /usr/bin/ipcamd), "
        "not found in the deployed version (update.bin)."
    )


@pytest.mark.parametrize(
    ("before", "after", "word", "code"),
    [
        ("shipped", "called", "rose", 1),
        ("mentioned", "available", "rose", 1),
        ("available", "enrolled", "rose", 1),
        ("called", "shipped", "fell", 0),
        ("enabled", "mentioned", "fell", 0),
    ],
)
def test_moves_on_the_ladder(before, after, word, code):
    change = compare(report(FILES, [finding(state=before)]), report(FILES, [finding(state=after)]))
    assert only(change)["change"] == word
    assert exit_code(change) == code


def test_what_is_only_mentioned_is_for_a_person():
    change = compare(report(FILES), report(FILES, [finding(state="mentioned")]))
    assert (only(change)["change"], exit_code(change)) == ("appeared", 4)


def test_a_capability_that_vanishes_is_shown_and_is_nothing_new():
    change = compare(report(FILES, [finding()]), report(FILES))
    assert (only(change)["change"], only(change)["id"], exit_code(change)) == ("vanished", None, 0)
    assert "no longer seen: face identification" in change["headline"]


def test_a_new_qualifier_counts_as_more():
    was, now = finding(capability="analysis"), finding(capability="analysis", qualifiers=["emotion"])
    change = compare(report(FILES, [was]), report(FILES, [now]))
    assert (only(change)["change"], only(change)["qualifiers"], exit_code(change)) == ("marked", ["emotion"], 1)
    assert compare(report(FILES, [now]), report(FILES, [was]))["findings"] == []


def test_a_second_product_for_the_same_is_said_to_be_one():
    change = compare(report(FILES, [finding("a")]), report(FILES, [finding("a"), finding("b")]))
    assert exit_code(change) == 1
    assert change["capabilities"] == []
    assert change["headline"].startswith("This update adds another product for face identification (Product b,")


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_product_that_the_evidence_also_fits_is_the_same_finding(side):
    was = finding("a", also_fits=["b"] if side == "old" else [])
    now = finding("b", also_fits=["a"] if side == "new" else [])
    change = compare(report(FILES, [was]), report(FILES, [now]))
    assert change["findings"] == []
    assert exit_code(change) == 0


def test_under_another_name_and_further_is_further():
    change = compare(
        report(FILES, [finding("a", state="shipped", also_fits=["b"])]), report(FILES, [finding("b", state="called")])
    )
    row = only(change)
    assert (row["change"], row["before"], row["product"], row["old"]) == ("rose", "a", "b", "shipped")


def test_a_product_beside_the_one_it_fits_is_not_swallowed():
    old = report(FILES, [finding("a", also_fits=["b"])])
    change = compare(old, report(FILES, [finding("a", also_fits=["b"]), finding("b", state="enabled")]))
    assert [(row["product"], row["change"]) for row in change["findings"]] == [("b", "appeared")]


def test_a_product_of_another_capability_is_another_finding():
    was, now = finding("a", "detection", also_fits=["b"]), finding("b", "identification")
    assert {row["change"] for row in compare(report(FILES, [was]), report(FILES, [now]))["findings"]} == {
        "appeared",
        "vanished",
    }


def test_a_signature_that_is_new_is_no_feature_that_is_new():
    old, new = report(FILES, pack="last year"), report(FILES, [finding()], pack="today")
    change = compare(old, new)
    assert only(change)["change"] == "recognised"
    assert exit_code(change) == 4
    assert "different signatures" in change["headline"]
    assert any("different signatures" in sentence for sentence in change["caveats"])


def test_with_other_signatures_a_changed_file_is_still_a_new_feature():
    new = report({**FILES, "usr/bin/ipcamd": "program with faces"}, [finding()], pack="today")
    change = compare(report(FILES, pack="last year"), new)
    assert (only(change)["change"], exit_code(change)) == ("appeared", 1)


def test_evidence_that_was_left_out_may_lie_in_a_changed_file():
    new = report(FILES, [finding(left_out=3)], pack="today")
    assert only(compare(report(FILES, pack="last year"), new))["change"] == "appeared"


def test_a_signature_that_was_taken_back_is_no_feature_that_was_removed():
    old, new = report(FILES, [finding()], pack="last year"), report(FILES, pack="today")
    assert only(compare(old, new))["change"] == "unrecognised"


def test_with_the_same_signatures_unchanged_files_excuse_nothing():
    assert only(compare(report(FILES), report(FILES, [finding()])))["change"] == "appeared"


def test_of_what_was_not_read_it_is_not_said_that_it_was_not_there():
    old = report(FILES, unread={"usr/lib/libx.so": ("encrypted", 7)})
    new = report({**FILES, "usr/bin/ipcamd": "other"}, [finding()], unread={"usr/lib/libx.so": ("encrypted", 7)})
    assert "not found in the deployed version" not in compare(old, new)["headline"]
    assert "could be read" in compare(old, new)["headline"]


def test_a_screening_that_was_stopped_is_said_in_the_headline():
    old, new = report(FILES), report(FILES, unread={"usr/bin/ipcamd": ("limit", 7)})
    new.document["run"]["interrupted"] = True
    headline = compare(old, new)["headline"]
    assert headline.count("a screening was stopped before its end") == 1
    new.document["screening"]["findings"].append(finding())
    assert compare(old, new)["headline"].endswith("; a screening was stopped before its end.")


def test_recognition_weighs_more_than_detection():
    new = report(FILES, [finding("a", "detection", "enabled"), finding("b", "identification", "shipped")])
    change = compare(report(FILES), new)
    assert [row["product"] for row in change["findings"]] == ["b", "a"]
    assert "and functions of 1 more product" in change["headline"]
