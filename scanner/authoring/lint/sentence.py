"""Lints of the plain sentence: a procurement officer reads it, and must neither stumble nor read an accusation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.authoring.lint.data import accusing_words, jargon
from scanner.authoring.lint.interface import Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.types import Signature

MOST_WORDS = 30
GRADE = 14.0
"""School years, as the Automated Readability Index counts them (Smith and Senter, AMRL-TR-66-220, 1967): twelve is the
end of school, and the subject has long words. Names of the product and its maker are not counted."""
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'+-]*")
_STOPS = re.compile(r"[.;:!?](?=\s|\Z)")
_INNER_STOP = re.compile(r"[a-z)\"'][.!?]\s+[A-Z]")


class _Sentence(Lint):
    def check(self, subject: Subject, _: Shelf) -> Iterable[tuple[str, str]]:
        """What :meth:`wrong` says about the sentence."""
        if subject.signature:
            yield from (("sentence", wrong) for wrong in self.wrong(subject.signature))

    def wrong(self, signature: Signature) -> Iterable[str]:
        """What is wrong with the sentence."""
        raise NotImplementedError


class NoSentence(Lint):
    """There is one sentence, on one line, that ends in a full stop."""

    NAME = "no-sentence"
    ADVICE = "say in one plain sentence, with a full stop, what the product is and can do"

    def check(self, subject: Subject, _: Shelf) -> Iterable[tuple[str, str]]:
        """What the schema says of the sentence."""
        yield from ((d.field or "sentence", d.problem) for d in subject.deviations_about("sentence"))


class LongSentence(_Sentence):
    """The sentence is short."""

    NAME = "sentence-long"
    ADVICE = f"say it in at most {MOST_WORDS} words"

    def wrong(self, signature: Signature) -> Iterable[str]:
        """Too many words."""
        count = len(_WORD.findall(signature.sentence))
        return [f"has {count} words"] if count > MOST_WORDS else []


class SeveralSentences(_Sentence):
    """The sentence is one."""

    NAME = "sentence-several"
    ADVICE = "keep what the product is and can do; the rest belongs in note"

    def wrong(self, signature: Signature) -> Iterable[str]:
        """A second sentence."""
        return ["is more than one sentence"] if _INNER_STOP.search(signature.sentence) else []


class Jargon(_Sentence):
    """The sentence has no word that needs a dictionary of computing."""

    NAME = "sentence-jargon"
    ADVICE = "use an everyday word"

    def wrong(self, signature: Signature) -> Iterable[str]:
        """Words of the trade; parts of the product's name are none."""
        words = [word.lower() for word in _WORD.findall(_nameless(signature))]
        return [f"has the word {word!r}" for word in dict.fromkeys(words) if word in jargon()]


class Accusing(_Sentence):
    """The sentence says what the product can do, not that somebody does it or does wrong."""

    NAME = "sentence-accuses"
    ADVICE = "say what the product can do, not what is done with it"

    def wrong(self, signature: Signature) -> Iterable[str]:
        """Words that claim use, presence or guilt."""
        return [f"says {hit[0]!r}" for hit in accusing_words().finditer(signature.sentence)]


class ReadingGrade(_Sentence):
    """The sentence is read without effort."""

    NAME = "sentence-hard"
    ADVICE = "use shorter words and clauses"

    def wrong(self, signature: Signature) -> Iterable[str]:
        """A reading grade above :data:`GRADE`."""
        grade = reading_grade(_nameless(signature))
        return [f"has reading grade {grade:.0f}"] if grade > GRADE else []


def reading_grade(text: str) -> float:
    """School years that ``text`` asks for; clauses behind a semicolon or colon count as sentences."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    stops = max(len(_STOPS.findall(text)), 1)
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / stops - 21.43


def _nameless(signature: Signature) -> str:
    """The sentence without the names of the product and its vendor."""
    names = sorted({*_WORD.findall(signature.name), *_WORD.findall(signature.vendor)}, key=len, reverse=True)
    names = [name for name in names if not name.islower()]
    return re.sub("|".join(rf"\b{re.escape(name)}\b" for name in names) or r"\Z", "it", signature.sentence)


SENTENCE: tuple[Lint, ...] = (NoSentence(), LongSentence(), SeveralSentences(), Jargon(), Accusing(), ReadingGrade())
