"""A setting in plain words: what it switches, and on which channel, rule or camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from scanner.catalogue.config_terms import ANY, bare
from scanner.types import Fact, Observation

Lookup = Callable[[Observation, str], str]
"""(setting, key beside it) → the value of that key, or nothing."""


def plain_words(fact: Fact, seen: Observation, sibling: Lookup) -> str:
    """``Face comparison on channel 3, rule 1``; nothing for a fact without a label.

    Indexes are told counted from 1, as people and the pages of devices count; a free element of the key (the name that
    a file gives to a camera) as it stands.
    """
    if not fact.label:
        return ""
    numbered = _numbered(fact, seen)
    told = []
    for word in fact.instance:
        name, _, key = word.partition("=")
        which = sibling(seen, key) if key else next(numbered, "")
        told += [f"{name} {which}"] if which else []
    return f"{fact.label} on {', '.join(told)}" if told else fact.label


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
