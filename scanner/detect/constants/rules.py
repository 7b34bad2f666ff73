"""YARA rules for one set of numbers, made when the pass over all bytes has seen enough of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scanner.catalogue.constants.tables import Table, samples
from scanner.detect.constants.instructions import PROCESSORS, strings

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT = 64
"""Compiled rules that a worker keeps: one for each set and way that its delivery holds."""
_PER_RULE = 500


@lru_cache(maxsize=_KEPT)
def in_way(table: Table, way: str) -> Any:
    """Rules for the numbers of ``table`` that stand in ``way``: all their places."""
    found = [one for one in samples(table) if one.way == way]
    return _compiled([(f"$_{one.index}_{n}", one.body) for n, one in enumerate(found)], any_of)


@lru_cache(maxsize=_KEPT)
def in_code(table: Table, processor: str) -> Any:
    """Rules for the numbers of ``table`` in instructions of ``processor``: all their places."""
    found = strings(PROCESSORS[processor], table.numbers)
    return _compiled([(f"$_{index}_{n}", body) for n, (index, body) in enumerate(found)], any_of)


@lru_cache(maxsize=_KEPT)
def first_in_code(tables: tuple[Table, ...], processors: tuple[str, ...]) -> Any:
    """Rules for all of ``tables`` in instructions of ``processors``: one place of each string in fast mode."""
    named = [
        (f"$c{place}_{index}_{processor}_{n}", body)
        for processor in processors
        for place, table in enumerate(tables)
        if "immediates" in table.constant.forms
        for n, (index, body) in enumerate(strings(PROCESSORS[processor], table.numbers))
    ]
    return _compiled(named, one_of)


def any_of(names: Iterable[str]) -> str:
    """A condition for which YARA keeps every place."""
    del names
    return "any of them"


def one_of(names: Iterable[str]) -> str:
    """A condition for which YARA in fast mode keeps the first place of each string."""
    return " or ".join(names)


def _compiled(named: Sequence[tuple[str, str]], condition: Callable[[Iterable[str]], str]) -> Any:
    import yara

    source = ""
    for start in range(0, len(named), _PER_RULE):
        some = named[start : start + _PER_RULE]
        lines = "\n".join(f"    {name} = {body}" for name, body in some)
        source += f"rule c{start} {{\n  strings:\n{lines}\n  condition:\n    {condition(n for n, _ in some)}\n}}\n"
    return yara.compile(source=source)
