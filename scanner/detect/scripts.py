"""Scripts and source files: the modules, packages, classes and libraries that they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.comments import Prose
from scanner.detect.embedded import FORMATS as MAY_HOLD_CODE
from scanner.detect.embedded import Code, code_in, is_code_name
from scanner.detect.imports import Import, languages
from scanner.detect.once import Once
from scanner.detect.tally import Tally
from scanner.formats.roles import SCRIPT
from scanner.text import safe_text
from scanner.types import FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.detect.interface import Subject

_KINDS = (FactKind.IMPORT, FactKind.PACKAGE, FactKind.CLASS, FactKind.NEEDED)


class Scripts:
    """Reads import statements of Python, JavaScript, TypeScript, Java, Kotlin, Scala, Groovy and C#."""

    NAME: ClassVar[str] = "scripts"
    VERSION: ClassVar[str] = "1.3.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Modules whose names are computed at run time are not seen.",
        "Comments are told apart in common languages only; elsewhere an import in a comment counts.",
        "Texts above --max-config-bytes are not asked whether they are programs; scripts above it are reported unread.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = MAY_HOLD_CODE | {SCRIPT}

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Imports that the vocabulary names, at the place ``script``.

        :raises LimitReached: for a script larger than ``limits.config_bytes``.
        """
        code = _code(subject)
        if not code.source or not _worthwhile(code.source, subject.vocabulary):
            return
        tally = Tally(subject.node.path)
        for found, value, name in _imports(code.source, code.name, subject.vocabulary):
            tally.add(found.kind, value, Place.SCRIPT, found.offset, safe_text(name, 200))
        yield from tally.observations()


def _code(subject: Subject) -> Code:
    name, size = subject.source.name, subject.source.size
    is_script = subject.node.format == SCRIPT
    if size <= subject.limits.config_bytes:
        return Code(bytes(subject.source.data), name) if is_script else code_in(bytes(subject.source.data), name)
    if is_script or is_code_name(name):
        raise LimitReached(f"a script of {size:,} bytes is not parsed for imports")
    return Code(b"", name)


def _imports(source: bytes, name: str, vocabulary: Vocabulary) -> Iterator[tuple[Import, str, str]]:
    """Imports outside of comments, each with the fact's value and the name as it stands there."""
    prose: Prose | None = None
    for language in languages(name, source):
        for found in language(source):
            for value, spelled in vocabulary.find(found.kind, found.names):
                if not found.parsed:
                    prose = prose or Prose(source, name)
                    if prose.covers(found.offset):
                        continue
                yield found, value, spelled


def _worthwhile(source: bytes, vocabulary: Vocabulary) -> bool:
    """Whether the first part of any wanted name stands in ``source`` at all: far cheaper than a syntax tree."""
    folded = source.lower()
    return any(root in folded for root in _ROOTS(vocabulary))


def _roots(vocabulary: Vocabulary) -> tuple[bytes, ...]:
    """The roots of all wanted names; one that another is part of is found with that."""
    roots = set[bytes]()
    for kind in _KINDS:
        names = vocabulary.names.get(kind)
        if names is not None:
            for value in (*names.exact, *names.folded, *names.prefixes):
                roots.add(_root(kind, value))
    return tuple(root for root in roots if not any(other in root for other in roots - {root}))


_ROOTS = Once(_roots)


def _root(kind: FactKind, value: str) -> bytes:
    """A part of ``value`` that any spelling of it in a script contains, lower case."""
    if kind is FactKind.PACKAGE:
        text = value.partition(":")[2]
    elif kind is FactKind.NEEDED:
        text = value.removeprefix("lib").partition(".")[0]
    else:
        text = value.partition(".")[0]
    return text.lower().encode("utf-8", "surrogateescape")
