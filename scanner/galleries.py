"""Folders of face galleries are named after people: their names become numbers before anything is shown or logged."""

from __future__ import annotations

import re

_GALLERIES = re.compile(r"(?P<gallery>(?:^|/)clips/faces/)(?P<person>[^/!]+)(?=/|!/|$)")
"""Frigate keeps one folder per enrolled person below ``clips/faces/`` (its documentation, "Face recognition")."""
_NO_PERSON = frozenset({"train"})
"""Frigate's folder of attempts that nobody has named yet."""


class Galleries:
    """Numbers the people of one delivery: the same folder always gets the same number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def masked(self, path: str) -> str:
        """``path`` with the names of people in gallery folders replaced by ``person-1``, ``person-2`` …"""
        return _GALLERIES.sub(lambda match: self._number(path, match), path)

    def _number(self, path: str, match: re.Match[str]) -> str:
        gallery, person = match["gallery"], match["person"]
        if person in _NO_PERSON:
            return match[0]
        key = (path[: match.end("gallery")], person)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return f"{gallery}person-{number}"
