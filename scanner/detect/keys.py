"""Keys of a configuration that may be the names of people, made safe to show."""

from __future__ import annotations

import re

_IDENTIFIER = re.compile(r"#?[A-Za-z0-9_@$?.:\[\]-]{1,60}")
"""``#rows`` and ``#keys`` are numbers of entries, which a reader or counter adds: no file has such keys."""


class SafePaths:
    """Replaces keys that are no identifiers (``Jane Roe: {…}`` in a gallery) by a number, the same for the same key."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def element(self, key: str) -> str:
        """``key``, or ``(key n)`` with the index that it had."""
        if _IDENTIFIER.fullmatch(key):
            return key
        name, bracket, index = key.partition("[")
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        return f"(key {number})" + (bracket + index if re.fullmatch(r"\d+\](\[\d+\])*", index) else "")
