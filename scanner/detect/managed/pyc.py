"""Compiled Python: the modules that its instructions import, the libraries and functions that it takes by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.libraries import spellings
from scanner.detect.managed.marshal import Code, Reader
from scanner.detect.tally import Tally
from scanner.text import safe_text
from scanner.types import FacescreenError, FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.detect.interface import Subject

_LIBRARY_LOADERS = frozenset({"CDLL", "WinDLL", "OleDLL", "PyDLL", "LoadLibrary"})
_IMPORTERS = frozenset({"import_module", "__import__"})
_TAKEN = {FactKind.SYMBOL: Place.IMPORTED, FactKind.STRING: Place.SCRIPT}
"""Facts that an attribute's name may meet, and where it then stands. In the bytes of compiled Python a name is often
followed by a letter (the type of the next value), so that a search for the whole word misses it."""
_HAVE_ARGUMENT = 90
"""Opcode from which an instruction has an argument, where instructions have different lengths (before 3.6)."""
_PYTHON_2 = 50_000


@dataclass(frozen=True, slots=True)
class _Opcodes:
    """Numbers of the instructions that matter, of one version of Python (``Include/opcode.h``, ``opcode_ids.h``)."""

    name: int = 108
    member: int = 109
    constant: int = 100
    small: int = -1
    extended: int = 144
    attributes: tuple[int, ...] = (106, 160)
    """Those that take an attribute or a method of an object."""
    shift: int = 0
    """Bits of their argument below the number of the name."""
    wide: bool = True
    """Every instruction takes two bytes."""


_VERSIONS: tuple[tuple[int, _Opcodes | None], ...] = (
    (62_171, _Opcodes(extended=145, wide=False)),
    (_PYTHON_2, _Opcodes(name=107, member=108, extended=143, attributes=(105,), wide=False)),
    (3650, None),
    (3600, _Opcodes(name=73, member=72, constant=82, small=94, extended=69, attributes=(80,), shift=1)),
    (3550, _Opcodes(name=75, member=74, constant=83, extended=71, attributes=(82,), shift=1)),
    (3510, _Opcodes(attributes=(106,), shift=1)),
    (3361, _Opcodes()),
    (3000, _Opcodes(wide=False)),
)
"""First magic number of a version → its opcodes, newest first among those above and below 50,000; None: not known."""


class Pyc:
    """Reads code objects without running or loading anything."""

    NAME: ClassVar[str] = "pyc"
    VERSION: ClassVar[str] = "1.0.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Imports are read from the instructions of Python 2 and 3 up to 3.14 (3.6 to 3.13 compared with Python's own "
        "disassembler); of a newer one every name counts.",
        "A function that is taken from an object by its name counts as one of a library, whatever the object is.",
        "Modules whose names are computed at run time are not seen.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = frozenset({"pyc"})

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Modules, libraries and functions that the vocabulary names, at the place ``imported``.

        :raises ParseFailure: where the file is broken, after everything that could be read.
        :raises LimitReached: where it has more values than can be held, after those that could.
        """
        data = subject.source.data
        magic = int.from_bytes(data[:2], "little")
        reader = Reader(data, _header(data, magic), magic)
        tally = Tally(subject.node.path)
        fault: FacescreenError | None = None
        try:
            reader.value()
        except FacescreenError as error:
            fault = error
        opcodes = next((known for first, known in _VERSIONS if magic >= first), None)
        for code in reader.codes:
            _imports(code, opcodes, subject.vocabulary, tally)
            _functions(code, opcodes, subject.vocabulary, tally)
            _by_name(code, subject.vocabulary, tally)
        yield from tally.observations()
        if fault is not None:
            raise fault


def _header(data: memoryview, magic: int) -> int:
    """Bytes before the code: PEP 552 since 3.7, a size since 3.3, only a time before; the code's own type decides."""
    sizes = (8, 12, 16) if magic >= _PYTHON_2 else (16, 12, 8)
    return next((size for size in sizes if size < len(data) and data[size] & 0x7F == ord("c")), sizes[0])


