"""Gathers what managed code defines, refers to, declares and calls, in terms of the facts that are looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.detect.libraries import spellings
from scanner.detect.tally import Tally
from scanner.text import safe_text
from scanner.types import FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary

WRAPPER = 10
"""A class that calls this many of the wanted functions of one class in its own package passes on a library: a wrapper
in two layers (native declarations, and methods around them), which proves no use."""
UNREAD = "code-unread"
"""Identity of a node whose code could not be read to its end: there a class name in its bytes is all there is."""
MOST_SITES = 10_000
"""Calls (one for each fact and calling package) that are kept of one node."""
DEEPEST = 16
"""Packages within packages that are looked up; names in use have up to ten."""
_TEXT = 200
_LONGEST_FILE = 255
"""Bytes of a file name (POSIX, NAME_MAX): a longer text is no library's."""


@dataclass(slots=True)
class _Site:
    """A call: the class in which it stands, what it calls, where, how often."""

    caller: str
    target: str
    offset: int | None
    count: int = 1

    def detail(self) -> str:
        """The sentence that a report prints."""
        return safe_text(f"{self.target} from {self.caller}", _TEXT)


class Sightings:
    """Asks the vocabulary about every class, function and library name that a reader meets, and keeps what it means.

    Class names are dotted, inner classes behind ``$`` (Java) or ``+`` (.NET).
    """

    def __init__(self, vocabulary: Vocabulary, path: str) -> None:
        self._vocabulary = vocabulary
        self._path = path
        self._tally = Tally(path)
        self._facts: dict[str, tuple[str, ...]] = {}
        self._functions: dict[str, tuple[str, ...]] = {}
        self._libraries: set[str] = set()
        self._defined: set[str] = set()
        self._packages: set[str] = set()
        self._referred: dict[str, tuple[str, int | None]] = {}
        self._calls: dict[tuple[str, str], dict[str, _Site]] = defaultdict(dict)
        self._sites: dict[tuple[FactKind, str, str], _Site] = {}

    def facts_of(self, name: str) -> tuple[str, ...]:
        """The class facts that the class ``name`` meets: by itself, by the class around it or by its package."""
        known = self._facts.get(name)
        if known is None:
            found = self._vocabulary.find(FactKind.CLASS, _lineage(name))
            known = self._facts[name] = tuple(dict.fromkeys(value for value, _ in found))
        return known

    def functions_of(self, name: str) -> tuple[str, ...]:
        """The symbol facts that a function called ``name`` meets."""
        known = self._functions.get(name)
        if known is None:
            found = self._vocabulary.find(FactKind.SYMBOL, [name])
            known = self._functions[name] = tuple(dict.fromkeys(value for value, _ in found))
        return known

    def wants(self, owner: str, function: str) -> bool:
        """Whether a call of ``function`` of the class ``owner`` can mean anything."""
        return bool(self.facts_of(owner) or self.functions_of(function))

    def define(self, name: str, offset: int | None = None) -> None:
        """The node brings the class ``name`` along."""
        self._defined.update(self.facts_of(name))
        self._packages.update(_lineage(package_of(name)))
        for value in self.facts_of(name):
            self._tally.add(FactKind.CLASS, value, Place.DEFINED, offset, safe_text(name, _TEXT))

    def refer(self, name: str, offset: int | None = None) -> None:
        """The node names the class ``name``, which may be its own."""
        for value in self.facts_of(name):
            self._referred.setdefault(value, (name, offset))

    def declare(self, names: Iterable[str], owner: str, offset: int | None = None) -> None:
        """``owner`` declares a function, under one of ``names``, whose code is elsewhere."""
        for name in names:
            for value in self.functions_of(name):
                detail = safe_text(f"{name}, declared in {owner}", _TEXT)
                self._tally.add(FactKind.SYMBOL, value, Place.DECLARED, offset, detail)

    def need(self, library: str, offset: int | None = None) -> None:
        """The node asks for the native library ``library`` (a name for ``loadLibrary``, or a file name)."""
        base = library.replace("\\", "/").rpartition("/")[2]
        if base in self._libraries or len(base) > _LONGEST_FILE:
            return
        self._libraries.add(base)
        names = [s for form in _library_forms(base) for s in spellings(form)]
        for kind in (FactKind.NEEDED, FactKind.SONAME, FactKind.PATH):
            for value, _ in self._vocabulary.find(kind, names):
                self._tally.add(FactKind.NEEDED, value, Place.IMPORTED, offset, safe_text(library, _TEXT))

    def invoke(self, caller: str, owner: str, function: str, offset: int | None = None) -> None:
        """Code of the class ``caller`` calls ``function`` of the class ``owner``."""
        if top_level(caller) == top_level(owner):
            return
        theirs = self.facts_of(owner)
        if theirs and not set(theirs).isdisjoint(self.facts_of(caller)):
            return  # both are parts of one library
        site = _Site(caller, f"{owner}.{function}", offset)
        for value in theirs:
            if not _within(caller, _home(value)):
                self._note(FactKind.CLASS, value, site)
        for value in self.functions_of(function):
            known = self._calls[caller, owner].setdefault(value, _Site(caller, site.target, offset, 0))
            known.count += 1

    def _note(self, kind: FactKind, value: str, site: _Site) -> None:
        """One call, kept once for every package that calls."""
        key = (kind, value, package_of(site.caller))
        known = self._sites.get(key)
        if known is not None:
            known.count += site.count
        elif len(self._sites) < MOST_SITES:
            self._sites[key] = replace(site)

    def observations(self) -> Iterator[Observation]:
        """Everything that was met, one observation for each fact and place."""
        for value, (name, offset) in self._referred.items():
            if value not in self._defined and (_home(value) or "\0") not in self._packages:
                self._tally.add(FactKind.CLASS, value, Place.IMPORTED, offset, safe_text(name, _TEXT))
        for (caller, owner), functions in self._calls.items():
            layered = package_of(caller) == package_of(owner) and len(functions) >= WRAPPER
            for value, site in functions.items():
                if layered:
                    self._tally.add(FactKind.SYMBOL, value, Place.DECLARED, site.offset, site.detail(), site.count)
                else:
                    self._note(FactKind.SYMBOL, value, site)
        yield from self._tally.observations()
        for (kind, value, _), site in self._sites.items():
            caller = safe_text(site.caller, _TEXT)
            yield Observation(
                kind, value, self._path, Place.INVOKED, site.offset, site.detail(), caller, count=site.count
            )

    def unread(self, why: str) -> None:
        """The code was not read to its end."""
        self._tally.add(FactKind.IDENTITY, UNREAD, Place.FILE, detail=safe_text(why, _TEXT))

    def identify(self, word: str, text: str) -> None:
        """Something about the node as a whole that is printed."""
        self._tally.add(FactKind.IDENTITY, word, Place.FILE, detail=safe_text(text, _TEXT))


