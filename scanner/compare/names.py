"""When two names in two versions are one name: version numbers apart, and words that were only replaced by others."""

from __future__ import annotations

import re
from functools import cache

from scanner.compare.words import table

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])0x[0-9a-fA-F]++"
    r"|(?<![0-9])\d++(?:[._-]\d++)++"
    r"|(?<![0-9A-Za-z])(?=[a-f]{0,64}\d)[0-9a-f]{8,64}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-uw-z])\d++(?![0-9A-Za-z])"
)
"""Offsets, ``2.4.1`` and ``2025-11-20``, build hashes as in ``main.3f2a9c1b.js``, and numbers that stand alone
(``x-12``, ``lib.so.2``, ``v3``). ``ch02`` and ``libx264`` keep theirs. Every part begins at a border: linear time."""


def normal(name: str) -> str:
    """``name`` (a path or the key of a setting) as it is compared when it was not found as it stands."""
    return _NUMBER.sub("#", alike(name))


def alike(name: str) -> str:
    """``name`` with words that mean the same (``BlackList``, ``block_list``) written in one way."""
    pattern, words, marks = _same()
    small = name.lower()
    if not any(mark in small for mark in marks):
        return name
    return pattern.sub(lambda hit: words[hit.lastgroup or ""], name)


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str], tuple[str, ...]]:
    """One pattern with a named group per meaning, group → the word that is written for it, and the last words of all
    names: most names have none of them, and looking for those is ten times as fast as the pattern."""
    groups, words, marks = [], {}, set()
    for number, row in enumerate(table("same")):
        names = sorted(row["names"], key=len, reverse=True)
        spelled = "|".join(re.escape(name).replace("\\ ", "[ ._-]?") for name in names)
        groups.append(f"(?P<g{number}>{spelled})")
        words[f"g{number}"] = f"<{row['as']}>"
        marks |= {name.split()[-1] for name in names}
    return re.compile("|".join(groups), re.IGNORECASE), words, tuple(sorted(marks, key=len))


class Keys:
    """:func:`normal` of many paths: a folder is worked out once for all its files."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The compared form of ``path``."""
        cut = path.rfind("/") + 1
        return self._part(path[:cut]) + self._part(path[cut:])

    def in_folder(self, path: str) -> str:
        """The compared form of the folder of ``path``, and the name in it as it is."""
        cut = path.rfind("/") + 1
        return self._part(path[:cut]) + path[cut:]

    def _part(self, text: str) -> str:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = normal(text)
        return known
