"""Every lint reports what breaks its policy, alone, and is silent on what comes close."""

from __future__ import annotations

import pytest

from scanner.authoring.lint.registry import LINTS
from scanner.authoring.lint.run import lint
from tests.authoring.lint.cases import CASES, shelf
from tests.authoring.lint.page import rows
from tests.repo.tree import ROOT

NAMES = [one.NAME for one in LINTS]


def test_every_lint_has_a_case_and_a_line_in_the_page_and_a_name_of_its_own():
    page = (ROOT / "docs" / "signatures.md").read_text("utf-8")
    assert sorted(CASES) == sorted(NAMES)
    assert [row for row in rows() if row not in page] == [], "python -m tests.authoring.lint.page prints the table"


@pytest.mark.parametrize("name", CASES)
def test_the_bad_signature_is_reported_by_its_lint_alone(name):
    # Without that lint nobody would notice.
    problems = lint(shelf(CASES[name][0]))
    assert {problem.lint for problem in problems} == {name}, problems


@pytest.mark.parametrize("name", CASES)
def test_the_good_signature_is_accepted_by_all(name):
    assert lint(shelf(CASES[name][1])) == []
