"""How much of a name fits into a drawing, in a typeface whose letters are all of one width."""

from __future__ import annotations

import unicodedata

from scanner.text import ELLIPSIS

LETTER = 7.3
"""Units that a letter of 12 units takes in the typefaces of ``.code``, rounded up."""
FEWEST = 6
"""A name of fewer letters than it has is only shown with at least as many."""


def fitting(width: float) -> int:
    """Letters that fit into ``width`` units."""
    return max(0, int(width / LETTER))


def wide(text: str) -> int:
    """Letters that ``text`` takes; East Asian wide ones count twice (Unicode Standard Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def fitted(text: str, letters: int) -> str:
    """``text``, cut in the middle to ``letters``; empty where too little of it would be left."""
    if wide(text) <= letters:
        return text
    if letters < FEWEST:
        return ""
    head = _upto(text, (letters - 1) // 2)
    tail = _upto(text[::-1], letters - 1 - wide(head))[::-1]
    return head + ELLIPSIS + tail


def _upto(text: str, letters: int) -> str:
    taken = 0
    for number, letter in enumerate(text):
        taken += wide(letter)
        if taken > letters:
            return text[:number]
    return text
