"""What a lint is: a name, what to do about it, and one predicate over a signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scanner.catalogue.rules import Raw

if TYPE_CHECKING:
    from scanner.authoring.lint.shelf import Shelf
    from scanner.authoring.lint.subject import Subject

Found = Iterator[tuple[str, str]]
"""(id of a fact or name of a field, what is wrong with it)"""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that a lint does not accept."""

    file: str
    place: str
    """Id of the fact, or the field; empty for the whole file."""
    lint: str
    wrong: str
    advice: str
    warning: bool = False
    """To be looked at; does not fail the lint."""

    def __str__(self) -> str:
        """One line: file, fact, lint, what is wrong, what to do."""
        kind = f"{self.lint} (warning)" if self.warning else self.lint
        return ": ".join(part for part in (self.file, self.place, kind, f"{self.wrong}; {self.advice}") if part)


class Lint:
    """One policy. A lint is made once and keeps nothing between files."""

    NAME: ClassVar[str]
    ADVICE: ClassVar[str]
    """What to do, as the end of a sentence."""
    WARNING: ClassVar[bool] = False

    def check(self, subject: Subject, shelf: Shelf) -> Iterable[tuple[str, str]]:
        """(place, what is wrong) for everything in ``subject``; ``shelf`` is the pack that it belongs to."""
        raise NotImplementedError


class FactLint(Lint):
    """A policy about one fact at a time."""

    def check(self, subject: Subject, shelf: Shelf) -> Found:
        """What :meth:`wrong` says about every fact."""
        for fact in subject.facts:
            yield from ((fact["id"], wrong) for wrong in self.wrong(fact, subject, shelf))

    def wrong(self, fact: Raw, subject: Subject, shelf: Shelf) -> Iterable[str]:
        """What is wrong with ``fact``."""
        raise NotImplementedError
