"""Running lints over signature files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.authoring.lint.interface import Lint, Problem
from scanner.authoring.lint.registry import LINTS
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject


def lint(shelf: Shelf, subjects: Iterable[Subject] | None = None, lints: Iterable[Lint] = LINTS) -> list[Problem]:
    """Everything that ``lints`` do not accept in ``subjects`` (default: the whole pack), sorted by file and place."""
    chosen = shelf.subjects if subjects is None else tuple(subjects)
    some = tuple(lints)
    return sorted({problem for subject in chosen for problem in _problems(subject, shelf, some)})


def _problems(subject: Subject, shelf: Shelf, lints: Iterable[Lint]) -> Iterator[Problem]:
    for one in lints:
        for place, wrong in one.check(subject, shelf):
            yield Problem(subject.name, place, one.NAME, wrong, one.ADVICE, one.WARNING)
