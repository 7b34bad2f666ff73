"""What keeps the numbers of a constant from being found, or makes them everybody's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.catalogue.constants.numbers import LEAST, STRONG_DIGITS, digits, telling

_BITS = {"i8": 7, "i32": 31}
_NEAR = frozenset({"cluster", "immediates", "text"})


def constant_problems(fact: Mapping[str, Any]) -> Iterator[str]:
    """Why the fact's numbers cannot be looked for in its forms."""
    least, found = fact.get("least", LEAST), len(telling(fact["numbers"]))
    for kind in sorted({*fact.get("stored", ())} & {*_BITS}):
        if fact["forms"] != ["sequence"]:
            yield f"{kind} is looked for as a sequence only"
        if any(number != int(number) or abs(number) >= 1 << _BITS[kind] for number in fact["numbers"]):
            yield f"a number does not fit into {kind}"
    if _NEAR & {*fact["forms"]} and found < least:
        yield f"{least} different numbers must stand together, and {found} have digits enough to be told from others"


def few_digits(fact: Mapping[str, Any]) -> str:
    """Why the numbers prove no product alone; empty where they do."""
    if digits(fact["numbers"], fact["forms"], fact.get("least", LEAST)) >= STRONG_DIGITS:
        return ""
    return f"its numbers have fewer than {STRONG_DIGITS} digits in all, as tables of other programs may"
