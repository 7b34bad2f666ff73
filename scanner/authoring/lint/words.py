"""Lints of names that are plain words, and of names whose meaning the fact does not state."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.authoring.lint.data import common_words
from scanner.authoring.lint.interface import FactLint, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.rules import FREE_STRONG, Raw

_NAMES = frozenset({"symbol", "string", "import", "class"})
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
MOST_WORDS = 2


def parts(name: str) -> list[str]:
    """The words that ``name`` is joined of, lower case: ``FaceDetect_v2`` is face, detect, v, 2."""
    return [part.lower() for part in _PARTS.findall(name)]


class CommonWord(FactLint):
    """One everyday word, or two joined, are nobody's own name."""

    NAME = "common-word"
    ADVICE = "take a name that only this product has, or make it support"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """A strong name of everyday words."""
        words = parts(fact["value"])
        bare = fact["kind"] in _NAMES and len(words) <= MOST_WORDS and common_words().issuperset(words)
        return [f"{fact['value']!r} is strong, and an everyday word"] if bare and fact["strength"] == "strong" else []


class CommonPrefix(FactLint):
    """A prefix of one or two everyday words, or of such words alone up to the text's end, belongs to no vendor."""

    NAME = "common-prefix"
    ADVICE = "take a prefix with the product's own word in it, a longer text, or make it support"

    def wrong(self, fact: Raw, subject: Subject, _shelf: Shelf) -> list[str]:
        """A short text that is strong by such a prefix only."""
        value = fact["value"]
        if fact["kind"] != "string" or fact["strength"] != "strong" or len(value.encode()) >= FREE_STRONG:
            return []
        own = [prefix for prefix in subject.data.get("own_prefixes", ()) if value.startswith(prefix)]
        bare = [prefix for prefix in own if _is_bare(prefix, value)]
        return [f"{value!r} leans on the everyday words {bare[0]!r}"] if bare and bare == own else []


def _is_bare(prefix: str, value: str) -> bool:
    words = parts(prefix)
    return (len(words) <= MOST_WORDS or prefix == value) and common_words().issuperset(words)


_MEANINGS: Mapping[str, str] = {
    "identify": "identification", "identification": "identification", "recognize": "identification",
    "recognise": "identification", "enroll": "enrollment", "enrol": "enrollment", "enrollment": "enrollment",
    "verify": "verification", "verification": "verification", "liveness": "liveness", "antispoof": "liveness",
}  # fmt: skip
_ABOUT = frozenset(
    {
        "license",
        "licence",
        "activate",
        "init",
        "version",
        "error",
        "result",
        "log",
        "free",
        "release",
        "destroy",
        "param",
    }
)


class UnstatedMeaning(FactLint):
    """A name that says what it does has that capability."""

    NAME = "unstated-meaning"
    ADVICE = "add the capability, or say in note why it is none"
    WARNING = True

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """A function of faces whose fact proves the product only."""
        words = set(parts(fact["value"]))
        if fact["kind"] != "symbol" or fact.get("capabilities") or "note" in fact or "doubtful" in fact:
            return []
        if not words & {"face", "faces"} or words & _ABOUT:
            return []
        meant = sorted({_MEANINGS[word] for word in words & _MEANINGS.keys()})
        return [f"{fact['value']!r} sounds like {', '.join(meant)}, and states no capability"] if meant else []


WORDS: tuple[Lint, ...] = (CommonWord(), CommonPrefix(), UnstatedMeaning())
