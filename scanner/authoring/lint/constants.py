"""Lints of constants: numbers that can be found, and one name for one set of them."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.authoring.lint.interface import FactLint, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.constants.checks import constant_problems
from scanner.catalogue.rules import Raw

_CONSTANT = "constant"


class Numbers(FactLint):
    """The numbers of a constant can be found in its forms, and told from others."""

    NAME = "numbers"
    ADVICE = "look for other forms, lower least, or take numbers with three digits and more"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> Iterable[str]:
        """Numbers and forms that do not go together."""
        return constant_problems(fact) if fact["kind"] == _CONSTANT else ()


class OneName(FactLint):
    """A set of numbers has one name, and a name one set and form."""

    NAME = "one-name"
    ADVICE = "give the same name, numbers, forms, stored, least and within in both"

    def wrong(self, fact: Raw, _subject: Subject, shelf: Shelf) -> list[str]:
        """Another fact with the same numbers under another name, or with the same name and something else."""
        if fact["kind"] != _CONSTANT:
            return []
        others = [pair for (kind, _), owned in shelf.by_value.items() if kind == _CONSTANT for pair in owned]
        return [
            f"{fact['value']!r} and {other['value']!r} of {owner.id} {other['id']} share a name or numbers, and not all"
            for owner, other in others
            if _differs(fact, other)
        ]


def _differs(one: Raw, other: Raw) -> bool:
    names, numbers = one["value"] == other["value"], one["numbers"] == other["numbers"]
    same = all(one.get(key) == other.get(key) for key in ("forms", "stored", "least", "within"))
    return (names or numbers) and not (names and numbers and same)


CONSTANTS: tuple[Lint, ...] = (Numbers(), OneName())