def package_of(name: str) -> str:
    """``com.acme`` of ``com.acme.Face$Inner``."""
    return top_level(name).rpartition(".")[0]


@lru_cache(maxsize=4096)
def top_level(name: str) -> str:
    """``name`` without the inner classes behind it; a ``$`` at the start of a class's name belongs to it."""
    outer = name.partition("+")[0]
    mark = outer.find("$", outer.rfind(".") + 2)
    return outer[:mark] if mark > 0 else outer


def _lineage(name: str) -> list[str]:
    """``name``, the class around it, and every package around that, innermost first."""
    names = [name]
    outer = top_level(name)
    if outer != name:
        names += [name.replace("$", ".").replace("+", "."), outer]
    parts = outer.split(".", DEEPEST)[:-1]
    return names + [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _home(value: str) -> str:
    """The package in which the class of a fact lives; of a package (a value that ends in a dot) it is that."""
    return value[:-1] if value.endswith(".") else value.rpartition(".")[0]


def _within(name: str, package: str) -> bool:
    return bool(package) and name.startswith(package + ".")


def _library_forms(base: str) -> tuple[str, ...]:
    """The files that a loader tries for a library's name: itself, and as Linux, macOS and Windows call it."""
    if base.endswith((".so", ".dll", ".dylib")):
        return (base,)
    return (base, f"lib{base}.so", f"{base}.so", f"{base}.dll", f"lib{base}.dylib")
