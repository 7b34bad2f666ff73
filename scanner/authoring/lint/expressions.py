"""Lints of regular expressions: they meet names that a hostile delivery chooses, and must stay cheap on all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scanner.authoring.lint.interface import Found, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.config_terms import is_expression
from scanner.catalogue.effort import cost_problem, nested_repeat
from scanner.catalogue.rules import PLAIN_HOSTS, no_expression, value_patterns
from scanner.catalogue.steps import ONE, accepts, flat, tree

_PROBES = "aAzZ059_-./ xéfns"
FEWEST_LETTERS, FEWEST_OF_HOST = 3, 2
"""A carrier may be told by its suffix alone: a C header (``.h``) declares, and holds nothing."""
LONGEST_NAME = 255
"""Longer repetitions than a file name are as good as endless."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One regular expression of a signature."""

    place: str
    source: str
    whole: bool
    """It is for the whole text, not its beginning."""
    names_files: bool = False
    """It is for names of files or libraries, not for values of a setting."""


def expressions(subject: Subject) -> Iterator[Expression]:
    """Expressions of hosts, of patterns of file names, and of values of settings; those that compile."""
    found = (*_of_hosts(subject), *_of_facts(subject))
    return (each for each in found if not list(no_expression(each.source)))


def _of_hosts(subject: Subject) -> Iterator[Expression]:
    for index, host in enumerate(subject.data.get("hosts", ()) if subject.signature else ()):
        if host["kind"] not in PLAIN_HOSTS:
            yield Expression(f"hosts/{index}", host["value"], whole=False, names_files=True)


def _of_facts(subject: Subject) -> Iterator[Expression]:
    for fact in subject.facts:
        if fact.get("pattern"):
            yield Expression(fact["id"], fact["value"], whole=True, names_files=True)
        patterns = value_patterns(fact)
        yield from (Expression(fact["id"], p[1:-1], whole=True) for p in patterns if is_expression(p))


class BrokenExpression(Lint):
    """A value between slashes is a regular expression."""

    NAME = "broken-expression"
    ADVICE = "mend it, or leave out the slashes"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Values of settings that do not compile; hosts and patterns have lints of their own."""
        for fact in subject.facts:
            values = value_patterns(fact)
            for value in filter(is_expression, values):
                yield from ((fact["id"], f"{value}: {problem}") for problem in no_expression(value[1:-1]))


class _Expression(Lint):
    def check(self, subject: Subject, _: Shelf) -> Iterable[tuple[str, str]]:
        """What :meth:`wrong` says about every expression."""
        for each in expressions(subject):
            yield from ((each.place, f"{each.source}: {wrong}") for wrong in self.wrong(each))

    def wrong(self, expression: Expression) -> Iterable[str]:
        """What is wrong with ``expression``."""
        raise NotImplementedError


class NestedRepeat(_Expression):
    """No repetition of repetitions: their ways to share a text grow with its length, exponentially at worst."""

    NAME = "nested-repeat"
    ADVICE = "repeat one character class, or bound the inner repetition to a fixed number"

    def wrong(self, expression: Expression) -> Iterable[str]:
        """The first repetition in a repetition."""
        problem = nested_repeat(expression.source)
        return [problem] if problem else []


class LeadingWildcard(_Expression):
    """A file name or value begins with something to hold on to, or at least bounded; a carrier's path need not."""

    NAME = "leading-wildcard"
    ADVICE = "begin with the product's own letters, or bound it: [A-Za-z0-9_.-]{1,80}"

    def wrong(self, expression: Expression) -> Iterable[str]:
        """``.*`` or the like at the start of an expression for the whole text."""
        first = tree(expression.source)[:1] if expression.whole else []
        return ["begins with a wildcard"] if first and _is_wildcard(first[0]) else []


class Unspecific(_Expression):
    """An expression has letters of its own."""

    NAME = "unspecific-expression"
    ADVICE = f"keep at least {FEWEST_LETTERS} characters in a row that every match has"

    def wrong(self, expression: Expression) -> Iterable[str]:
        """No run of letters that is always there; values of settings may be short words."""
        plain = "".join(chr(item[1]) if item[0] == "LITERAL" else "\0" for item in flat(tree(expression.source)))
        longest = max(map(len, plain.split("\0")))
        fewest = FEWEST_LETTERS if expression.whole else FEWEST_OF_HOST
        short = expression.names_files and longest < fewest and not _branches(expression.source)
        return [f"no {fewest} characters in a row"] if short else []


class CostlyExpression(_Expression):
    """The work grows with the length of the name, not with its square."""

    NAME = "costly-expression"
    ADVICE = "put different characters between repetitions, bound them, or remove one"

    def wrong(self, expression: Expression) -> Iterable[str]:
        """Too many steps on a text made for it."""
        problem = cost_problem(expression.source, expression.whole)
        return [problem] if problem else []


def _branches(source: str) -> bool:
    return any(item[0] == "BRANCH" for item in flat(tree(source)))


def _is_wildcard(item: Any) -> bool:
    """A repetition that nearly every character meets, or an optional group that begins with one."""
    if item[0] not in {"MAX_REPEAT", "MIN_REPEAT"}:
        return False
    body = item[1][2]
    if body[0][0] in ONE:
        return item[1][1] > LONGEST_NAME and sum(accepts(body[0], char) for char in _PROBES) >= len(_PROBES) - 2
    return any(_is_wildcard(inner) for inner in flat(body[:1]))


EXPRESSIONS: tuple[Lint, ...] = (
    BrokenExpression(), NestedRepeat(), LeadingWildcard(), Unspecific(), CostlyExpression()
)  # fmt: skip
