"""Lines of a listing that stand for no text: tables, calls, packages, rules and settings."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.authoring.content import TABLES
from scanner.authoring.listing import ListedNode, Shown
from scanner.catalogue.config_terms import bare
from scanner.detect.binary import Binary, Table
from scanner.detect.interface import Subject
from scanner.detect.native import libraries, symbols
from scanner.detect.settings.interface import Setting
from scanner.detect.symbols import Finder
from scanner.detect.tally import Tally
from scanner.types import FactKind, Observation, Place

_AS_WRITTEN = frozenset({FactKind.YARA, FactKind.IDENTITY})
_LOOKED_UP = {
    FactKind.CLASS: TABLES,
    FactKind.IMPORT: TABLES,
    FactKind.PACKAGE: frozenset({Place.FILE, Place.DOCUMENT, Place.CONFIG}),
}
"""Places where the vocabulary is asked for the name as it stands; elsewhere its bytes are searched."""


def in_tables(listed: ListedNode, subject: Subject) -> Iterator[Observation]:
    """Observations of the lines at places of tables and code, and of packages, rules and remarks anywhere."""
    tally = Tally(subject.node.path)
    binary = _binary([shown for shown in listed.shows if shown.place in TABLES])
    libraries(binary, subject.vocabulary, tally)
    symbols(binary, Finder(subject.vocabulary), tally)
    for shown in listed.shows:
        if shown.kind in _AS_WRITTEN:
            tally.add(shown.kind, shown.value, shown.place)
        elif shown.place in _LOOKED_UP.get(shown.kind, ()):
            names = _with_parents(shown.value) if shown.kind is FactKind.IMPORT else (shown.value,)
            _look_up(shown, names, subject, tally)
    yield from tally.observations()


def _binary(shows: list[Shown]) -> Binary:
    """The symbols and libraries among ``shows`` as one native binary would have them."""
    rows = [shown for shown in shows if shown.kind is FactKind.SYMBOL]
    table = Table([row.value for row in rows], lambda index: rows[index].place, lambda index: None)
    sonames = tuple(shown.value for shown in shows if shown.kind is FactKind.SONAME)
    needed = tuple(shown.value for shown in shows if shown.kind is FactKind.NEEDED)
    return Binary(None, "", (table,), sonames, needed)


def _look_up(shown: Shown, names: tuple[str, ...], subject: Subject, tally: Tally) -> None:
    for value, name in subject.vocabulary.find(shown.kind, names):
        tally.add(shown.kind, value, shown.place, detail=name if name != value else "")


def _with_parents(name: str) -> tuple[str, ...]:
    """Importing ``a.b.c`` imports ``a.b`` and ``a`` as well."""
    parts = name.split(".")
    return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))


def settings_of(listed: ListedNode) -> Iterator[Setting]:
    """The settings that ``listed`` shows, in its order; a sample in a description has its key below ``example``."""
    for shown in listed.shows:
        if shown.kind is FactKind.CONFIG:
            path = tuple(shown.value.split("/"))
            sample = shown.place is Place.DOCUMENT and not any(bare(part).lower() == "example" for part in path)
            yield Setting(("example", *path) if sample else path, shown.setting)
