from __future__ import annotations

import ast
import re

import pytest

from tests.repo.tree import ROOT, name_of, parsed, walk

CLAIMS = re.compile(
    r"\bclean bill\b|\bcontains? none\b|\b(?:is|are) (?:all )?(?:clear|clean)\b|\ball clear\b", re.IGNORECASE
)
"""A static scan cannot say any of these about a delivery."""

SHOWN = [*walk("scanner", suffix=".py"), *walk("scanner", suffix=".j2"), *walk("scanner", suffix=".html")]
SHOWN += [*walk("signatures", suffix=".yaml"), *walk("scanner", suffix=".json"), *walk("docs", suffix=".md")]
SHOWN += [*walk("templates", suffix=".yml"), ROOT / "README.md", ROOT / "action.yml"]


@pytest.mark.parametrize("text", ["This update is clear.", "The delivery contains none", "a clean bill of health"])
def test_the_words_looked_for_are_recognised(text):
    assert CLAIMS.search(text)


def test_no_text_of_the_program_claims_absence():
    said = [f"{name_of(path)}: {hit[0]}" for path in SHOWN for hit in CLAIMS.finditer(path.read_text("utf-8"))]
    assert said == []


def test_nothing_in_the_package_asserts_or_swallows():
    found = []
    for path in walk("scanner", suffix=".py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Assert) or (isinstance(node, ast.ExceptHandler) and swallows(node)):
                found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


def swallows(handler: ast.ExceptHandler) -> bool:
    """A handler without a type, or one that takes every exception and does nothing."""
    broad = handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in BROAD)
    return handler.type is None or (broad and all(isinstance(node, ast.Pass | ast.Continue) for node in handler.body))


BROAD = {"Exception", "BaseException"}
