"""A change document written down by itself, for ``facescreen compare``."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from scanner.compare.lines import change_lines
from scanner.document.pretty import pretty

WIDTH = 80
VERDICTS = {"inconclusive": "could not be checked", "review": "needs a person", "nothing-found": "nothing found"}
"""Verdicts that are called otherwise where people read."""
MOST = 50
"""Lines of each kind in the text; the JSON has them all."""
Change = Mapping[str, Any]


def text(change: Change, most: int = MOST, say: Callable[[str], str] = str) -> bytes:
    """Plain sentences in 80 columns: the headline, then one change a line, at most ``most`` of each kind.

    ``say`` puts a sentence over into another language.
    """
    head, *rest = change_lines(change, most)
    lines = textwrap.wrap(say(head), WIDTH, break_on_hyphens=False)
    rest += [f"{side}: {_side(change[key])}." for side, key in (("In use", "old"), ("Update", "new"))]
    for sentence in map(say, rest):
        lines += textwrap.wrap(sentence, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def json(change: Change) -> bytes:
    """The document itself, in the shape of ``$defs/change`` of the report's schema."""
    return (pretty(dict(change)) + "\n").encode("utf-8")


FORMATS: Mapping[str, tuple[str, Callable[[Change], bytes]]] = {"text": (".txt", text), "json": (".json", json)}
"""Name → suffix of the file and how it is written."""


def _side(side: Mapping[str, Any]) -> str:
    verdict = VERDICTS.get(side["verdict"], side["verdict"])
    return f"{verdict}, read {side['percent']} %, signatures {side['pack']['version']}, report {side['report']}"
