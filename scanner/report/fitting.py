"""Text in the columns of a terminal, where some characters take two columns and some none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.text import ELLIPSIS

GAP = "   "
"""Between numbers that stand beside each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line with a word for its style. ``whole``: it holds a path and is never cut, however narrow the terminal."""

    text: str
    style: str = ""
    whole: bool = False


def columns(text: str) -> int:
    """How many columns a terminal gives ``text``."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def fit(text: str, width: int) -> str:
    """``text`` in at most ``width`` terminal columns, the middle left out visibly; wide characters count two."""
    if columns(text) <= width:
        return text
    head = _take(text, (width - 1) * 2 // 5)
    tail = _take(text[::-1], width - 1 - columns(head))[::-1]
    return head + ELLIPSIS + tail


def side_by_side(parts: Iterable[str], width: int) -> Iterator[Line]:
    """``parts`` beside each other, :data:`GAP` between them, as many a line as fit whole."""
    line = ""
    for part in parts:
        joined = f"{line}{GAP}{part}" if line else part
        if line and columns(joined) > width:
            yield from _kept_or_wrapped(line, width)
            joined = part
        line = joined
    yield from _kept_or_wrapped(line, width)


def _kept_or_wrapped(line: str, width: int) -> Iterator[Line]:
    yield from [Line(line)] if columns(line) <= width else wrapped(line, width)


def wrapped(text: str, width: int, first: str = "", indent: str = "", most: int = 0) -> Iterator[Line]:
    """``text`` in lines of at most ``width`` columns, broken between words where they are not too long for a line.

    ``first`` and ``indent`` stand before the first line and before the others. Of more than ``most`` lines (0: any
    number) the last one ends in a visible cut.
    """
    made: list[str] = []
    line, used = first, False
    for word in text.split():
        gap = " " if used else ""
        if columns(line + gap + word) > width and used:
            made.append(line)
            line, gap = indent, ""
        line, used = line + gap + word, True
        while (part := _part(line, width)) not in {"", line}:  # it looks at no more than one line at a time
            made.append(part)
            line = indent + line[len(part) :]
    made.append(line)
    if most and len(made) > most:
        made = [*made[: most - 1], _cut(made[most - 1], width)]
    yield from map(Line, made)


def _cut(line: str, width: int) -> str:
    """``line`` with a cut behind its last word that leaves room for one."""
    kept = _take(line, width - 2)
    if kept != line and " " in kept.strip():
        kept = kept.rpartition(" ")[0]
    return f"{kept} {ELLIPSIS}"


def _part(line: str, width: int) -> str:
    """What of ``line`` fits; no line begins with ``::error::`` behind it, which GitHub's log would obey."""
    part = _take(line, width)
    return part[:-1] if line.startswith("::", len(part)) and part[:-1].strip() else part


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _take(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > width:
            return text[:index]
    return text
