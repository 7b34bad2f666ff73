"""Paragraphs of ``Name: value`` fields, as mail, Debian and Java manifests write them."""

from __future__ import annotations

from collections.abc import Mapping


def fields_of(text: str) -> dict[str, list[str]]:
    """Fields of one paragraph, names in lower case; continuation lines are left out."""
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not line[:1].isspace():
            fields.setdefault(name.lower(), []).append(value.strip())
    return fields


def first(fields: Mapping[str, list[str]], name: str) -> str:
    """The first value of ``name``; empty where there is none."""
    return fields.get(name, [""])[0]
