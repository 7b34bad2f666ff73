"""Texts of a binary as features: runs of printable characters that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

SHORTEST, LONGEST = 8, 300
"""Characters of a text: shorter ones are chance, longer ones are data."""
LONGEST_NAME = 1 << 14
"""Characters of a run that is read for names: the longest names of templates in real libraries are shorter."""
_ASCII = re.compile(rb"[\t\n\r\x20-\x7e]{8,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){8,}")
_PLAIN = bytes(range(ord("A"), ord("Z") + 1)) + bytes(range(ord("a"), ord("z") + 1)) + b"0123456789 _:.,'<>()=/-"
_WORD = re.compile(rb"[A-Za-z]{4}")
_MOST_STRANGE = 0.15
"""Share of other characters above which a run is machine code that happens to be printable."""


def runs(data: memoryview, *, wide: bool) -> Iterator[tuple[int, bytes]]:
    """(offset, characters) of every printable run; ``wide`` adds UTF-16LE ones, as their ASCII form."""
    for match in _ASCII.finditer(data):
        yield match.start(), match[0]
    if wide:
        for match in _WIDE.finditer(data):
            yield match.start(), match[0][::2]


def is_text(run: bytes) -> bool:
    """Whether a run looks written: mostly plain characters, and a word of four letters."""
    if not SHORTEST <= len(run) <= LONGEST:
        return False
    strange = len(run.translate(None, _PLAIN))
    return strange <= _MOST_STRANGE * len(run) and _WORD.search(run) is not None
