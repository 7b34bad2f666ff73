"""From the names in a symbol table to the names that facts use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scanner.types import FactKind

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Names, Vocabulary

_STDCALL = re.compile(r"[_@]?([^@?]+)@\d+\Z")
_JNI_ESCAPE = re.compile(r"_(0[0-9a-fA-F]{4}|[123])")
_JNI_MARKS = {"1": "_", "2": ";", "3": "["}
_RTTI = ("_ZTS", "_ZTI", "_ZTV")
_OBJC = ("OBJC_CLASS_$_", "OBJC_METACLASS_$_")
_SWIFT = "$s"
_SWIFT_NAME = re.compile(r"\d{1,3}")
_SWIFT_KINDS = frozenset("CVO")
"""Class, structure, enumeration."""
_SPECIAL = frozenset({*_RTTI, "Java", "OBJC"})
"""First four characters of the names that say more than one thing."""
_HEAD = 8
"""Longest beginning that the short list compares."""


def undecorated(name: str) -> str:
    """``name`` without symbol version (``@GLIBC_2.4``) and stdcall or fastcall decoration (``_f@16``)."""
    if "@" not in name or name.startswith("?"):  # Microsoft's C++ names hold "@" themselves
        return name
    stdcall = _STDCALL.match(name)
    return stdcall[1] if stdcall else name.partition("@")[0] or name


def type_name(name: str) -> str | None:
    """The type name in an Itanium RTTI symbol: ``N2cv3FooE`` of ``_ZTIN2cv3FooE``."""
    return name[4:] if name.startswith(_RTTI) else None


def class_name(name: str) -> str | None:
    """The class that a JNI export implements (``com.x.Z`` of ``Java_com_x_Z_method``) or an Objective-C class symbol
    names. Source of the escapes: Java Native Interface Specification, chapter 2, "Resolving Native Method Names"."""
    for prefix in _OBJC:
        if name.startswith(prefix):
            plain = name.removeprefix(prefix)
            return swift_class(plain[4:].lstrip("C")) if plain.startswith("_TtC") else plain
    if name.startswith(_SWIFT):
        return swift_class(name[len(_SWIFT) :])
    if not name.startswith("Java_"):
        return None
    # "__" begins the argument signature; an escaped "_" is "_1", so that a plain "__" is nothing else.
    mangled = name[len("Java_") :].partition("__")[0]
    marked = _JNI_ESCAPE.sub(lambda m: f"\0{m[1]}\0", mangled).replace("_", ".")
    dotted = re.sub("\0([^\0]*)\0", lambda m: _JNI_MARKS.get(m[1]) or chr(int(m[1], 16)), marked)
    return dotted.rpartition(".")[0] or None


def swift_class(mangled: str) -> str | None:
    """``Acme.Face`` of ``4Acme4FaceC…``: module and type in a Swift name behind its prefix.

    Source: docs/ABI/Mangling.rst of Swift. In names for Objective-C (``_TtC4Acme4Face``) the kind stands before them.
    """
    parts: list[str] = []
    at = 0
    while len(parts) < 2:
        length = _SWIFT_NAME.match(mangled, at)
        if length is None or mangled[at] == "0":  # a repeated word is written shorter
            return None
        at = length.end() + int(length[0])
        parts.append(mangled[length.end() : at])
    kind = mangled[at : at + 1]
    return ".".join(parts) if len(mangled) >= at and (not kind or kind.isdigit() or kind in _SWIFT_KINDS) else None


def demangled(name: str) -> str:
    """``name`` as C++ source would write it, or unchanged."""
    if not name.startswith("_Z") or not name.isascii():
        return name
    import lief

    symbol = lief.ELF.Symbol()
    symbol.name = name
    try:
        return symbol.demangled_name or name
    except UnicodeDecodeError:
        return name


class Finder:
    """Looks symbol names up in one vocabulary; cheap for the hundreds of thousands that no fact means."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lists = {
            kind: _ShortList(vocabulary.names[kind])
            for kind in (FactKind.SYMBOL, FactKind.CLASS)
            if kind in vocabulary.names
        }

    def find(self, names: Iterable[str]) -> Mapping[str, tuple[tuple[FactKind, str], ...]]:
        """Name → the facts that it meets, for those of ``names`` that meet any."""
        unique = set(names)
        result: dict[str, list[tuple[FactKind, str]]] = {}
        for kind, candidate, name in self._candidates(unique):
            for value, _ in self._vocabulary.find(kind, [candidate]):
                result.setdefault(name, []).append((kind, value))
        return {name: tuple(dict.fromkeys(terms)) for name, terms in result.items()}

    def _candidates(self, unique: set[str]) -> Iterator[tuple[FactKind, str, str]]:
        """(kind, candidate, name in the table)."""
        symbols = self._lists.get(FactKind.SYMBOL)
        special = sorted(name for name in unique if "@" in name or name[:4] in _SPECIAL or name[:2] == _SWIFT)
        variants = [(kind, variant, name) for name in special for kind, variant in _variants(name)]
        if symbols is not None:
            yield from ((FactKind.SYMBOL, name, name) for name in sorted(symbols.of(unique)))
            likely = symbols.of({variant for kind, variant, _ in variants if kind is FactKind.SYMBOL})
            yield from (v for v in variants if v[0] is FactKind.SYMBOL and v[1] in likely)
        if FactKind.CLASS in self._lists:
            yield from (v for v in variants if v[0] is FactKind.CLASS)


def _variants(name: str) -> Iterator[tuple[FactKind, str]]:
    plain = undecorated(name)
    if plain != name:
        yield FactKind.SYMBOL, plain
    described = type_name(plain)
    if described:
        yield FactKind.SYMBOL, described
    owner = class_name(plain)
    if owner:
        yield FactKind.CLASS, owner


class _ShortList:
    """The names that :meth:`Names.find` could answer, found with set operations."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._length = min((len(prefix) for prefix in names.prefixes), default=0)
        self._length = min(self._length, _HEAD)
        self._heads = {prefix[: self._length] for prefix in names.prefixes}

    def of(self, candidates: set[str]) -> set[str]:
        result = set(self._names.exact & candidates)
        if self._heads:
            heads, length = self._heads, self._length
            result |= {name for name in candidates if name[:length] in heads}
        if self._names.folded:
            folded = self._names.folded
            result |= {name for name in candidates if name.lower() in folded}
        return result
