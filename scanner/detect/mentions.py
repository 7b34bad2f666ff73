"""Could a configuration file hold a key that a fact names? If not, its structure cannot matter either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scanner.catalogue.config_terms import ConfigTerm

_WORD = re.compile(rb"[a-z0-9_]+")
_COUNTER = re.compile(r"#\w+")
"""``#rows``, ``#keys``: numbers that stand in no file."""
_HIDING = re.compile(rb"\x00|\\[\r\n]|\\(?:x|u00|U000000)(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff])")
"""Two-byte encodings, joined lines, and escapes that spell a letter, digit or ``_`` of a key: there the words are not
looked for. Other escapes (``\\u2019``, ``\\u003c``) cannot be part of a key that a fact names."""

_LIST_IN_BASE64 = b"YnBsaXN0"
"""``bplist``: a property list inside a data value of another."""


def mentions(data: bytes, format_id: str, terms: Mapping[str, Iterable[ConfigTerm]]) -> bool:
    """False only where ``data`` lacks, for every term of its format, at least one word of its key.

    Keys stand between delimiters in every format that is read, so a key that is there is found among the words. Files
    that mention nothing need no parser: most of a delivery, and all that only look like configuration. A neighbour
    (``type``) matters only beside the key whose fact asks for it.
    """
    if _HIDING.search(data) or (format_id == "text:plist" and _LIST_IN_BASE64 in data):
        return True
    by_word = _index(terms, format_id)
    found = set(_WORD.findall(data.lower()))
    return any(words <= found for word in found & by_word.keys() for words in by_word[word])


_INDEXES: dict[tuple[int, str], tuple[object, dict[bytes, set[frozenset[bytes]]]]] = {}
"""(identity of the terms, format) → the terms, so that the identity stays theirs, and their index."""


def _index(terms: Mapping[str, Iterable[ConfigTerm]], format_id: str) -> dict[bytes, set[frozenset[bytes]]]:
    """The longest word of each key → the words of all keys that have it (a key has at least one word)."""
    known = _INDEXES.get((id(terms), format_id))
    if known is None:
        index: dict[bytes, set[frozenset[bytes]]] = {}
        due = (term for group in terms.values() for term in group if term.applies_to(format_id))
        for term in (term for term in due if not term.neighbour):
            words = frozenset(_WORD.findall(_COUNTER.sub("", term.key.lower()).encode()))
            index.setdefault(max(words, key=len), set()).add(words)
        known = _INDEXES[(id(terms), format_id)] = (terms, index)
    return known[1]
