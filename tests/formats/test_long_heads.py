"""Beginnings of texts on which a careless expression never ends: a run of them would hang here."""

from __future__ import annotations

import pytest

from scanner.catalogue.config_terms import bare
from scanner.formats.textkind import kind_of

LINES = 600


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("# remark\r\n" * LINES, "text"),
        ("; remark\r\n" * LINES + "[section]\r\nkey=1\r\n", "text:ini"),
        (" \t\r\n" * LINES + "---\r\na: 1\r\n", "text:yaml"),
        ("#\r" * LINES + "\r\n", "text"),
        ("# a\n  # b\n\n[section] ; c\n", "text:ini"),
    ],
)
def test_many_remarks_before_what_tells_the_kind(head: str, kind: str) -> None:
    assert kind_of(head, "settings") == kind


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ("tt:Rule[2]", "Rule"),
        ("Rule[2][n]", "Rule"),
        ("Rule[x]", "Rule[x]"),
        ("Rule[x][3]", "Rule[x]"),
        ("Rule]", "Rule]"),
        ("[0]" * 200_000 + "x]", "[0]" * 200_000 + "x]"),
        ("a" + "[0]" * 200_000, "a"),
    ],
)
def test_indexes_at_the_end_of_a_key_however_many(element: str, name: str) -> None:
    assert bare(element) == name
