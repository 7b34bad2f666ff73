"""No regular expression of the scanner may go back and forth for long: what it meets is chosen by a delivery.

Steps are counted as for the expressions of signatures (:mod:`scanner.catalogue.effort`), on texts of 300 characters.
"""

from __future__ import annotations

import re

import pytest

from tests.repo.expressions import expressions, too_much_work

BOUNDED = {
    "scanner.detect.embedded._BEGINNING": "meets the first 4,096 bytes of one line of a file: 0.04 s at worst",
    "scanner.formats.checks_kernel._BANNER": "repetitions up to 400 in 200: 2 microseconds a byte at worst",
}
"""Name → why it may take more steps."""
SLOW = [
    rb"(?:[^\r\n]*\r?\n?)*;",
    rb"(?:\s*#[^\n]*(?:\r\n?|\n)?)*x",
    r"(?:a+)+b",
    r"(\w+\s?)*:",
    r"(?P<key>[a-z]+[a-z_]*)+(?=;)",
    r"(?s:x.*)*\.*y\Z",
    r"[ \t]*[\"']?[^\n]*\n[ ]*\s*\s*\s*z",
]
QUICK = [rb"(?:[^*]|\*(?!/))*+\*/", r"(?>a+)+b", r"(?:a++)+b", r"[a-z]+=\d{1,9}", r"(?i:face)(?:\.so){0,3}\Z"]


def test_no_expression_of_the_scanner_takes_too_many_steps() -> None:
    checked = list(expressions())
    assert len(checked) > 200
    slow = {name: problem for name, pattern, whole in checked if (problem := too_much_work(pattern, whole=whole))}
    assert {name: problem for name, problem in slow.items() if name not in BOUNDED} == {}
    assert {*BOUNDED} <= {*slow}, "an exception that is needed no more"


def test_the_tables_of_comments_are_among_them() -> None:
    assert any(name.startswith("scanner.detect.languages.") for name, _, _ in expressions())


@pytest.mark.parametrize("source", SLOW)
def test_slow_ones_are_told(source: str | bytes) -> None:
    assert too_much_work(re.compile(source), whole=False)


@pytest.mark.parametrize("source", QUICK)
def test_quick_ones_pass(source: str | bytes) -> None:
    assert not too_much_work(re.compile(source), whole=False)
