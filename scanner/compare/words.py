"""The words of this room, kept as data: names that mean the same thing, and the nouns of its sentences."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Any:
    """One table of ``words.json``.

    :raises KeyError: for a table that is not there.
    """
    text = resources.files("scanner.compare").joinpath("words.json").read_text("utf-8")
    return json.loads(text)[name]


def word(name: str, key: str) -> str:
    """The entry ``key`` of the table ``name``; an unknown key is shown as it is."""
    return str(table(name).get(key, key))
