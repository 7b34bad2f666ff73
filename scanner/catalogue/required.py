"""Texts that stand in every value which meets a pattern: a file without them needs no parser."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from scanner.catalogue.config_terms import INSIDE, MORE_THAN_NONE, OUTSIDE, PRESENT, is_expression
from scanner.catalogue.steps import flat, tree

SHORTEST = 4
"""Characters of a text that tells anything."""
_ANY = frozenset({PRESENT, MORE_THAN_NONE, OUTSIDE, INSIDE, "true", "false"})
_RUN = re.compile(rf"[a-z0-9_]{{{SHORTEST},}}", re.ASCII)
_GAP = "\n"


@lru_cache(maxsize=16384)
def required(pattern: str) -> frozenset[str]:
    """Runs of small letters, digits and ``_`` that are in every value that ``pattern`` is met by, in small letters.

    Empty where there is none: for words like ``true``, numbers, and expressions with alternatives.
    """
    if pattern.lower() in _ANY:
        return frozenset()
    text = _literal(tree(pattern[1:-1])) if is_expression(pattern) else pattern
    return frozenset(_RUN.findall(text.lower()))


def _literal(items: list[Any]) -> str:
    """The characters that an expression asks for one by one, with a gap for everything else."""
    return "".join(chr(value) if name == "LITERAL" else _GAP for name, value in flat(items))
