"""A product in another version is told, and changes no outcome by itself."""

from __future__ import annotations

from scanner.compare.change import compare
from scanner.compare.lines import change_lines
from tests.compare.reports import finding, report

FILES = {"usr/lib/libx.so": "library"}


def version(text, path="update.bin!/usr/lib/libx.so"):
    return {"version": text, "path": path, "read_from": "name"}


def change_of(old, new):
    return compare(
        report(FILES, [finding(versions=[version(text) for text in old])]),
        report(FILES, [finding(versions=[version(text) for text in new])]),
    )


def test_another_version():
    change = change_of(["3.0"], ["3.1"])
    assert change["versions"] == [{"product": "sdk-x", "name": "Product sdk-x", "old": ["3.0"], "new": ["3.1"]}]
    assert "Product sdk-x is there in another version. Before: 3.0. Now: 3.1." in list(change_lines(change))
    assert change["outcome"] == "nothing-new"


def test_the_same_versions_in_another_order():
    assert change_of(["3.0", "2.0"], ["2.0", "3.0"])["versions"] == []


def test_silence_where_one_side_names_none():
    assert change_of([], ["3.1"])["versions"] == []
    assert change_of(["3.0"], [])["versions"] == []
    assert compare(report(FILES, [finding()]), report(FILES, [finding()]))["versions"] == []
