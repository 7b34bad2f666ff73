"""The lists that lints look things up in: plain words, doubtful values, values of several products."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scanner.catalogue.yamlfile import read_file, read_yaml

_FOLDER = Path(__file__).resolve().parent


@cache
def _list(name: str) -> Any:
    return read_yaml(read_file(_FOLDER / name, name), name)


@cache
def common_words() -> frozenset[str]:
    """Words of everyday English and of computing, lower case."""
    text = read_file(_FOLDER / "words.txt", "words.txt").decode()
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def doubtful_values() -> Mapping[str, str]:
    """Value → why it is no proof. A package has its system in front."""
    groups = _list("doubtful.yaml")["doubtful"]
    return {value: group["reason"] for group in groups for values in group["facts"].values() for value in values}


@cache
def shared_values() -> Mapping[tuple[str, str], frozenset[str]]:
    """(kind, value) → ids of the signatures that may all have it."""
    return {(entry["kind"], entry["value"]): frozenset(entry["products"]) for entry in _list("shared.yaml")["shared"]}


@cache
def jargon() -> frozenset[str]:
    """Words that the sentence for officers does without, lower case."""
    return frozenset(_list("plain.yaml")["jargon"])


@cache
def accusing_words() -> re.Pattern[str]:
    """Words that say more than what a product can do."""
    return re.compile("|".join(rf"\b{phrase}\b" for phrase in _list("plain.yaml")["accusing"]), re.IGNORECASE)
