"""The scanner's own regular expressions, and how many steps each takes at worst: a delivery chooses what they meet."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from scanner.catalogue import effort, steps

_TEXTS = 60
"""Texts that are tried with one expression."""
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_DEEP = 20_000
"""Calls in calls: the counting matcher is written in Python."""
_ANYTHING = ("NOT_LITERAL", 0xE000)


def expressions() -> Iterator[tuple[str, re.Pattern[Any], bool]]:
    """(module and name, expression, whether only a whole text meets it) of every constant of the package, and of what
    is kept in tables: the rests of comments and texts are matched as they are."""
    import scanner

    seen: set[tuple[Any, int]] = set()
    for info in pkgutil.walk_packages(scanner.__path__, "scanner."):
        if info.name.endswith("__main__") or importlib.util.find_spec(info.name) is None:
            continue
        module = importlib.import_module(info.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            for pattern in _patterns(value, 0):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    yield f"{info.name}.{name}", pattern, f"{name}.fullmatch(" in source


def _patterns(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 4:
        yield from (found for one in value.values() for found in _patterns(one, depth + 1))
    elif isinstance(value, tuple | list | frozenset | set) and depth < 4:
        yield from (found for one in value for found in _patterns(one, depth + 1))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type) and depth < 4:
        if isinstance(getattr(value, "rest", None), bytes):
            yield re.compile(value.rest)
        fields = (getattr(value, field.name, None) for field in dataclasses.fields(value))
        yield from (found for one in fields for found in _patterns(one, depth + 1))


def too_much_work(pattern: re.Pattern[Any], *, whole: bool) -> str:
    """A text on which ``pattern`` backtracks beyond :data:`steps.MOST_STEPS`; empty where none was found."""
    tree, before = _tree(pattern), sys.getrecursionlimit()
    matcher = _Counter(tree)
    sys.setrecursionlimit(_DEEP)
    try:
        for text in islice(_texts(tree), _TEXTS):
            try:
                matcher.run(text, whole)
            except steps.TooManySteps:
                return f"{text[:20]!r}… of {len(text)} characters"
    finally:
        sys.setrecursionlimit(before)
    return ""


def _texts(tree: list[Any]) -> Iterator[str]:
    """As :func:`effort.adversarial`, from a tree; what comes before and what is repeated vary together."""
    literals = effort._literals(tree)
    heads = list(dict.fromkeys(["", *literals[:1], *effort._heads(tree, "")]))[:8]
    seeds = list(dict.fromkeys([*effort._shared(tree), *literals[:2], "a", "/"]))
    for seed in seeds:
        for head in heads:
            body = (head + seed * steps.RUN)[: steps.RUN]
            yield from (body, body + "\x00")


class _Counter(steps.Matcher):
    """Knows what signatures have no use for: look-around, possessive repetitions, flags."""

    def __init__(self, tree: list[Any]) -> None:
        self._tree, self.steps, self._text = tree, 0, ""

    def _one(self, item: Any, at: int, then: steps.Then) -> bool:
        name, value = item[0], item[1]
        if name == "AT":
            self._step()
            return (at == len(self._text) if "END" in value else at == 0 if "BEGINNING" in value else True) and then(at)
        if name in {"ASSERT", "ASSERT_NOT"}:
            behind, items = value
            met = behind < 0 or self._sequence(items, at, lambda _: True) != (name == "ASSERT_NOT")
            return met and then(at)
        if name in _REPEATS and len(value) == 4:
            end = self._furthest(value, at)
            return end is not None and then(end)
        return super()._one(item, at, then)

    def _furthest(self, value: Any, at: int) -> int | None:
        """Where a possessive repetition ends: it never gives back."""
        ends: list[int] = []
        for done in range(value[1]):
            ends.clear()
            if not self._sequence(value[2], at, lambda end: not ends.append(end)) or (
                ends[0] == at and done >= value[0]
            ):
                return at if done >= value[0] else None
            at = ends[0]
        return at


def _tree(pattern: re.Pattern[Any]) -> list[Any]:
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE
    return _named(steps._parser.parse(source, flags), bool(flags & re.DOTALL))


def _named(items: Any, dot_all: bool) -> list[Any]:
    return [_node(str(name), value, dot_all) for name, value in items]


def _node(name: str, value: Any, dot_all: bool) -> tuple[str, Any]:
    """One node with names as text. A fourth element of a repetition says that it never gives back."""
    if name in _REPEATS:
        kept = (True,) if name == "POSSESSIVE_REPEAT" else ()
        times = int(value[0]), min(int(value[1]), 1 << 20)
        return name.replace("POSSESSIVE", "MAX"), (*times, _named(value[2], dot_all), *kept)
    made: dict[str, Callable[[], tuple[str, Any]]] = {
        "SUBPATTERN": lambda: (name, (value[0], 0, 0, _named(value[3], dot_all or bool(value[1] & re.DOTALL)))),
        "ATOMIC_GROUP": lambda: ("MAX_REPEAT", (1, 1, _named(value, dot_all), True)),
        "BRANCH": lambda: (name, (None, [_named(branch, dot_all) for branch in value[1]])),
        "ASSERT": lambda: (name, (value[0], _named(value[1], dot_all))),
        "ASSERT_NOT": lambda: (name, (value[0], _named(value[1], dot_all))),
        "IN": lambda: (name, [(str(part[0]), part[1]) for part in value]),
        "ANY": lambda: _ANYTHING if dot_all else (name, value),
        "AT": lambda: (name, str(value)),
        "GROUPREF": lambda: ("AT", ""),
        "GROUPREF_EXISTS": lambda: ("AT", ""),
    }
    return made.get(name, lambda: (name, value))()