def _imports(code: Code, opcodes: _Opcodes | None, vocabulary: Vocabulary, tally: Tally) -> None:
    imported = ((name, code.code.at) for name in code.names) if opcodes is None else _instructions(code, opcodes)
    for name, offset in imported:
        for value, found in vocabulary.find(FactKind.IMPORT, _parents(name)):
            tally.add(FactKind.IMPORT, value, Place.IMPORTED, offset, safe_text(found, 200))


def _instructions(code: Code, opcodes: _Opcodes) -> Iterator[tuple[str, int]]:
    """(module, or member of a module, offset) of every absolute import."""
    module = ""
    before: tuple[tuple[int, int], ...] = ()
    for op, argument, at in _decoded(code.code.data, opcodes):
        name = code.names[argument] if argument < len(code.names) else ""
        if op == opcodes.name:
            module = "" if before and _level(before[0], code, opcodes) > 0 else name
            yield module, code.code.at + at
        elif op == opcodes.member and module:
            yield f"{module}.{name}", code.code.at + at
        before = (*before, (op, argument))[-2:]


def _functions(code: Code, opcodes: _Opcodes | None, vocabulary: Vocabulary, tally: Tally) -> None:
    """Attributes that are functions of a library: ``library.ACME_Compare`` through ctypes, ``module.compare``."""
    found = dict[str, list[tuple[FactKind, str, Place]]]()
    for kind, place in _TAKEN.items():
        for value, name in vocabulary.find(kind, code.names):
            found.setdefault(name, []).append((kind, value, place))
    if not found or opcodes is None:
        return
    for op, argument, at in _decoded(code.code.data, opcodes):
        index = argument >> opcodes.shift
        if op in opcodes.attributes and index < len(code.names):
            for kind, value, place in found.get(code.names[index], ()):
                tally.add(kind, value, place, code.code.at + at, safe_text(code.names[index], 200))


def _level(instruction: tuple[int, int], code: Code, opcodes: _Opcodes) -> int:
    """How many packages up an import goes: the number that the instruction two before it loads."""
    op, argument = instruction
    if op == opcodes.small:
        return argument
    level = code.consts[argument] if op == opcodes.constant and argument < len(code.consts) else 0
    return level if isinstance(level, int) else 0


def _decoded(data: bytes, opcodes: _Opcodes) -> Iterator[tuple[int, int, int]]:
    """(opcode, argument, offset) of every instruction."""
    at = extended = 0
    while at < len(data):
        op, start = data[at], at
        width = 2 if opcodes.wide else 3 if op >= _HAVE_ARGUMENT else 1
        argument = int.from_bytes(data[at + 1 : at + width], "little") | extended
        at += width
        extended = (argument << (8 if opcodes.wide else 16)) & 0xFFFFFFFF if op == opcodes.extended else 0
        if op != opcodes.extended:
            yield op, argument, start


def _by_name(code: Code, vocabulary: Vocabulary, tally: Tally) -> None:
    """Libraries and modules that are loaded by a name that is a constant beside the loader's name."""
    texts = [text for text in code.consts if isinstance(text, str)]
    if not _LIBRARY_LOADERS.isdisjoint(code.names):
        for text in texts:
            names = spellings(text.replace("\\", "/").rpartition("/")[2])
            for kind in (FactKind.NEEDED, FactKind.SONAME, FactKind.PATH):
                for value, _ in vocabulary.find(kind, names):
                    tally.add(FactKind.NEEDED, value, Place.IMPORTED, code.code.at, safe_text(text, 200))
    if not _IMPORTERS.isdisjoint(code.names):
        for text in texts:
            for value, _ in vocabulary.find(FactKind.IMPORT, _parents(text)):
                tally.add(FactKind.IMPORT, value, Place.IMPORTED, code.code.at, safe_text(text, 200))


def _parents(name: str) -> list[str]:
    """``a.b.c`` imports ``a.b`` and ``a`` as well."""
    parts = name.split(".", 16)[:16]
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
