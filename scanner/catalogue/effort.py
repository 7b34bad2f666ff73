"""Which regular expressions of a signature are too much work: they meet names that a hostile delivery chooses.

Two walls. Exponential work needs a repetition in a repetition, so there is none of a length that matters. What is left
is measured: a matcher that counts its steps (:mod:`scanner.catalogue.steps`) is run on texts that are made to pass
everything before a repetition and then to fail as late as possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from scanner.catalogue.steps import ONE, RUN, Matcher, TooManySteps, Unsupported, accepts, flat, repeats, tree

LONGEST_INNER = 64
"""Repetitions up to this length may stand in a repetition; what they cost is measured."""
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})
_PROBES = "aAzZ059_-./ xéfns"
_TAILS = ("", "\x00")
_SEEDS, _HEADS = 12, 40
"""Texts that are tried at most: characters that repetitions accept × ways to reach a repetition."""


def too_much_work(source: str, whole: bool) -> str:
    """Why ``source``, which compiles, must not meet a delivery's names; empty where it may."""
    return nested_repeat(source) or cost_problem(source, whole)


def nested_repeat(source: str) -> str:
    """Why ``source`` repeats repetitions; empty where it does not."""
    for item, inside in repeats(tree(source)):
        if inside and item[1][1] > LONGEST_INNER:
            return "a repetition in a repetition"
        if item[1][1] > LONGEST_INNER and _varies(item[1][2]):
            return "a long repetition of something that has several lengths"
    return ""


def _varies(items: list[Any]) -> bool:
    """Whether ``items`` hold a choice or a repetition, so that one text can be shared among them in several ways."""
    for name, value in flat(items):
        if name == "BRANCH":
            return True
        if name in _REPEATS and (value[0] != value[1] or _varies(value[2])):
            return True
    return False


@cache
def cost_problem(source: str, whole: bool) -> str:
    """Why ``source`` is too much work, empty where it is not: steps are counted on texts of :data:`RUN` characters."""
    matcher = Matcher(source)
    for text in adversarial(source):
        try:
            matcher.run(text, whole)
        except TooManySteps:
            return f"too much work on {text[:12]!r}… of {len(text)} characters"
        except RecursionError:
            return f"too deep on {text[:12]!r}…"
        except Unsupported as error:
            return f"{error} is not used in signatures"
    return ""


def adversarial(source: str) -> Iterator[str]:
    """Texts on which repetitions of ``source`` go far and the whole fails late."""
    items = tree(source)
    literals = _literals(items)
    heads = dict.fromkeys(["", *literals[:1], *list(_heads(items, ""))[:_HEADS]])
    for seed in dict.fromkeys([*_shared(items), *literals[:3], "/", "a/"]):
        for head in heads:
            body = (head + seed * RUN)[:RUN]
            yield from (body + tail for tail in _TAILS)


def _shared(items: list[Any]) -> list[str]:
    """What repetitions compete for, the most contested first: a character for every set of them that accept it.

    One repetition by itself is linear. Also what repeated groups are made of.
    """
    bodies = list(_repeated(items, 0))
    ends = dict.fromkeys([*_PROBES, *(char for body, _ in bodies for char in _ends(body))])
    sets: dict[tuple[int, ...], str] = {}
    for char in ends:
        sets.setdefault(tuple(depth if accepts(body, char) else 0 for body, depth in bodies), char)
    ranked = sorted(sets.items(), key=lambda pair: -sum(pair[0]))
    groups = ["".join(map(_shortest, item[1][2])) for item, _ in repeats(items) if len(item[1][2]) > 1]
    return [*[char for depths, char in ranked if sum(depths) > 1][:_SEEDS], *filter(None, groups[:3])]


def _repeated(items: list[Any], depth: int) -> Iterator[tuple[Any, int]]:
    """Every node for one character that is repeated, and in how many repetitions it stands.

    An optional part is one where it stands in another.
    """
    for name, value in items:
        if name in ONE and depth:
            yield (name, value), depth
        elif name in _REPEATS:
            yield from _repeated(value[2], depth + (value[1] > 1 or (depth > 0 and value[0] != value[1])))
        elif name == "SUBPATTERN":
            yield from _repeated(value[3], depth)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeated(branch, depth)


def _ends(body: Any) -> Iterator[str]:
    """The characters at the ends of what a node for one character names: classes that meet, meet at one of them."""
    name, value = body[0], body[1]
    if name in {"LITERAL", "NOT_LITERAL"}:
        yield chr(value)
    elif name == "IN":
        for kind, part in value:
            if kind == "LITERAL":
                yield chr(part)
            elif kind == "RANGE":
                yield from map(chr, part)


def _heads(items: list[Any], before: str) -> Iterator[str]:
    """A text that leads to each repetition of ``items``, after ``before``."""
    for item in items:
        name, value = item[0], item[1]
        if name in _REPEATS:
            yield before
            yield from _heads(value[2], before)
        elif name == "SUBPATTERN":
            yield from _heads(value[3], before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _heads(branch, before)
        before += _shortest(item)


def _shortest(item: Any) -> str:
    """A short text that ``item`` meets."""
    name, value = item[0], item[1]
    if name in ONE:
        return next((char for char in (*_ends(item), *_PROBES) if accepts(item, char)), "")
    if name in _REPEATS:
        return "".join(map(_shortest, value[2])) * min(int(value[0]), RUN)
    if name == "SUBPATTERN":
        return "".join(map(_shortest, value[3]))
    return "".join(map(_shortest, value[1][0])) if name == "BRANCH" else ""


def _literals(items: list[Any]) -> list[str]:
    """Runs of literal characters, longest first."""
    plain = "".join(chr(item[1]) if item[0] == "LITERAL" else "\0" for item in flat(items))
    return sorted((run for run in plain.split("\0") if run), key=len, reverse=True)[:6]
