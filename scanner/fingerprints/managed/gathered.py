"""What was met in one file of managed code, on its way to features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.fingerprints.gather import Texts, found_texts
from scanner.fingerprints.interface import Features, Wanted
from scanner.fingerprints.managed import calls, numbers, texts

STR, CALL, SHAPE = "str", "call", "shape"


@dataclass(slots=True)
class Gathered:
    """Features by type, each at its first place."""

    texts: dict[str, Texts] = field(default_factory=lambda: {STR: {}, CALL: {}, SHAPE: {}})
    numbers: numbers.Numbers = field(default_factory=numbers.Numbers)

    def shape(self, feature: bytes, offset: int) -> None:
        """Keep the shape of a method or a class, unless it is empty."""
        if feature:
            self.texts[SHAPE].setdefault(feature, offset)

    def text(self, text: str, offset: int) -> None:
        """Keep the pieces of a text that code loads."""
        for piece in texts.pieces(text):
            self.texts[STR].setdefault(piece, offset)

    def calls(self, called: Sequence[str], offset: int) -> None:
        """Keep what one method calls, in this order."""
        for feature in calls.features(called):
            self.texts[CALL].setdefault(feature, offset)

    def any(self) -> bool:
        """Whether anything was kept."""
        return any(self.texts.values())

    def features(self, wanted: Wanted | None) -> Features:
        """All of it; with ``wanted`` only those."""
        found = {
            kind: found_texts(kept, None if wanted is None else wanted[kind])
            for kind, kept in self.texts.items()
            if wanted is None or len(wanted.get(kind, ()))
        }
        return {**found, **dict(self.numbers.found(wanted))}


def spell(kind: str, raw: bytes) -> str:
    """One feature of managed code for people."""
    if kind == CALL:
        return calls.spell(raw)
    if kind in numbers.KINDS:
        return numbers.spell(kind, raw)
    return raw.decode("utf-8", "replace")
