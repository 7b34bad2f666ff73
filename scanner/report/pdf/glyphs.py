"""Texts as the fonts of the PDF can draw them.

PDF/UA and PDF/A forbid a character without a glyph, and typst then makes no file at all. A file name in Chinese must
not stop a record, so what the fonts lack is shown as ``\\u{540d}``. Shown the same way, although fonts have some of
them: marks that combine with the letter before and letters that run from right to left (a PDF cannot fence them in,
and they would change the order in which a path is read), and all spaces but the two common ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import accumulate, takewhile

from scanner.text import ELLIPSIS, safe_text

BREAK = "\u200b"
"""Stands where a line may be broken. No text of a delivery holds it: :func:`safe_text` escapes it."""

_UNIT = re.compile(r"\\u\{[0-9a-f]+\}|\\x[0-9a-f]{2}|.")
"""An escape, which stays whole, or one character."""
_SEPARATORS = frozenset("/\\!:,;|?&=+@_.-")
"""Behind what a long word goes on in the next line first."""
_LONG = re.compile(r"\S{11,}")
_WIDEST = 18
"""Width of a word, in small letters, that every column of the record holds."""
_RUN = 8


@cache
def covered() -> frozenset[str]:
    """Every character that each font list of the template draws, in each weight (``covered.json``)."""
    text = resources.files("scanner.report.pdf").joinpath("covered.json").read_text("utf-8")
    ranges = json.loads(text)["ranges"]
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


def drawn(text: object, limit: int = 4096) -> str:
    """``text`` in at most ``limit`` characters, made of covered ones only; a long one is cut in the middle, visibly."""
    safe = safe_text(str(text), limit)
    if safe.isascii():
        return safe
    known = covered()
    pieces = [character if character in known else escape(character) for character in safe]
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    head = _taken(pieces, (limit - 1) * 2 // 3)
    tail = _taken(pieces[:head:-1], limit - 1 - sum(map(len, pieces[:head])))
    return "".join((*pieces[:head], ELLIPSIS, *pieces[len(pieces) - tail :]))


def _taken(pieces: Sequence[str], room: int) -> int:
    """How many of the first ``pieces`` fit in ``room`` characters."""
    lengths = accumulate(map(len, pieces))
    return sum(1 for _ in takewhile(lambda length: length <= room, lengths))


def escape(character: str) -> str:
    """``\\u{540d}``, as :func:`safe_text` writes it."""
    return f"\\u{{{ord(character):04x}}}"


def breakable(text: str) -> str:
    """``text`` with :data:`BREAK` where a word that is too long for a column can go on in the next line."""
    return _LONG.sub(lambda word: _broken(word[0]) if _width(word[0]) > _WIDEST else word[0], text)


def _width(word: str) -> float:
    return sum(1.0 if character.islower() or character.isdigit() else 1.6 for character in word)


def _broken(word: str) -> str:
    """``word`` in parts of at most eight characters, each behind a separator where there is one."""
    parts, part = [], ""
    units = _UNIT.findall(word)
    for unit, following in zip(units, [*units[1:], ""], strict=True):
        if part and len(part) + len(unit) > _RUN:
            parts.append(part)
            part = ""
        part += unit
        if unit in _SEPARATORS and following not in _SEPARATORS:
            parts.append(part)
            part = ""
    return BREAK.join((*parts, part) if part else parts)


def ascii_only(json_text: str) -> str:
    """JSON whose texts have every character escaped that is not ASCII; places to break stay."""
    return "".join(c if c.isascii() or c == BREAK else f"\\{escape(c)}" for c in json_text)
