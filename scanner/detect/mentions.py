"""Could a configuration file hold a key that a fact names? If not, its structure cannot matter either."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping

from scanner.catalogue.config_terms import ConfigTerm

_SCRIPT = "text:script"
BLOCK = 1 << 18
"""Bytes looked at in one step: the words of more at once take memory, of less time."""
OVERLAP = 256
"""Bytes that a step shares with the next one: longer than any word that a fact has."""
_WORDS = string.digits + string.ascii_lowercase + "_"
_LOWER = bytes(ord(c) if (c := chr(code).lower()) in _WORDS and code < 0x80 else 0x20 for code in range(256))
"""Letters in lower case, digits and ``_``; a blank for everything else."""
_WORD = re.compile(rb"[a-z0-9_]+")
_COUNTER = re.compile(r"#\w+")
"""``#rows``, ``#keys``: numbers that stand in no file."""
_JOINED = re.compile(rb"\\\r?\n")
_HIDING = re.compile(rb"\\[\r\n]|\\(?:x|u00|U000000)(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff])")
"""Joined lines, and escapes that spell a letter, digit or ``_`` of a key: there the words are not looked for. Other
escapes (``\\u2019``, ``\\u003c``) cannot be part of a key that a fact names."""
_REFERENCE = re.compile(
    rb"&#0*(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|9[057-9]|1[01][0-9]|12[0-2])|&#[xX]0*(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff])"
)
"""The same in XML."""
_CONTROLS = tuple(b"\\" + bytes([letter]) for letter in b"nrtbfv")
"""Escapes whose letter is no part of the word behind it: a file inside a value, with its line ends."""
_LIST_IN_BASE64 = b"YnBsaXN0"
"""``bplist``: a property list inside a data value of another."""


def mentions(data: bytes | memoryview, format_id: str, terms: Mapping[str, Iterable[ConfigTerm]]) -> bool:
    """False only where ``data`` lacks, for every term of its format, at least one word of its key.

    Keys stand between delimiters in every format that is read, so a key that is there is found among the words. Files
    that mention nothing need no parser: most of a delivery, and all that only look like configuration. A neighbour
    (``type``) matters only beside the key whose fact asks for it. Where letters may be hidden (two-byte encodings,
    escapes) the answer is true. It takes about 8 ms per megabyte.
    """
    index = _index(terms, format_id)
    found: set[bytes] = set()
    for block in _blocks(data, format_id):
        if _hides(block, format_id):
            return True
        if format_id == _SCRIPT and not index.may_stand_in(block):
            continue
        found |= _words(block) & index.words
        if any(words <= found for word in found & index.by_word.keys() for words in index.by_word[word]):
            return True
    return False


def _blocks(data: bytes | memoryview, format_id: str) -> Iterator[bytes]:
    if format_id == _SCRIPT:
        yield _JOINED.sub(b"", data)
        return
    for start in range(0, len(data), BLOCK):
        yield bytes(data[start : start + BLOCK + OVERLAP])


def _hides(block: bytes, format_id: str) -> bool:
    if b"\0" in block or (b"\\" in block and _HIDING.search(block)):
        return True
    if b"&#" in block and format_id != _SCRIPT and _REFERENCE.search(block):
        return True
    return format_id == "text:plist" and _LIST_IN_BASE64 in block


def _words(block: bytes) -> set[bytes]:
    words = set(block.translate(_LOWER).split())
    if b"\\" in block:
        for escape in _CONTROLS:
            block = block.replace(escape, b" ")
        words.update(block.translate(_LOWER).split())
    return words


class _Index:
    """The words of all keys of one format, and the longest word of each key with all words of the keys that have it."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.words: set[bytes] = set()
        self.by_word: dict[bytes, set[frozenset[bytes]]] = {}
        for key in keys:
            words = frozenset(_WORD.findall(_COUNTER.sub("", key.lower()).encode()))
            self.words |= words
            self.by_word.setdefault(max(words, key=len), set()).add(words)

    def may_stand_in(self, block: bytes) -> bool:
        """Whether the longest word of a key stands in ``block``, be it within a longer one: far cheaper than all words
        where few keys are looked for in many files, as in scripts."""
        folded = block.lower()
        return any(word in folded for word in self.by_word)


_INDEXES: dict[tuple[int, str], tuple[object, _Index]] = {}
"""(identity of the terms, format) → the terms, so that the identity stays theirs, and their index."""


def _index(terms: Mapping[str, Iterable[ConfigTerm]], format_id: str) -> _Index:
    known = _INDEXES.get((id(terms), format_id))
    if known is None:
        due = (term for group in terms.values() for term in group if term.applies_to(format_id) and not term.neighbour)
        known = _INDEXES[(id(terms), format_id)] = (terms, _Index(term.key for term in due))
    return known[1]
