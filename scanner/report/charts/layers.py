"""A drawing of arrows in columns: every arrow goes from a column to one further right, and no two boxes overlap.

The method is that of Sugiyama, Tagawa and Toda (1981) in short: circles are cut, boxes get the column behind the
furthest of those that point to them, arrows that jump over columns get a place to pass in each of them, and the order
within the columns is put right a few times by the middle of the neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 6
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Names by column, from top to bottom, and the way of each arrow.

    A name that begins with ``\\0`` is no box, only the place where an arrow passes through a column.
    """

    columns: tuple[tuple[str, ...], ...]
    ways: Mapping[Pair, tuple[str, ...]]
    """(source, target) → the names that it passes from left to right; backwards where the arrow was in a circle."""
    turned: frozenset[Pair]
    """Arrows that go from right to left."""


def arranged(names: Sequence[str], arrows: Iterable[Pair]) -> Columns:
    """Columns for ``names``; arrows from a name to itself are left out."""
    pairs = list(dict.fromkeys(pair for pair in arrows if pair[0] != pair[1]))
    turned = _circles(names, pairs)
    straight = {pair: (pair[1], pair[0]) if pair in turned else pair for pair in pairs}
    column = _columns(names, straight.values())
    ways = {pair: _way(each, column) for pair, each in straight.items()}
    rows: list[list[str]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for name in names:
        rows[column[name]].append(name)
    for way in ways.values():
        for number, name in enumerate(way[1:-1], column[way[0]] + 1):
            if name not in rows[number]:
                rows[number].append(name)
    _order(rows, ways.values())
    return Columns(tuple(map(tuple, rows)), ways, frozenset(turned))


def _circles(names: Sequence[str], pairs: Iterable[Pair]) -> set[Pair]:
    """Arrows that close a circle on a walk from the first name on."""
    after = _followers(pairs)
    done: set[str] = set()
    closing = set()
    for start in names:
        waiting = [] if start in done else [(start, iter(after[start]))]
        on_the_way = {start} if waiting else set()
        while waiting:
            name, following = waiting[-1]
            following_one = next((each for each in following if each not in done), None)
            if following_one is None:
                done.add(name)
                on_the_way.discard(name)
                waiting.pop()
            elif following_one in on_the_way:
                closing.add((name, following_one))
            else:
                on_the_way.add(following_one)
                waiting.append((following_one, iter(after[following_one])))
    return closing


def _followers(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        after[source].append(target)
    return after


def _columns(names: Sequence[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """The longest way to each name; what points elsewhere only is moved as near to it as it can be."""
    pairs = list(dict.fromkeys(pairs))
    column = dict.fromkeys(names, 0)
    order = _sorted(names, pairs)
    after = _followers(pairs)
    pointed_at = {target for _, target in pairs}
    for name in order:
        for target in after[name]:
            column[target] = max(column[target], column[name] + 1)
    for name in order:
        if name not in pointed_at and after[name]:
            column[name] = min(column[target] for target in after[name]) - 1
    return column


def _sorted(names: Sequence[str], pairs: Sequence[Pair]) -> list[str]:
    """``names`` so that each stands behind all that point to it (Kahn 1962)."""
    left: dict[str, int] = defaultdict(int)
    for _, target in pairs:
        left[target] += 1
    after = _followers(pairs)
    order = [name for name in names if not left[name]]
    for name in order:
        for target in after[name]:
            left[target] -= 1
            if not left[target]:
                order.append(target)
    return order


def _way(pair: Pair, column: Mapping[str, int]) -> tuple[str, ...]:
    source, target = pair
    passing = (f"\0{source}\0{target}\0{number}" for number in range(column[source] + 1, column[target]))
    return (source, *passing, target)


def _order(rows: list[list[str]], ways: Iterable[Sequence[str]]) -> None:
    """Put each column in the order of the middle of its neighbours, to the right and to the left in turn."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for way in ways:
        for left, right in pairwise(way):
            after[left].append(right)
            before[right].append(left)
    for sweep in range(SWEEPS):
        near = before if sweep % 2 == 0 else after
        numbers = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        for number in numbers:
            beside = rows[number - 1] if sweep % 2 == 0 else rows[number + 1]
            at = {name: place / max(1, len(beside) - 1) for place, name in enumerate(beside)}
            own = {name: place / max(1, len(rows[number]) - 1) for place, name in enumerate(rows[number])}
            rows[number].sort(key=lambda name: _middle([at[each] for each in near[name]], own[name]))


def _middle(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own
