"""Folders of face galleries are named after people: their names become numbers before anything is shown or logged."""

from __future__ import annotations

import posixpath
import re

_GALLERIES = re.compile(
    r"(?P<gallery>(?:^|(?<![\w.-]))clips[/\\]faces[/\\])(?P<person>(?:[^/\\!]|!(?!/))+?)(?=[/\\]|!/|$)", re.IGNORECASE
)
"""Frigate keeps one folder per enrolled person below ``clips/faces/`` (its documentation, "Face recognition"). In a
sentence the name has no end of its own but that of the sentence."""
_HINT = re.compile(r"(?i:faces)[/\\]")
"""In every text that the pattern above can match: most are dismissed with one look."""
_NO_PERSON = frozenset({"train"})
"""Frigate's folder of attempts that nobody has named yet."""


class Galleries:
    """Numbers the people of each gallery of one delivery: the same folder always gets the same number."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}

    def masked(self, path: str) -> str:
        """``path``, or a sentence with one, with names of people replaced by ``person-1``, ``person-2`` …"""
        return path if not _HINT.search(path) else _GALLERIES.sub(lambda match: self._number(path, match), path)

    def target(self, path: str, target: str) -> str:
        """The ``target`` of the link at ``path`` without names of people: it may name one relative to where it is."""
        masked = self.masked(target)
        if masked != target:
            return masked
        container, _, name = path.rpartition("!/")
        whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))
        inside = self.masked(f"{container}!{whole}")
        return target if inside == f"{container}!{whole}" else inside.removeprefix(f"{container}!")

    def _number(self, path: str, match: re.Match[str]) -> str:
        gallery, person = match["gallery"], match["person"]
        if person in _NO_PERSON:
            return match[0]
        # For each gallery anew: which of several containers is read first must not decide who is called what.
        numbers = self._numbers.setdefault(path[: match.end("gallery")], {})
        return f"{gallery}person-{numbers.setdefault(person, len(numbers) + 1)}"
