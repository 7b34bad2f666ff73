"""Could a configuration file hold a key that a fact names? If not, its structure cannot matter either."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping

from scanner.catalogue.config_terms import ConfigTerm, is_expression
from scanner.catalogue.required import required

_SCRIPT = "text:script"
_PLAIN = frozenset({"text:json", "text:yaml"})
"""Formats that have no way to part a value which the words do not show: no comment, entity or section within it."""
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
_NEEDLESS = re.compile(rb"(?<!\\)(?:\\\\)*+\\[a-zA-Z0-9_](?<![bfnrtuvx])")
"""JSON5 lets any letter stand behind a backslash for itself: ``"fa\\ce"``."""
_PARTS = re.compile(rb"(?:<|\\(?:u003|x3)[cC])!(?:--|\[)")
"""Comments and sections of XML within a value: they may part a word of a value."""
_LIST_IN_BASE64 = b"YnBsaXN0"
"""``bplist``: a property list inside a data value of another."""


def mentions(data: bytes | memoryview, format_id: str, terms: Mapping[str, Iterable[ConfigTerm]]) -> bool:
    """False only where ``data`` lacks, for every term of its format, at least one word of its key.

    Keys stand between delimiters in every format that is read, so a key that is there is found among the words. Files
    that mention nothing need no parser: most of a delivery, and all that only look like configuration. A neighbour
    (``type``) matters only beside the key whose fact asks for it. Where letters may be hidden (two-byte encodings,
    escapes) the answer is true. In JSON and YAML a value stands as it is, so that a key with none of the words that its
    facts ask of the value says nothing, either. It takes about 8 ms per megabyte.
    """
    index = _index(terms, format_id)
    found: set[bytes] = set()
    for block in _blocks(data, format_id):
        if _hides(block, format_id):
            return True
        if format_id == _SCRIPT and not index.may_stand_in(block):
            continue
        found |= _words(block) & index.words
        if index.has_any(found):
            return True
    texts = index.texts(found)
    return bool(texts) and _hold(data, texts)


def _hold(data: bytes | memoryview, wanted: set[frozenset[bytes]]) -> bool:
    """Whether ``data`` holds all texts of one of ``wanted``, in small letters, in any order."""
    missing = {text for texts in wanted for text in texts}
    found: set[bytes] = set()
    for start in range(0, len(data), BLOCK):
        block = bytes(data[start : start + BLOCK + OVERLAP]).lower()
        seen = {text for text in missing if text in block}
        found, missing = found | seen, missing - seen
        if seen and any(texts <= found for texts in wanted):
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
    if b"\\" in block and format_id == "text:json" and _NEEDLESS.search(block):
        return True
    if b"&#" in block and format_id != _SCRIPT and _REFERENCE.search(block):
        return True
    if format_id in _PLAIN and b"!" in block and _PARTS.search(block):
        return True
    return format_id == "text:plist" and _LIST_IN_BASE64 in block


def _words(block: bytes) -> set[bytes]:
    words = set(block.translate(_LOWER).split())
    if b"\\" in block:
        for escape in _CONTROLS:
            block = block.replace(escape, b" ")
        words.update(block.translate(_LOWER).split())
    return words


def _encoded(patterns: Iterable[str]) -> frozenset[bytes]:
    return frozenset(text.encode() for pattern in patterns for text in required(pattern))


class _Index:
    """The words of all keys of one format, and of their values where these are words: the longest word of each → all of
    them → what texts must stand somewhere besides, one set for each way to meet a fact; an empty set: none."""

    def __init__(self, terms: Iterable[ConfigTerm], format_id: str) -> None:
        self.words: set[bytes] = set()
        self.by_word: dict[bytes, dict[frozenset[bytes], set[frozenset[bytes]]]] = {}
        for term in terms:
            for keys, patterns in term.traces or (((), ()),):
                words = frozenset(_WORD.findall(_COUNTER.sub("", "/".join((term.key, *keys)).lower()).encode()))
                asked = patterns if format_id in _PLAIN else ()
                words |= _encoded(pattern for pattern in asked if not is_expression(pattern))
                self.words |= words
                known = self.by_word.setdefault(max(words, key=len), {})
                known.setdefault(words, set()).add(_encoded(filter(is_expression, asked)))

    def has_any(self, found: set[bytes]) -> bool:
        """Whether a key whose values are not looked for is among the words ``found``."""
        return frozenset() in self.texts(found)

    def texts(self, found: set[bytes]) -> set[frozenset[bytes]]:
        """The texts to look for, of all keys that are among the words ``found``."""
        due = (self.by_word[word].items() for word in found & self.by_word.keys())
        return {texts for keys in due for words, ways in keys if words <= found for texts in ways}

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
        if any(terms is not other for other, _ in _INDEXES.values()):
            _INDEXES.clear()  # a worker has one vocabulary
        due = (term for group in terms.values() for term in group if term.applies_to(format_id) and not term.neighbour)
        known = _INDEXES[(id(terms), format_id)] = (terms, _Index(due, format_id))
    return known[1]
