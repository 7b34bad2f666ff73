"""The plain words of all reports, kept as data so that a reader of the law and a translator can work on one file."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Any:
    """One table of ``words.en.json``.

    :raises KeyError: for a table that is not there.
    """
    text = resources.files("scanner.report").joinpath("words.en.json").read_text("utf-8")
    return json.loads(text)[name]


def word(name: str, key: str) -> Any:
    """The entry ``key`` of the table ``name``; an unknown key is shown as it is, for reports of later versions."""
    return table(name).get(key, key)
