"""Sentences with values in them, matched in one pass: literal text and typed values hold fast, free text is between.

A free value (a path, a name) may hold anything that a vendor writes. So nothing here backtracks over it: pieces of
literal text and typed values are looked for from left to right, each at the first place that it fits, the last one at
the end. Work is the length of the sentence times the number of pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

SLOT = re.compile(r"\{(\w+)\}")
FREE = ("text", "said", "known", "begun", "listed", "and", "instances", "phrase", "caller")
"""Kinds of values without a form: a vendor's text, and texts of the document that are put over in their turn."""
NUMBER = r"-?\d{1,20}+(?:[,.]\d{1,20}+){0,12}+"
_SHAPES = {
    "number": NUMBER,
    "hex": r"0x[0-9a-f]{1,16}+",
    "value": r".{0,4096}[^\s.?!]",
    "size": NUMBER + r" [kMGT]?B",
    "file": r"\S{1,200}",
    "date": r"\d{4}(?:-\d\d){0,2}+",
}
_MOST = 40
"""Words of one list."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One sentence with ``{name}`` in the place of each value."""

    text: str
    pieces: tuple[str, ...]
    """Expressions for what stands before, between and after the free values; one piece where there are none."""
    free: tuple[str, ...]
    """Names of the free values, in order."""
    key: str
    """The longest literal text: a sentence without it cannot match."""
    weight: int
    """Literal characters: of several patterns that match the most literal one is meant."""

    def match(self, sentence: str, *, late: bool = False) -> dict[str, str] | None:
        """The values by name; None for another sentence.

        Each free value ends as early as it can. ``late``: the first of two ends as late as it can instead, for texts
        that hold the words between them (``Faces in a library in group 1``).
        """
        if self.key not in sentence or (late and len(self.free) != 2):
            return None
        first, *rest = map(_expression, self.pieces)
        found = first.match(sentence)
        if found is None:
            return None
        values, at = found.groupdict(), found.end()
        for index, (name, piece) in enumerate(zip(self.free, rest, strict=True)):
            found = _last(piece, sentence, at + 1) if late and not index else piece.search(sentence, at + 1)
            if found is None:
                return None
            values[name], at = sentence[at : found.start()], found.end()
            values.update(found.groupdict())
        return values


@cache
def _expression(piece: str) -> re.Pattern[str]:
    """Compiled when a sentence has the words around it: of a thousand patterns a report needs some dozen."""
    return re.compile(piece)


def _last(piece: re.Pattern[str], sentence: str, at: int) -> re.Match[str] | None:
    last = None
    for found in piece.finditer(sentence, at):
        last = found
    return last


def compiled(text: str, kinds: Mapping[str, str], shapes: Mapping[str, str]) -> Pattern:
    """``text`` ready to match.

    ``kinds``: name of a value, digits at its end left out → its kind; free text where nothing is said. ``shapes``:
    further kinds, each with its expression.
    """
    parts = SLOT.split(text)
    pieces, free, current = [], [], ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            current += re.escape(part)
        elif (kind := kind_of(part, kinds)) in FREE:
            pieces.append(current)
            free.append(part)
            current = ""
        else:
            current += f"(?P<{part}>{shapes.get(kind) or _SHAPES[kind]})"
    expressions = [*pieces, current + r"\Z"]
    literal = parts[::2]
    return Pattern(text, tuple(expressions), tuple(free), max(literal, key=len), sum(map(len, literal)))


def kind_of(name: str, kinds: Mapping[str, str]) -> str:
    """The kind of the value ``name``; ``path2`` is of the kind of ``path``."""
    return kinds.get(name.rstrip("0123456789"), "text")


@cache
def one_of(words: tuple[str, ...]) -> str:
    """An expression for one of ``words``, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def list_of(words: tuple[str, ...]) -> str:
    """An expression for some of ``words`` with commas between."""
    return f"{one_of(words)}(?:, {one_of(words)}){{0,{_MOST}}}+"
