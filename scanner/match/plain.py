"""A setting in plain words: what it switches, and on which channel, rule or camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from scanner.catalogue.config_terms import ANY, bare
from scanner.types import Fact, Observation

Lookup = Callable[[Observation, str], str]
"""(setting, key beside it) → the value of that key, or nothing."""

ENTRY, FROM_ZERO = "entry", " from zero"
_WITHIN = dict.fromkeys(("section", "library", "group", "zone", ENTRY), "in")
"""Words that something is in; it is on a channel, a camera, a rule, a server."""


def plain_words(fact: Fact, seen: Observation, sibling: Lookup) -> str:
    """``Face comparison on channel 3, rule 1``; nothing for a fact without a label.

    Indexes are told counted from 1, as people and the pages of devices count, and so are numbers of a word that ends
    in ``from zero``; a free element of the key (the name that a file gives to a camera) as it stands. Where a path has
    fewer indexes than the fact has words, nobody knows which of them it is: it is called an entry.
    """
    if not fact.label:
        return ""
    numbers = list(_numbered(fact, seen))
    unsure = 0 < len(numbers) < sum("=" not in word for word in fact.instance)
    numbered = iter(numbers)
    told = []
    for word in fact.instance:
        name, _, key = word.partition("=")
        which = sibling(seen, key) if key else next(numbered, "")
        told += [_named(ENTRY if unsure and not key else name, which)] if which else []
    return " ".join((fact.label, _WITHIN.get(told[0].partition(" ")[0], "on"), ", ".join(told))) if told else fact.label


def _named(name: str, which: str) -> str:
    if name.endswith(FROM_ZERO):
        return f"{name.removesuffix(FROM_ZERO)} {int(which) + 1 if which.isdecimal() else which}"
    return f"{name} {which}"


def _numbered(fact: Fact, seen: Observation) -> Iterator[str]:
    """What stands for each index and each free element of the key pattern, in its order."""
    pattern = fact.value.split("/")
    path = [*filter(None, seen.instance.split("/")), seen.value.rpartition("/")[2]]
    for want, have in zip_longest(pattern, path[-len(pattern) :] if len(path) >= len(pattern) else ()):
        if want is None or have is None:
            return
        name, *indexes = have.replace("]", "").split("[")
        if bare(want) == ANY:
            yield name
        yield from (str(int(index) + 1) for index in indexes if index.isdecimal())
        if "[n]" in want and not indexes:
            yield "1"
