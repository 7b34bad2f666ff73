"""Texts that a configuration file only lists or describes: directories of addresses, metadata of packages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.detect.addresses import Listing
from scanner.detect.settings.registry import BY_FORMAT
from scanner.types import LimitReached, ParseFailure

if TYPE_CHECKING:
    from scanner.detect.interface import Subject
    from scanner.detect.settings.interface import Setting

LARGEST = 4 << 20
"""Files up to this size are asked; in a larger one every text counts as a setting."""
_KEPT = 2_000
"""Characters of a value that are looked through."""


class Listed:
    """The settings of one file, read once and only where something was met in it."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._settings: list[tuple[str, Setting]] | None = None
        self._listing = Listing(subject.source.name)

    def holds(self, text: bytes) -> bool:
        """Whether ``text`` stands in values that are listed or described, and in no other one.

        False where it cannot be told: in a key, a large file, or one that is broken before the text.
        """
        wanted = text.replace(b"\0", b"").decode("utf-8", "replace").lower()
        having = [setting for value, setting in self._read() if wanted in value]
        return bool(having) and all(map(self._listing.lists, having))

    def _read(self) -> list[tuple[str, Setting]]:
        if self._settings is None:
            self._settings = []
            try:
                for setting in self._all():
                    self._listing.see(setting)
                    if "." in setting.value or "/" in setting.value:
                        self._settings.append((setting.value[:_KEPT].lower(), setting))
            except (ParseFailure, LimitReached):
                self._settings = []  # the detector of configuration reports it, where a key of a fact is mentioned
        return self._settings

    def _all(self) -> Iterator[Setting]:
        reader = BY_FORMAT.get(self._subject.node.format)
        if reader is not None and self._subject.source.size <= LARGEST:
            yield from reader.read(self._subject.source, self._subject.limits)
