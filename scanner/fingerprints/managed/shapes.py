"""Shapes of methods and classes as features: kinds of parameters and fields, the delivery's own classes as ``own``."""

from __future__ import annotations

from collections.abc import Sequence

OWN = "own"
_LEAST_PARAMETERS, _MOST_PARAMETERS = 4, 255
_LEAST_FIELDS = 5
_LEAST_KINDS = 3
"""Different kinds, by which it is told from a list of numbers."""
_MOST_FIELDS = 200


def method(parameters: Sequence[str], result: str) -> bytes:
    """The shape of a method; empty for one that too many methods share."""
    if not _LEAST_PARAMETERS <= len(parameters) <= _MOST_PARAMETERS or len({*parameters, result}) < _LEAST_KINDS:
        return b""
    return f"({', '.join(parameters)}) {result}".encode("utf-8", "surrogateescape")


def fields(kinds: Sequence[str]) -> bytes:
    """The shape of a class by its fields, in no order; empty for one that too many classes share."""
    if not _LEAST_FIELDS <= len(kinds) <= _MOST_FIELDS or len(set(kinds)) < _LEAST_KINDS:
        return b""
    return f"{{{', '.join(sorted(kinds))}}}".encode("utf-8", "surrogateescape")
