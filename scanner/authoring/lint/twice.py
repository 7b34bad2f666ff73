"""Lints of logic that stands in the pack twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from scanner.authoring.lint.data import shared_values
from scanner.authoring.lint.interface import FactLint, Found, Lint
from scanner.authoring.lint.shelf import Owned, Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.rules import Raw, no_expression
from scanner.types import State

_STRENGTHS = ("context", "support", "strong")


class SharedValue(FactLint):
    """A value of two products proves neither alone."""

    NAME = "shared-value"
    ADVICE = "make it support in both and say in doubtful what else it is, or declare it in lint/data/shared.yaml"

    def wrong(self, fact: Raw, subject: Subject, shelf: Shelf) -> list[str]:
        """A value that another signature has, where one of the two is strong or says nothing of the other."""
        others = [other for other in shelf.by_value.get((fact["kind"], fact["value"]), ()) if other[0].id != subject.id]
        allowed = shared_values().get((fact["kind"], fact["value"]), frozenset())
        strangers = sorted({owner.id for owner, _ in others if not {owner.id, subject.id} <= allowed})
        said = fact["strength"] != "strong" and ("doubtful" in fact or "note" in fact)
        return [f"{fact['value']!r} is also a value of {', '.join(strangers)}"] if strangers and not said else []


class AddsNothing(Lint):
    """A name that a `prefix` or `pattern` of the file finds too adds a capability, a state or weight."""

    NAME = "adds-nothing"
    ADVICE = "leave it out, or give it the capability that the other has not"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Names that another fact finds and that prove no more than it."""
        wider = [fact for fact in subject.facts if fact.get("prefix") or fact.get("pattern")]
        for fact in subject.facts:
            for other in wider:
                if other is not fact and _covers(other, fact):
                    yield fact["id"], f"{fact['value']!r} proves no more than {other['id']} {other['value']!r}"


def _finds(wider: Raw, fact: Raw) -> bool:
    """Whether the beginning or pattern ``wider`` finds the name in ``fact``."""
    if wider["kind"] != fact["kind"] or fact.get("pattern"):
        return False
    if wider.get("prefix"):
        return bool(fact["value"].startswith(wider["value"]))
    usable = not list(no_expression(wider["value"]))
    return usable and re.fullmatch(wider["value"], fact["value"]) is not None


def _covers(beginning: Raw, fact: Raw) -> bool:
    """Whether ``beginning`` finds all that ``fact`` finds, and proves at least as much."""
    everywhere = not beginning.get("places")
    return (
        _finds(beginning, fact)
        and set(fact.get("capabilities", ())) <= set(beginning.get("capabilities", ()))
        and set(fact.get("qualifiers", ())) <= set(beginning.get("qualifiers", ()))
        and State.of(fact["top"]) <= State.of(beginning["top"])
        and _STRENGTHS.index(fact["strength"]) <= _STRENGTHS.index(beginning["strength"])
        and (everywhere or (bool(fact.get("places")) and set(fact["places"]) <= set(beginning["places"])))
    )


class Ambiguous(FactLint):
    """A value is looked up in one way in the whole pack."""

    NAME = "ambiguous"
    ADVICE = "use the same prefix, ignore_case and spelling in both"

    def wrong(self, fact: Raw, subject: Subject, shelf: Shelf) -> list[str]:
        """A value that another fact looks up exactly, as a beginning, as a pattern or without case."""
        others = _lookups(shelf).get((fact["kind"], fact["value"].lower()), ())
        wrong = [other for other in others if _differs(fact, other[1])]
        names = sorted({f"{owner.id} {other['id']}" for owner, other in wrong if other is not fact})
        return [f"{fact['value']!r} is looked up in another way by {', '.join(names)}"] if names else []


def _differs(one: Raw, other: Raw) -> bool:
    same_way = _way(one) == _way(other)
    same_text = one["value"] == other["value"]
    return not same_way if same_text else same_way and bool(one.get("ignore_case"))


def _way(fact: Raw) -> tuple[bool, bool, bool]:
    return bool(fact.get("prefix")), bool(fact.get("ignore_case")), bool(fact.get("pattern"))


@lru_cache(maxsize=2)
def _lookups(shelf: Shelf) -> Mapping[tuple[str, str], list[Owned]]:
    found: dict[tuple[str, str], list[Owned]] = defaultdict(list)
    for (kind, value), owners in shelf.by_value.items():
        found[kind, value.lower()] += owners
    return found


TWICE: tuple[Lint, ...] = (SharedValue(), AddsNothing(), Ambiguous())
