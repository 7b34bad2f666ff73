"""Indexes for the search box of generated manuals: JavaScript that only lists the names of what is described."""

from __future__ import annotations

import re

from scanner.detect.comments import pieces
from scanner.detect.languages import Kind, syntax_of

_BEGINNING = re.compile(
    rb"\s{0,99}(?:Search\.setIndex\(|var\s{1,9}searchData\s{0,9}=|(?:var\s{1,9})?\w{0,40}[sS]earchIndex\s{0,9}=)"
)
"""Sphinx (searchindex.js), Doxygen (search/all_0.js), Javadoc (member-search-index.js)."""
_ENDING = b"updateSearchResults()"
_DOES = re.compile(rb"[(=`]")
_INDEX_BYTES = 4 << 20


def is_search_index(source: bytes, name: str) -> bool:
    """Whether the script is one list of texts and nothing else: what it does is to set the list."""
    beginning = _BEGINNING.match(source) if name.lower().endswith(".js") and len(source) <= _INDEX_BYTES else None
    syntax = syntax_of("x.js")
    if beginning is None or syntax is None:
        return False
    at = beginning.end()
    rest = []
    for kind, start, end in pieces(source[at:], syntax.rules):
        if kind is Kind.OTHER:
            return False
        rest.append((start, end))
    outside = _without(source[at:], rest).replace(_ENDING, b"")
    return _DOES.search(outside) is None


def _without(source: bytes, spans: list[tuple[int, int]]) -> bytes:
    parts, done = [], 0
    for start, end in spans:
        parts.append(source[done:start])
        done = end
    return b"".join([*parts, source[done:]])
