"""The plain words of all reports, kept as data so that a reader of the law and a translator can work on one file."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from scanner.report.languages.speaking import gettext, spoken


def table(name: str) -> Any:
    """One table of ``words.en.json`` in the spoken language.

    :raises KeyError: for a table that is not there.
    """
    return _in_language(name, spoken())


@cache
def _in_language(name: str, _language: str) -> Any:
    return _put_over(_english()[name])


@cache
def _english() -> dict[str, Any]:
    text = resources.files("scanner.report").joinpath("words.en.json").read_text("utf-8")
    return dict(json.loads(text))


def _put_over(value: Any) -> Any:
    """Every text below ``value``; keys are the document's own words and stay."""
    if isinstance(value, dict):
        return {key: _put_over(each) for key, each in value.items()}
    return [_put_over(each) for each in value] if isinstance(value, list) else gettext(value)


def word(name: str, key: str) -> Any:
    """The entry ``key`` of the table ``name``; an unknown key is shown as it is, for reports of later versions."""
    return table(name).get(key, key)
