"""The bytes of a listed file: everything that it shows, spelled as files of its format spell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from scanner.authoring.listing import ListedNode, Shown
from scanner.catalogue.constants.tables import Table, sequences
from scanner.detect.comments import comment_mark
from scanner.formats.ids import TEXT
from scanner.formats.roles import CONFIG, SCRIPT
from scanner.types import FactKind, Place

TABLES = frozenset({Place.DEFINED, Place.IMPORTED, Place.DECLARED, Place.INVOKED})
"""Places in tables and code: what stands there is a name, and the name stands in the file's bytes as well."""
_NAMES = frozenset({FactKind.SYMBOL, FactKind.SONAME, FactKind.NEEDED})
_IMPORTS = frozenset({FactKind.IMPORT, FactKind.PACKAGE, FactKind.NEEDED})
"""Kinds that a script shows by a statement, not by a text."""
_JAVASCRIPT = frozenset("js mjs cjs jsx ts mts cts tsx vue svelte".split())
_JAVA = frozenset("java kt kts scala groovy gradle cs".split())


def content(node: ListedNode, constants: Iterable[Table] = ()) -> bytes:
    """What the detectors of bytes see of ``node``; the values stand apart, so that none is part of a longer word.

    ``constants`` says which numbers a constant's name stands for.
    """
    tables = {table.name: table for table in constants}
    if node.form == SCRIPT:
        return b"\n".join(_statement(_written(shown, tables), node.path) for shown in node.shows)
    if node.form in TEXT:
        return b"\n".join(filter(None, (_line(_written(shown, tables), node.form) for shown in node.shows)))
    return b"\0".join(spelling for shown in node.shows for spelling in _binary(shown, node.form, tables))


def _written(shown: Shown, tables: Mapping[str, Table]) -> Shown:
    """A constant as the text of its numbers; anything else as it is."""
    if shown.kind is not FactKind.CONSTANT:
        return shown
    return replace(shown, value=", ".join(map(repr, tables[shown.value].constant.numbers)))


def _binary(shown: Shown, form: str, tables: Mapping[str, Table]) -> Iterator[bytes]:
    if shown.kind is FactKind.CONSTANT:
        yield next(sequences(tables[shown.value].constant))
    else:
        yield from _spellings(shown, form)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _line(shown: Shown, form: str) -> bytes:
    if shown.kind is FactKind.CONFIG:
        return _bytes(f"{shown.value} = {shown.setting}") if form in CONFIG else b""
    return b"" if shown.place is Place.FILE or shown.kind is FactKind.PACKAGE else _bytes(shown.value)


def _spellings(shown: Shown, form: str) -> Iterator[bytes]:
    """Names stand in a binary's bytes as its tables spell them; kinds without a text of their own do not."""
    if shown.place not in TABLES:
        if shown.place is not Place.FILE and shown.kind not in {FactKind.YARA, FactKind.FINGERPRINT}:
            yield _bytes(shown.value)
    elif shown.kind in _NAMES or (shown.kind is FactKind.IMPORT and form == "pyc"):
        yield _bytes(shown.value)
    elif shown.kind is FactKind.CLASS:
        yield _bytes(_CLASSES.get(form, _native_class)(shown.value))


def _native_class(name: str) -> str:
    """An export that implements a Java class (Java Native Interface, chapter 2), else the name."""
    if not re.fullmatch(r"[a-z]\w*(?:\.\w+)+", name):
        return name
    return f"Java_{name.replace('_', '_1').replace('.', '_')}_"


_CLASSES: dict[str, Callable[[str], str]] = {
    "class": lambda name: name.replace(".", "/"),
    "dex": lambda name: f"L{name.replace('.', '/')};",
    # ECMA-335, II.22.37: a type's namespace and its name are two strings.
    "pe": lambda name: "\0".join(part for part in name.rpartition(".")[::2] if part),
}
"""How a class is named in a constant pool (JVM Specification, 4.2.1), in a dex file (Dalvik Executable format,
TypeDescriptor) and in a .NET assembly."""


def _statement(shown: Shown, path: str) -> bytes:
    """One line of a source file in the language that its ending says."""
    ending = path.rpartition(".")[2].lower()
    if shown.place is Place.DOCUMENT:
        return _bytes(f"{comment_mark(path)} {shown.value}")
    if shown.kind in _IMPORTS:
        return _bytes(_import(shown, ending))
    if shown.kind is FactKind.CLASS and ending in _JAVA:
        return _bytes(f"import {shown.value}{'' if ending.startswith('k') else ';'}")
    if shown.kind is FactKind.CONFIG or shown.place is Place.FILE:
        return b""
    if shown.kind is FactKind.CONSTANT:
        return _bytes(f"shown = [{shown.value}]")
    quote = "'" if '"' in shown.value else '"'
    return _bytes(f"shown = {quote}{shown.value}{quote}")


def _import(shown: Shown, ending: str) -> str:
    value = shown.value
    if shown.kind is FactKind.NEEDED:
        return f'Native.load("{value}");' if ending in _JAVA else f'ctypes.CDLL("{value}")'
    if shown.kind is FactKind.PACKAGE or ending in _JAVASCRIPT or re.search(r"[/@-]", value):
        return f'shown = require("{value.removeprefix("npm:")}")'
    return f"import {value};" if ending in _JAVA else f"import {value}"
