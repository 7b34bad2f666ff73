"""Native binaries: what they define, what they ask of others, what they call themselves."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from scanner.detect import elf, macho, pe
from scanner.detect.binary import Binary, Table
from scanner.detect.libraries import spellings
from scanner.detect.symbols import Finder, demangled
from scanner.detect.tally import Tally
from scanner.detect.telltales import TELLTALES
from scanner.formats.roles import NATIVE
from scanner.text import safe_text
from scanner.types import FactKind, Observation, ParseFailure, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.detect.interface import Subject
    from scanner.formats.source import Source

READERS: Mapping[str, Callable[[Source], tuple[Binary, ...]]] = {"elf": elf.read, "pe": pe.read, "macho": macho.read}
_TEXT = 300
"""Longest name or version text that is kept."""


def warm() -> None:
    """Load the parsers (about 0.4 s), before workers are forked; quiet, as their complaints quote the delivery."""
    import lief
    import pefile  # noqa: F401

    lief.logging.disable()


class Native:
    """Reads symbol tables, library names, build ids and version resources of ELF, PE and Mach-O."""

    NAME: ClassVar[str] = "native"
    VERSION: ClassVar[str] = "1.2.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "A statically linked and stripped binary has no symbol table: only its texts are found.",
        "Of Swift, names without substitutions (repeated words) are understood; stripped Swift types that Objective-C "
        "does not see are not.",
        "Imports by ordinal show the library and not the function.",
        "Signatures are noticed, not verified.",
        "The parser copies the binary into memory: one above the worker's memory limit fails and is reported so.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = NATIVE

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Symbols and classes that the vocabulary names; library names, identity and version texts all.

        :raises ParseFailure: where the format is broken, after everything that could be read.
        """
        warm()
        tally = Tally(subject.node.path)
        with warnings.catch_warnings():
            # lief warns of every number that it has no name for; such numbers are ordinary in vendors' binaries.
            warnings.simplefilter("ignore", RuntimeWarning)
            faults = _read(subject, tally)
        yield from tally.observations()
        if faults:
            raise ParseFailure("truncated: " + "; ".join(dict.fromkeys(faults)))


def _read(subject: Subject, tally: Tally) -> list[str]:
    """Fill ``tally``; what shows that the node is incomplete."""
    binaries = READERS[subject.node.format](subject.source)
    finder = Finder(subject.vocabulary)
    for binary in binaries:
        _remarks(binary, tally)
        libraries(binary, subject.vocabulary, tally)
        symbols(binary, finder, tally)
    return [fault for binary in binaries for fault in binary.faults]


def _remarks(binary: Binary, tally: Tally) -> None:
    tally.add(FactKind.IDENTITY, binary.kind, Place.FILE)
    for word, data in binary.identity:
        tally.add(FactKind.IDENTITY, word, Place.FILE, detail=safe_text(data, _TEXT))
    for key, text in binary.versions:
        tally.add(FactKind.VERSION, safe_text(text, _TEXT), Place.FILE, detail=key)


def libraries(binary: Binary, vocabulary: Vocabulary, tally: Tally) -> None:
    """Every library name as it stands (without folders), and the facts that it meets under another spelling."""
    own = ((FactKind.SONAME, Place.DEFINED, name) for name in binary.sonames)
    others = ((FactKind.NEEDED, Place.IMPORTED, name) for name in binary.needed)
    for kind, place, whole in (*own, *others):
        name = whole.replace("\\", "/").rpartition("/")[2] or whole
        shown = safe_text(name, _TEXT)
        values = [shown, *(value for value, _ in vocabulary.find(kind, spellings(name)))]
        for value in dict.fromkeys(values):
            tally.add(kind, value, place, detail=safe_text(whole, _TEXT) if value != whole else "")


def symbols(binary: Binary, finder: Finder, tally: Tally) -> None:
    """Symbols and classes that the vocabulary names, and whether the binary fetches names at run time,
    takes requests or sends them."""
    seen: set[tuple[str, Place]] = set()
    told: dict[str, set[str]] = defaultdict(set)
    for table in binary.tables:
        found = finder.find(table.names)
        for index, name in _wanted(table, found):
            place = table.place(index)
            if (name, place) in seen:  # stands in the dynamic and in the static table
                continue
            seen.add((name, place))
            if place is Place.IMPORTED and name in TELLTALES:
                told[TELLTALES[name]].add(name)
            detail = safe_text(demangled(name), _TEXT) if name in found else ""
            for kind, value in found.get(name, ()):
                tally.add(kind, value, place, table.offset(index), detail)
    for word, functions in told.items():
        tally.add(FactKind.IDENTITY, word, Place.IMPORTED, detail=", ".join(sorted(functions)))


def _wanted(table: Table, found: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    wanted = (found.keys() | TELLTALES.keys()).intersection(table.names)
    if not wanted:
        return
    for index, name in enumerate(table.names):
        if name in wanted:
            yield index, name
