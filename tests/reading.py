"""How hard a text is to read: the grade of Flesch and Kincaid, with syllables from hyphenation patterns.

Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas (1975): 0.39 × words a sentence
+ 11.8 × syllables a word − 15.59. A hyphenation pattern misses a break beside a single letter, so vowels are counted
as well and the larger number is taken. Names (``HCNetSDK``, ``Boston``) count as words of two syllables: nobody reads
them letter by letter, and no wording makes them easier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pyphen

_SENTENCE = re.compile(r"(?<=[.?!;:])\s+")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_NAME = 2
_VOWELS = re.compile(r"[aeiouy]+")
_NO_PROSE = re.compile(r"\([^()]*\)|`[^`]*`|%\(\w+\)s|\{\w+\}|--[a-z-]+|\S*[/_]\S*|\S+\.\w{2,4}\b")
"""What is no prose: remarks in brackets, code, placeholders, options, paths."""


@cache
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=1, right=1)


def sentences(text: str) -> list[str]:
    """The sentences of ``text`` that have at least three words."""
    parts = _SENTENCE.split(_NO_PROSE.sub(" ", text))
    return [part for part in parts if len(_WORD.findall(part)) >= 3]


@cache
def syllables(word: str) -> int:
    """Syllables of an English word, at least one."""
    if any(letter.isupper() for letter in word[1:]):
        return _NAME
    word = word.lower()
    vowels = len(_VOWELS.findall(word)) - (word.endswith("e") and not word.endswith("le") and len(word) > 3)
    return max(1, vowels, len(_patterns().inserted(word).split("-")))


def grade(texts: Iterable[str]) -> float:
    """The grade of all ``texts`` together; 0 where they have no sentence."""
    parts = [_WORD.findall(part) for text in texts for part in sentences(text)]
    count = sum(map(len, parts))
    if not count:
        return 0.0
    sounds = sum(
        syllables(word) if not n or word.islower() else _NAME for words in parts for n, word in enumerate(words)
    )
    return 0.39 * count / len(parts) + 11.8 * sounds / count - 15.59


def hardest(texts: Iterable[str], most: int = 5) -> list[tuple[float, str]]:
    """(grade, sentence), the hardest first."""
    return sorted(((grade([part]), part.strip()) for text in texts for part in sentences(text)), reverse=True)[:most]
