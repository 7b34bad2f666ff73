"""Lints of the file itself: its schema, its words, its name and folder, its ids."""

from __future__ import annotations

from scanner.authoring.lint.interface import FactLint, Found, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.rules import Raw, host_problems, misfits, repeated, wrong_place


class Schema(Lint):
    """The file is as the schema says, words excepted."""

    NAME = "schema"
    ADVICE = "see the tables of fields in docs/signatures.md"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Everything that deviates; what a lint of its own asks for is left to it."""
        if subject.unreadable:
            yield "", subject.unreadable
        elsewhere = {*subject.deviations_about("sentence"), *subject.deviations_about("source")}
        yield from ((d.field, d.problem) for d in subject.deviations if not d.unknown_word and d not in elsewhere)


class UnknownWord(Lint):
    """Every word is one of the vocabulary: an unknown word is an error, never a default."""

    NAME = "unknown-word"
    ADVICE = "use one of the words that docs/signatures.md lists"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Every text that stands where one of a few words must."""
        yield from ((d.field, d.problem) for d in subject.deviations if d.unknown_word)


class FileName(Lint):
    """The file's name is the id."""

    NAME = "file-name"
    ADVICE = "rename the file or change the id"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """An id that is another text than the file's name."""
        if subject.signature:
            folder = subject.signature.kind
            yield from wrong_place(subject.data, subject.stem, folder)


class Folder(Lint):
    """The first folder is the kind, the nursery excepted."""

    NAME = "folder"
    ADVICE = "move the file or change the kind"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """A kind that is not the folder."""
        if subject.signature and not subject.nursery:
            yield from wrong_place(subject.data, subject.signature.id, subject.folder)


class IdTwice(Lint):
    """An id belongs to one file of the pack."""

    NAME = "id-twice"
    ADVICE = "give one of them another id"

    def check(self, subject: Subject, shelf: Shelf) -> Found:
        """The other files of the same id."""
        if subject.signature:
            others = [other.name for other in shelf.by_id[subject.id] if other is not subject]
            yield from (("id", f"is also the id of {name}") for name in others)


class Repeated(Lint):
    """An id or value of a fact stands once in a file."""

    NAME = "repeated"
    ADVICE = "keep one of the two facts"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """The second and later ones."""
        yield from ((fact, f"its {field} {problem}") for fact, field, problem in repeated(subject.facts))


class Misfit(FactLint):
    """``prefix``, ``ignore_case`` and ``pattern`` only where and as they can work."""

    NAME = "misfit"
    ADVICE = "leave out what does not fit"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """What does not go together."""
        return [f"{field}: {problem}" for field, problem in misfits(fact)]


class Host(Lint):
    """A general-purpose carrier can be told."""

    NAME = "host"
    ADVICE = "write an expression for soname and path, a plain name for symbol, a record's id for fingerprint"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Values of hosts that cannot be used."""
        for index, host in enumerate(subject.data.get("hosts", ()) if subject.signature else ()):
            yield from ((f"hosts/{index}", problem) for problem in host_problems(host))


FORM: tuple[Lint, ...] = (
    Schema(), UnknownWord(), FileName(), Folder(), IdTwice(), Repeated(), Misfit(), Host()
)  # fmt: skip
