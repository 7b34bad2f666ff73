"""Lints of what a fact is said to show: a place where its kind stands, a state that its kind can reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scanner.authoring.lint.interface import FactLint, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.rules import Raw
from scanner.types import FactKind, Place

_PLACES: Mapping[str, frozenset[str]] = {
    "hash": frozenset({Place.FILE.value}),
    "path": frozenset({Place.FILE.value, Place.IMPORTED.value, Place.DEFINED.value}),
    "config": frozenset({Place.CONFIG.value, Place.DOCUMENT.value}),
    "folder": frozenset({Place.FILE.value}),
    "constant": frozenset({Place.TEXT.value, Place.SCRIPT.value, Place.DOCUMENT.value, Place.CONFIG.value}),
    "needed": frozenset({Place.IMPORTED.value, Place.SCRIPT.value, Place.DECLARED.value}),
} | {
    kind: frozenset({Place.TEXT.value, Place.SCRIPT.value, Place.DOCUMENT.value, Place.CONFIG.value})
    for kind in (FactKind.STRING.value, FactKind.YARA.value, FactKind.ENDPOINT.value)
}


class NeverPlaced(FactLint):
    """A fact counts at a place where its kind can stand."""

    NAME = "never-placed"
    ADVICE = "leave the place out, or change the kind"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """Places where no detector gives this kind."""
        possible = _PLACES.get(fact["kind"])
        wrong = [place for place in fact.get("places", ()) if possible is not None and place not in possible]
        return [f"a {fact['kind']} never stands at {place}" for place in wrong]


class ProvesNothing(FactLint):
    """A setting says which values switch it on."""

    NAME = "proves-nothing"
    ADVICE = "name the values in on (present, >0, a text, /expression/)"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """A setting without a value that counts."""
        empty = fact["kind"] == "config" and not fact.get("on") and not fact.get("off")
        return ["no value of this setting proves anything"] if empty else []


_TOPS: Mapping[str, tuple[str, ...]] = {
    "hash": ("mentioned", "available", "shipped"),
    "constant": ("mentioned", "available", "shipped"),
    "path": ("mentioned", "available", "shipped", "called"),
    "config": ("mentioned", "available", "shipped", "called", "enabled", "enrolled"),
    "folder": ("mentioned", "available", "enrolled"),
}


class TooHigh(FactLint):
    """Only a setting shows that something is switched on, only a database that people are in it."""

    NAME = "top-too-high"
    ADVICE = "lower top"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> Iterable[str]:
        """A state that this kind cannot show."""
        kind, top = fact["kind"], fact["top"]
        if top not in _TOPS.get(kind, _TOPS["path"]):
            yield f"a {kind} cannot show {top}"
        if kind == "config" and top == "enrolled" and fact["role"] != "database":
            yield f"the role {fact['role']} cannot show enrolled"


REACH: tuple[Lint, ...] = (NeverPlaced(), ProvesNothing(), TooHigh())
