"""The step counter matches as ``re`` does, and counts the same everywhere."""

from __future__ import annotations

import re

import pytest

from scanner.catalogue.effort import cost_problem
from scanner.catalogue.steps import Matcher, TooManySteps, Unsupported

SOURCES = [
    "acme[0-9]{1,3}_[a-z]+",
    "(?:lib)?acme(?:face|scan)?[.]so(?:[.][0-9]+){0,3}", "a*?b+?c", r"\w+-\d{2}\s?[^x-z]", "a|ab|abc",
    "(a|b)*c", "(?:a+)+x", "[^/]*[.]h", r"a\.b$", "x{2,}y?", ".+é",
]  # fmt: skip
TEXTS = ["", "acme12_ab", "libacmeface.so.1.2", "acme.so", "aabbcc", "file-12 w", "abc", "ababc", "aaa", "x/y.h", "y.h",
         "a.b", "axb", "xxxy", "x", "caf\u00e9", "ab\n"]  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_it_matches_as_re_does(source):
    for text in TEXTS:
        whole, beginning = re.compile(source).fullmatch(text), re.compile(source).match(text)
        assert Matcher(source).run(text, whole=True) == bool(whole), text
        if not source.endswith("$"):  # ends of texts are passed, not compared: costs are the same
            assert Matcher(source).run(text, whole=False) == bool(beginning), text


def test_steps_are_counted_and_bounded():
    matcher = Matcher("a+b")
    matcher.run("a" * 100, whole=True)
    first = matcher.steps
    matcher.run("a" * 200, whole=True)
    assert first < matcher.steps < 3 * first
    with pytest.raises(TooManySteps):
        Matcher("(?:a|a)+b").run("a" * 40, whole=True)


@pytest.mark.parametrize("source", ["(?=a)b", r"(a)\1", "(?<!a)b"])
def test_what_signatures_have_no_use_for_is_no_match_of_nothing(source):
    with pytest.raises(Unsupported):
        Matcher(source).run("ab", whole=False)
    assert "is not used in signatures" in cost_problem(source, whole=True)


@pytest.mark.parametrize(
    "source",
    ["acme[a-z]+[a-z0-9]*x", "(?:.*/)?cv2/(?:.*/)?[^/]+[.]py$", "acme(?:[a-z]+-?)*x", "acme(?:a|aa)*x", "acme.*.*x"],
)
def test_work_that_grows_faster_than_the_name_is_refused(source):
    assert cost_problem(source, whole=True)


@pytest.mark.parametrize(
    "source",
    [
        "method[0-9]+v[0-9]+[a-z]*_[1-3][.](bin|enc)",
        "(?:.*/)?(?:lib)?acme_[a-z0-9][^/]*[.]so",
        "(?:.*/)?acme(?:-[a-z]{1,20}){0,4}[.]js",
    ],
)
def test_ordinary_expressions_are_cheap(source):
    assert cost_problem(source, whole=True) == ""
