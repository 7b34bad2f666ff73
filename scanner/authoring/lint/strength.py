"""Lints of strong facts: a fact that proves a product alone must be its own, seen, and long enough."""

from __future__ import annotations

from scanner.authoring.lint.data import doubtful_values
from scanner.authoring.lint.interface import FactLint, Found, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.rules import STRONG, Raw


class _Strong(FactLint):
    """A rule of :data:`scanner.catalogue.rules.STRONG`."""

    RULE = ""

    def wrong(self, fact: Raw, subject: Subject, _: Shelf) -> list[str]:
        """Why a strong fact must not be."""
        if fact["strength"] != "strong":
            return []
        why = STRONG[self.RULE](fact, subject.data.get("own_prefixes", ()))
        return [f"is strong: {why}"] if why else []


class StrongUnverified(_Strong):
    """Strong is what was seen at its source."""

    NAME, RULE = "strong-unverified", "unverified"
    ADVICE = "look it up and set verified: true, or make it support"


class StrongDoubtful(_Strong):
    """Strong is nothing that its own file doubts."""

    NAME, RULE = "strong-doubtful", "doubtful"
    ADVICE = "make it support"


class StrongFileName(_Strong):
    """A file name is no proof."""

    NAME, RULE = "strong-file-name", "file-name"
    ADVICE = "make it support"


class StrongWithoutHost(_Strong):
    """A URL path is no proof without its host."""

    NAME, RULE = "strong-without-host", "without-host"
    ADVICE = "make it support; the host is a fact of its own"


class StrongShortText(_Strong):
    """A free text is long, or begins as only this vendor's texts do."""

    NAME, RULE = "strong-short-text", "short-text"
    ADVICE = "take a longer text, name the vendor's prefix in own_prefixes, or make it support"


class StrongFewDigits(_Strong):
    """Numbers prove a product alone if there are digits enough in them."""

    NAME, RULE = "strong-few-digits", "few-digits"
    ADVICE = "take more or longer numbers, raise least, or make it support"


class DoubtfulList(FactLint):
    """What was collected and is distrusted is never strong."""

    NAME = "doubtful-value"
    ADVICE = "make it support and say in doubtful what else it is"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """A strong fact whose value is on the list."""
        reason = doubtful_values().get(fact["value"].rstrip(".")) if fact["strength"] == "strong" else None
        return [f"is strong, and on the list of doubtful values: {reason}"] if reason else []


class Nursery(Lint):
    """A product with a strong fact that was seen is grown up."""

    NAME = "nursery"
    ADVICE = "move the file to the folder of its kind"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Strong facts of a file in the nursery."""
        if subject.nursery:
            yield from ((fact["id"], "is strong and verified, in the nursery") for fact in subject.strong()[:1])


class Unproven(Lint):
    """A product without one fact that was seen is not released."""

    NAME = "unproven"
    ADVICE = "see a fact at its source, or move the file to nursery/"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """A file outside the nursery without a verified fact."""
        if subject.signature and not subject.nursery and not any(fact["verified"] is True for fact in subject.facts):
            yield "facts", "none was seen at its source"


STRENGTH: tuple[Lint, ...] = (
    StrongUnverified(), StrongDoubtful(), StrongFileName(), StrongWithoutHost(), StrongShortText(), StrongFewDigits(),
    DoubtfulList(),
    Nursery(), Unproven(),
)  # fmt: skip
