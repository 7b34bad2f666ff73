"""Words of a command line or of ``NAME=value`` pairs, with the quotes of a shell taken off and nothing carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = 10_000
"""Words of one command that are looked at."""
_WORD = re.compile(
    r"""\s*+((?:"(?:[^"\\]|\\[\s\S])*+"|'[^']*+'|\$\((?:[^()'"]|\([^()]*+\))*+\)|\$\{[^{}\n]*+\}"""
    r"""|\\[\s\S]|[^\s"'\\;|&<>()]|["'\\])++)|\s*+([;|&<>()]++)"""
)
_PART = re.compile(r""""((?:[^"\\]|\\[\s\S])*+)"|'([^']*+)'|\\([\s\S])|([^"'\\]++|["'\\])""")
_QUOTED = re.compile(r"\\([\"\\$`])")
_NAME = re.compile(r"[A-Za-z_][\w.-]*(?=\+?=)")


def words(text: str) -> Iterator[tuple[str, bool]]:
    """(word, whether it is an operator such as ``|`` or ``;``) for the first :data:`WORDS` words of ``text``.

    A ``$(…)`` stays in the word that it stands in; a quote without an end is a character like others.
    """
    at = 0
    for _ in range(WORDS):
        found = _WORD.match(text, at)
        if found is None:
            return
        at = found.end()
        yield (found[2], True) if found[2] else (plain(found[1]), False)


def plain(word: str) -> str:
    """``word`` without the quotes in it."""
    if not any(quote in word for quote in "\"'\\"):
        return word
    return "".join(
        _QUOTED.sub(r"\1", part[1]) if part[1] is not None else part[2] or part[3] or part[4] or ""
        for part in _PART.finditer(word)
    ).replace("\\\n", "")


def pair(word: str) -> tuple[str, str] | None:
    """Name and value of ``NAME=value``; None for any other word."""
    name = _NAME.match(word)
    if name is None:
        return None
    return name[0], word[name.end() :].removeprefix("+").removeprefix("=")


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """The pairs among the words of ``text``; in Dockerfiles keys may be quoted and have dots."""
    for word, operator in words(text):
        found = None if operator else pair(word)
        if found is not None:
            yield found
