"""The pack that ships has no problem that a lint knows."""

from __future__ import annotations

from scanner.authoring.lint.run import lint
from scanner.authoring.lint.shelf import shelf_of
from scanner.catalogue.location import pack_folder


def test_the_shipped_pack_has_no_problem():
    shelf = shelf_of(pack_folder())
    assert len(shelf.subjects) >= 60
    assert [str(problem) for problem in lint(shelf) if not problem.warning] == []
