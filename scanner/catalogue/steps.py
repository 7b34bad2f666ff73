"""How much work a regular expression makes at worst: a backtracking matcher that counts its steps.

Python's ``re`` tries alternatives one after the other. So does this matcher, over the same syntax tree, and it counts;
the texts are made to fail late: long runs of the characters that the expression repeats. No clock is involved, so the
answer is the same on every machine.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_parser: Any = importlib.import_module("re._parser")
"""The standard library's own parser of expressions. Not documented, and the same since Python 3.11."""

RUN = 300
"""Characters of an adversarial text: a long file name, a path of some folders."""
PER_CHARACTER = 150
"""Steps for each character that are still linear: alternatives and bounded repetitions multiply by a constant."""
MOST_STEPS = RUN * PER_CHARACTER
_UNBOUNDED = 1 << 20

ONE = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN"})
"""Nodes for one character."""

_PLAIN = ONE | {"SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "BRANCH", "AT"}

Then = Callable[[int], bool]


class TooManySteps(Exception):
    """The matcher went beyond :data:`MOST_STEPS`."""


class Unsupported(Exception):
    """A construct that signatures have no use for: look-around, references, conditions, flags."""


class Matcher:
    """Matches one expression from the start of a text; :attr:`steps` counts what it tried."""

    def __init__(self, source: str) -> None:
        self._tree = tree(source)
        self.steps = 0
        self._text = ""

    def run(self, text: str, whole: bool) -> bool:
        """Whether the expression meets the beginning of ``text``, or all of it.

        :raises TooManySteps: after :data:`MOST_STEPS`.
        :raises Unsupported: for a construct that is not counted.
        """
        self._text, self.steps = text, 0
        return self._sequence(self._tree, 0, lambda at: not whole or at == len(text))

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManySteps

    def _sequence(self, items: Sequence[Any], at: int, then: Then) -> bool:
        if not items:
            return then(at)
        rest = items[1:]
        return self._one(items[0], at, lambda after: self._sequence(rest, after, then))

    def _one(self, item: Any, at: int, then: Then) -> bool:
        self._step()
        name, value = item[0], item[1]
        if name in ONE:
            return at < len(self._text) and accepts(item, self._text[at]) and then(at + 1)
        if name == "SUBPATTERN" and not any(value[1:3]):
            return self._sequence(value[3], at, then)
        if name == "BRANCH":
            return any(self._sequence(branch, at, then) for branch in value[1])
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            return self._repeat(value, at, then, greedy=name == "MAX_REPEAT")
        if name == "AT":
            return then(at)
        raise Unsupported("a flag" if name == "SUBPATTERN" else name.lower())

    def _repeat(self, value: Any, at: int, then: Then, greedy: bool) -> bool:
        least, most, body = value
        if len(body) == 1 and body[0][0] in ONE:
            return self._run(least, most, body[0], at, then, greedy)
        return self._again(least, most, body, at, then, 0)

    def _run(self, least: int, most: int, one: Any, at: int, then: Then, greedy: bool) -> bool:
        """A repeated character: as far as it goes, then back, as ``re`` does without recursion."""
        end = at
        while end < len(self._text) and end - at < most and accepts(one, self._text[end]):
            self._step()
            end += 1
        ends = range(at + least, end + 1)
        for stop in reversed(ends) if greedy else ends:
            self._step()
            if then(stop):
                return True
        return False

    def _again(self, least: int, most: int, body: list[Any], at: int, then: Then, done: int) -> bool:
        self._step()
        if done < most:
            # One that took nothing counts as long as some are still asked for, as in re.
            again = self._sequence(
                body,
                at,
                lambda after: (after > at or done < least) and self._again(least, most, body, after, then, done + 1),
            )
            if again:
                return True
        return done >= least and then(at)


def accepts(item: Any, char: str) -> bool:
    """Whether a node for one character accepts ``char``."""
    name, value = item[0], item[1]
    if name == "ANY":
        return char != "\n"
    if name == "LITERAL":
        return bool(ord(char) == value)
    if name == "NOT_LITERAL":
        return bool(ord(char) != value)
    negated = bool(value) and value[0][0] == "NEGATE"
    return any(_in(part, char) for part in value) != negated


def _in(part: Any, char: str) -> bool:
    name, value = part[0], part[1]
    if name == "LITERAL":
        return bool(ord(char) == value)
    if name == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    if name == "CATEGORY":
        kind = str(value)
        inside = {"DIGIT": char.isdigit(), "WORD": char.isalnum() or char == "_", "SPACE": char.isspace()}
        return inside.get(kind.rpartition("_")[2], False) != ("NOT" in kind)
    return False


def repeats(items: Sequence[Any], inside: bool = False) -> Iterator[tuple[Any, bool]]:
    """(repeat node, whether it lies in another repetition) for every repetition in the tree that varies in length."""
    for item in items:
        name, value = item[0], item[1]
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            if value[1] > max(value[0], 1):
                yield item, inside
            yield from repeats(value[2], inside or value[1] > 1)
        elif name == "SUBPATTERN":
            yield from repeats(value[3], inside)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from repeats(branch, inside)


def tree(source: str) -> list[Any]:
    """The syntax tree of ``source`` as the standard library has it, names of nodes as text."""
    return _named(_parser.parse(source))


def _named(items: Any) -> list[Any]:
    named: list[Any] = []
    for item in items:
        name, value = str(item[0]), item[1]
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            value = (int(value[0]), min(int(value[1]), _UNBOUNDED), _named(value[2]))
        elif name == "SUBPATTERN":
            value = (*value[:3], _named(value[3]))
        elif name == "BRANCH":
            value = (None, [_named(branch) for branch in value[1]])
        elif name == "IN":
            value = [(str(part[0]), part[1]) for part in value]
        named.append((name, value))
    return named


def flat(items: Sequence[Any]) -> Iterator[Any]:
    """Nodes that every match passes, groups opened; a branch or a repetition is one node."""
    for item in items:
        if item[0] == "SUBPATTERN":
            yield from flat(item[1][3])
        else:
            yield item


def beyond_branch(source: str) -> bool:
    """Whether ``source`` has a named group or a flag: as one branch of many expressions it would change the others."""
    parsed = _parser.parse(source)
    return bool(parsed.state.groupdict) or _flagged(_named(parsed))


def _flagged(items: Sequence[Any]) -> bool:
    for name, value in items:
        if name == "SUBPATTERN" and (any(value[1:3]) or _flagged(value[3])):
            return True
        if name in {"MAX_REPEAT", "MIN_REPEAT"} and _flagged(value[2]):
            return True
        if name == "BRANCH" and any(map(_flagged, value[1])):
            return True
        if name not in _PLAIN:
            return True
    return False
