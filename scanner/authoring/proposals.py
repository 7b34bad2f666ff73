"""Facts that a real binary proposes: its own name and its exports. It is read in a worker, as every file is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.authoring.draft import Wanted
from scanner.authoring.guesses import guess
from scanner.catalogue.rules import MIN_LENGTH
from scanner.detect.libraries import spellings
from scanner.detect.native import READERS
from scanner.detect.native import warm as load_parsers
from scanner.detect.symbols import class_name
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Emit, Lost, Part
from scanner.sandbox.pool import Pool
from scanner.text import safe_text
from scanner.types import FactKind, Limits, ParseFailure, Place, UsageError
from scanner.workdir import work_folder

MOST = 30
"""Proposals of one file: more would not be looked at one by one."""
_LONGEST = 300
"""Characters of a fact's value (schema ``signature``)."""
_SECONDS = 60.0
_READ_AT_ONCE = 20_000
_EVERYBODYS = frozenset(
    {"JNI_OnLoad", "JNI_OnUnload", "DllMain", "DllRegisterServer", "DllUnregisterServer", "main", "_edata", "_end"}
)
_COMPILERS = ("_init", "_fini", "__", "_ZNS", "_ZSt", "_ZNKS", "_ZTI", "_ZTS", "_ZTV", "?")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a file proposes, and the text that names it as the source."""

    facts: tuple[Wanted, ...]
    source: str


def proposals(file: Path) -> Proposed:
    """Facts for ``file``, an ELF, PE or Mach-O library; capabilities are guessed from the names.

    :raises UsageError: where it is none, or cannot be read.
    """
    names = _names_in(file)
    digest = _sha256(file)
    return Proposed(tuple(_facts(names, file.name)), f"exports of {safe_text(file.name)}, sha256 {digest}")


def _facts(names: list[tuple[str, str]], file_name: str) -> Iterator[Wanted]:
    """The library's names, then the exports that say what they do, then some of the others."""
    sonames = dict.fromkeys(spellings(name)[-1] for kind, name in names if kind == FactKind.SONAME and _is_text(name))
    yield from (Wanted(FactKind.SONAME, name) for name in sonames)
    if _is_text(file_name):
        yield Wanted(FactKind.PATH, file_name)
    exports = dict.fromkeys(name for kind, name in names if kind == FactKind.SYMBOL and _is_own(name))
    telling = dict.fromkeys((*_meant(name), guess(name)) for name in exports)
    ranked = sorted(telling, key=lambda meant: meant[2] is None)
    seen: set[str] = set()
    for kind, value, capability in ranked[:MOST]:
        if value not in seen:  # a class has many methods; the first that says what it does speaks for it
            seen.add(value)
            yield Wanted(kind, value, (capability,) if capability else ())


def _meant(name: str) -> tuple[FactKind, str]:
    """A function that implements a method of a Java class names the class: it stays when its code is renamed."""
    owner = class_name(name)
    return (FactKind.CLASS, owner) if owner else (FactKind.SYMBOL, name)


def _is_own(name: str) -> bool:
    return _is_text(name) and name not in _EVERYBODYS and not name.startswith(_COMPILERS)


def _is_text(name: str) -> bool:
    return MIN_LENGTH <= len(name) <= _LONGEST and name.isascii() and name.isprintable()


def _names_in(file: Path) -> list[tuple[str, str]]:
    load_parsers()
    limits = Limits()
    with work_folder(None) as work:
        fence = Fence(work, limits.worker_memory, limits.node_bytes, limits.open_files)
        with Pool(_read, 1, fence, _SECONDS) as pool:
            pool.submit(str(file), 1)
            return _answer(pool, file)


def _answer(pool: Pool[str], file: Path) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    while pool.busy:
        for event in pool.events(0.2):
            if isinstance(event, Lost):
                raise UsageError(f"{file}: {event.reason}")
            if isinstance(event, Part):
                said += _checked(event.value, file)
    return said


def _checked(value: object, file: Path) -> list[tuple[str, str]]:
    """What the worker said, held against what it may say."""
    if isinstance(value, str):
        raise UsageError(f"{file}: {value[:200]}")
    pairs = [pair for pair in value if isinstance(pair, tuple)] if isinstance(value, tuple) else []
    return [(str(kind), str(name)) for kind, name in (pair for pair in pairs if len(pair) == 2)]


def _read(file: str, emit: Emit) -> None:
    """In the worker: the library's own names and exports, or a sentence that says why there are none."""
    try:
        emit(_read_names(file))
    except (OSError, ParseFailure) as error:
        emit(str(error))


def _read_names(file: str) -> tuple[tuple[str, str], ...] | str:
    with Source(file, file) as source:
        form = identify(source)
        if form not in READERS:
            return f"is {form}; names are proposed from ELF, PE and Mach-O libraries"
        found: list[tuple[str, str]] = []
        for binary in READERS[form](source):
            if binary.faults:
                return f"is incomplete: {binary.faults[0]}"
            found += [(FactKind.SONAME.value, name) for name in binary.sonames]
            for table in binary.tables:
                every = range(len(table.names))
                own = (index for index in every if table.place(index) is Place.DEFINED and table.exported(index))
                found += [(FactKind.SYMBOL.value, table.names[index]) for index in own]
        return tuple(found[:_READ_AT_ONCE])


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
