"""The JSON schemas of the pack's files and the check against them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from scanner.catalogue.errors import CatalogueError

_FOLDER = Path(__file__).resolve().parent / "schemas"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing in a file that its schema does not allow."""

    steps: tuple[Any, ...]
    """Keys and indexes from the root to it."""
    field: str
    problem: str
    unknown_word: bool
    """It is a text where one of a few words must stand."""


@cache
def _validator(schema: str) -> Any:
    return jsonschema_rs.validator_for(json.loads((_FOLDER / f"{schema}.schema.json").read_bytes()))


def check(value: Any, schema: str, name: str) -> None:
    """Check ``value``, read from the file ``name``, against ``schema`` (signature, policy, sets or pack).

    :raises CatalogueError: with the first field that is not as the schema says.
    """
    for deviation in deviations(value, schema):
        raise CatalogueError(name, deviation.field, deviation.problem)


def deviations(value: Any, schema: str) -> Iterator[Deviation]:
    """Everything in ``value`` that is not as ``schema`` says."""
    for error in _validator(schema).iter_errors(value):
        steps = tuple(error.instance_path)
        words = getattr(error.kind, "options", None)
        problem = error.message if words is None else f"{error.instance!r} is none of {', '.join(map(str, words))}"
        yield Deviation(steps, _named(value, list(steps)), problem[:300], list(error.schema_path)[-1:] == ["enum"])


def _named(value: Any, steps: list[Any]) -> str:
    """``facts/f012/strength`` rather than ``facts/11/strength``: people look for the id."""
    words: list[str] = []
    for step in steps:
        value = value[step]
        label = value.get("id") or value.get("number") if isinstance(value, dict) else None
        words.append(str(label) if isinstance(step, int) and label else str(step))
    return "/".join(words)
