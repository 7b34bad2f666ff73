"""Lines of a listing that stand for no text: tables, calls, packages, rules and settings.

The detectors' own collectors are asked, so that an example shows what a real file would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.authoring.content import TABLES
from scanner.authoring.listing import ListedNode, Shown
from scanner.catalogue.config_terms import bare
from scanner.detect.binary import Binary, Table
from scanner.detect.interface import Subject
from scanner.detect.managed.sightings import Sightings
from scanner.detect.native import libraries, symbols
from scanner.detect.settings.interface import Setting
from scanner.detect.symbols import Finder
from scanner.detect.tally import Tally
from scanner.types import FactKind, Observation, Place

_MANAGED = frozenset({"class", "dex", "pe"})
"""Formats in which classes are defined, named and called; a ``.NET`` assembly is a PE."""
_BYTECODE = frozenset({"class", "dex"})
_CODE = frozenset({Place.DECLARED, Place.INVOKED})
_AS_WRITTEN = frozenset({FactKind.YARA, FactKind.IDENTITY, FactKind.FINGERPRINT})
_CALLER, _OWNER, _METHOD = "org.example.Program", "net.example.functions.Functions", "method"
"""Classes of nobody: of a call, a listing says only what is called."""


def in_tables(listed: ListedNode, subject: Subject) -> Iterator[Observation]:
    """Observations of the lines at places of tables and code, and of packages, rules and remarks anywhere."""
    rows = [shown for shown in listed.shows if shown.place in TABLES]
    managed = [row for row in rows if _is_managed(row, listed.form)]
    yield from _in_code(managed, subject)
    tally = Tally(subject.node.path)
    binary = _binary([row for row in rows if row not in managed])
    libraries(binary, subject.vocabulary, tally)
    symbols(binary, Finder(subject.vocabulary), tally)
    for shown in listed.shows:
        if shown.kind in _AS_WRITTEN:
            tally.add(shown.kind, shown.value, shown.place)
        elif shown not in managed:
            _look_up(shown, subject, tally)
    yield from tally.observations()


def _is_managed(row: Shown, form: str) -> bool:
    if row.kind is FactKind.CLASS:
        return form in _MANAGED
    return (row.kind is FactKind.SYMBOL and row.place in _CODE) or (row.kind is FactKind.NEEDED and form in _BYTECODE)


def _in_code(rows: Iterable[Shown], subject: Subject) -> Iterator[Observation]:
    """What the readers of bytecode make of classes, declared functions and calls."""
    sightings = Sightings(subject.vocabulary, subject.node.path)
    for row in rows:
        _see(row, sightings)
    yield from sightings.observations()


def _see(row: Shown, sightings: Sightings) -> None:
    if row.kind is FactKind.NEEDED:
        sightings.need(row.value)
    elif row.kind is FactKind.SYMBOL and row.place is Place.DECLARED:
        sightings.declare([row.value], _OWNER)
    elif row.kind is FactKind.SYMBOL:
        sightings.invoke(_CALLER, _OWNER, row.value)
    elif row.place is Place.DEFINED:
        sightings.define(row.value)
    else:
        sightings.refer(row.value)
        if row.place is Place.INVOKED:
            sightings.invoke(_CALLER, row.value, _METHOD)


def _binary(rows: Iterable[Shown]) -> Binary:
    """The symbols and libraries among ``rows`` as one native binary would have them."""
    by_kind: dict[FactKind, list[Shown]] = {FactKind.SYMBOL: [], FactKind.SONAME: [], FactKind.NEEDED: []}
    for row in rows:
        by_kind.get(row.kind, []).append(row)
    names = by_kind[FactKind.SYMBOL]
    table = Table([row.value for row in names], lambda index: names[index].place, lambda index: None)
    sonames = tuple(row.value for row in by_kind[FactKind.SONAME])
    needed = tuple(row.value for row in by_kind[FactKind.NEEDED])
    return Binary(None, "", (table,), sonames, needed)


_LOOKED_UP = {
    FactKind.CLASS: TABLES,
    FactKind.IMPORT: TABLES,
    FactKind.PACKAGE: frozenset({Place.FILE, Place.DOCUMENT, Place.CONFIG}),
}
"""Places where the vocabulary is asked for the name as it stands; elsewhere its bytes are searched."""


def is_taken(shown: Shown, form: str) -> bool:
    """Whether ``shown`` is a function that compiled Python takes from an object by its name."""
    return form == "pyc" and shown.kind is FactKind.STRING and shown.place is Place.SCRIPT


def _look_up(shown: Shown, subject: Subject, tally: Tally) -> None:
    if shown.place not in _LOOKED_UP.get(shown.kind, ()) and not is_taken(shown, subject.node.format):
        return
    names = _with_parents(shown.value) if shown.kind is FactKind.IMPORT else (shown.value,)
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
