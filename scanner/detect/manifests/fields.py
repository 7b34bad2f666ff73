"""Paragraphs of ``Name: value`` fields, as mail, Debian and Java manifests write them."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.detect.manifests.interface import lines


def fields_of(text: str, *names: str) -> dict[str, list[str]]:
    """The fields ``names`` (in lower case) of one paragraph; continuation lines are left out."""
    fields: dict[str, list[str]] = {}
    for line in lines(text):
        name, colon, value = line.partition(":")
        if colon and name.lower() in names:
            fields.setdefault(name.lower(), []).append(value.strip())
    return fields


def first(fields: Mapping[str, list[str]], name: str) -> str:
    """The first value of ``name``; empty where there is none."""
    return fields.get(name, [""])[0]
