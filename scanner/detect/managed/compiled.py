"""Python compiled to native code (Cython, Nuitka), and native programs that run Python: the names that they take.

Such a binary keeps the names of modules and functions as texts that no search for whole words meets: Nuitka writes a
letter before each, Cython one behind the other without a gap since 3.2, and packs them since 3.3.
"""

from __future__ import annotations

import bz2
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.imports import python
from scanner.detect.tally import Tally
from scanner.formats.roles import NATIVE
from scanner.text import safe_text
from scanner.types import FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.detect.interface import Subject

_IMPORTS = re.compile(rb"PyImport_Import")
_RUNS = re.compile(rb"PyRun_(?:Simple|String|Any)")
"""Names in a symbol table: the program imports modules, runs source (Python/C API Reference Manual)."""
_CYTHON = re.compile(rb"__pyx_capi__|__Pyx_|cline_in_traceback|cython_runtime")
_NUITKA = re.compile(rb"\0a?__nuitka(?:_version)?__\0")
_NAME = re.compile(rb"(?<=[\0-\x1f])[A-Za-z_][\w.]{4,99}(?=\0)")
"""Nuitka writes ``a`` before a name and ``u`` before another text, behind a NUL or a count."""
_SOURCE = re.compile(rb"\b(?:import|from)[ \t]+[A-Za-z_]")
_SOURCE_BYTES = 64 << 10
_IN_TABLE = re.compile(rb"cline_in_traceback|asyncio\.coroutines")
_PACKED = re.compile(rb"\xff\?[^\0]{7}|BZh[1-9]1AY&SY|x[\x01\x5e\x9c\xda]")
"""Beginnings of Cython's table of texts: its own packing (its first text is ``?``), bzip2, zlib."""
_MARK = b"cline_in_traceback"
"""A name in every such table."""
_PLAIN = 0xFF
"""Flags of eight bytes as they are."""
_OWN, _BZIP2 = 0xFF, ord("B")
_MOST = 4 << 20
"""Bytes of one table, before and behind the name that shows it; that of a module of 30,000 lines has 400 kB."""
_ALL, _TRY = 12 << 20, 4 << 10
"""Bytes that are unpacked in all, and what one try counts at least: its beginnings stand in any code."""
_LEAST = 8
"""Shortest name that is looked for in a table without gaps."""
_CALLS_NATIVE = re.compile(rb"ctypes|cffi")


class Compiled:
    """Reads the texts of extension modules and of programs that embed Python."""

    NAME: ClassVar[str] = "compiled-python"
    VERSION: ClassVar[str] = "1.0.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Of Cython and Nuitka the names are seen, not which instruction uses them: any module, function or class of a "
        "library that is named counts as taken.",
        "In Cython's tables without gaps, names below 8 letters and texts of several words are not found.",
        "Nuitka's commercial protection of texts is not undone.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = NATIVE

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Modules that the vocabulary names at the place ``imported``; functions at the places of compiled Python.

        :raises LimitReached: where the packed texts are more than those of any real module.
        """
        data, tally = subject.source.data, Tally(subject.node.path)
        failure: LimitReached | None = None
        try:
            _look(data, subject.vocabulary, tally)
        except LimitReached as error:
            failure = error
        yield from tally.observations()
        if failure is not None:
            raise failure


def _look(data: memoryview, vocabulary: Vocabulary, tally: Tally) -> None:
    imports, runs = (pattern.search(data) is not None for pattern in (_IMPORTS, _RUNS))
    if not imports and not runs:
        return
    made = _CYTHON.search(data) is not None or _NUITKA.search(data) is not None
    native = made and _CALLS_NATIVE.search(data) is not None
    for match in _NAME.finditer(data):
        for text in (match[0], match[0][1:]) if match[0][:1] in b"au" else (match[0],):
            _note(text, match.start(), vocabulary, tally, functions=made, native=native)
    for source, offset in _sources(data) if runs else ():
        _imported(source, offset, vocabulary, tally)
    for table, offset in _tables(data) if made else ():
        native = _CALLS_NATIVE.search(table) is not None
        for name in _named(table, vocabulary):
            _note(name, offset, vocabulary, tally, functions=True, native=native)


def _note(text: bytes, offset: int, vocabulary: Vocabulary, tally: Tally, *, functions: bool, native: bool) -> None:
    name = text.decode("ascii", "replace")
    places = {FactKind.IMPORT: Place.IMPORTED}
    if functions:
        places[FactKind.STRING] = Place.SCRIPT
    if native:
        places[FactKind.SYMBOL] = Place.IMPORTED
    for kind, place in places.items():
        for value, found in vocabulary.find(kind, (name,)):
            tally.add(kind, value, place, offset, safe_text(found, 200))


def _sources(data: memoryview) -> Iterator[tuple[bytes, int]]:
    """(text between two NULs that imports something, offset)."""
    done = 0
    for match in _SOURCE.finditer(data):
        if match.start() >= done:
            before = bytes(data[max(done, match.start() - _SOURCE_BYTES) : match.start()]).rpartition(b"\0")[2]
            after = bytes(data[match.start() : match.start() + _SOURCE_BYTES]).partition(b"\0")[0]
            done = match.start() + len(after)
            yield before + after, match.start() - len(before)


def _imported(text: bytes, offset: int, vocabulary: Vocabulary, tally: Tally) -> None:
    for found in python(text.strip()):
        for value, name in vocabulary.find(found.kind, found.names):
            tally.add(found.kind, value, Place.IMPORTED, offset, safe_text(name, 200))


def _tables(data: memoryview) -> Iterator[tuple[bytes, int]]:
    """(texts of a Cython module without gaps, offset), unpacked."""
    done = 0
    for match in _IN_TABLE.finditer(data):
        if match.start() >= done:
            before = bytes(data[max(done, match.start() - _MOST) : match.start()]).rpartition(b"\0")[2]
            after = bytes(data[match.start() : match.start() + _MOST]).partition(b"\0")[0]
            done = match.start() + len(after)
            yield before + after, match.start() - len(before)
    budget = _ALL
    for match in _PACKED.finditer(data):
        table = _unpacked(data[match.start() : match.start() + _MOST], min(_MOST, budget))
        budget -= len(table) + _TRY
        if _MARK in table:
            yield table, match.start()
        if budget <= 0:
            raise LimitReached(f"more than {_ALL:,} bytes of packed texts")


def _unpacked(packed: memoryview, most: int) -> bytes:
    try:
        if packed[0] == _OWN:
            return _lzss(packed, most)
        if packed[0] == _BZIP2:
            return bz2.BZ2Decompressor().decompress(packed, most)
        return zlib.decompressobj().decompress(packed, most)
    except (OSError, ValueError, zlib.error):
        return b""


def _lzss(packed: memoryview, most: int) -> bytes:
    """Cython's packing (``DecompressString_LZSS`` in its ``StringTools.c``): a byte of flags, lowest bit first, then
    for each a byte as it is or a copy. It does not say where it ends: what follows is decoded until it cannot be."""
    out = bytearray()
    at = 0
    while at + 1 < len(packed) and len(out) < most:
        flags, at = packed[at], at + 1
        if flags == _PLAIN:
            out += packed[at : at + 8]
            at += 8
            continue
        for bit in range(8):
            if at + 2 >= len(packed):
                return bytes(out)
            if flags >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            back, length, at = _copy(packed, at)
            if back > len(out):
                return bytes(out)
            start = len(out) - back
            out += out[start : start + length]
    return bytes(out)


def _copy(packed: memoryview, at: int) -> tuple[int, int, int]:
    """How far back a copy begins, how long it is, and what follows: two bytes or three, by their highest bits."""
    low, high, at = packed[at], packed[at + 1], at + 2
    if not low & 0x80:
        behind, more = low, high
    elif not high & 0x80:
        behind, more = 0x80 + ((high << 2 & 0x180) | low & 0x7F), high & 0x1F
    else:
        behind, more, at = 0x80 + ((high & 0x7F) << 7 | low & 0x7F), packed[at], at + 1
    length = more + 3
    return behind + length, length, at


def _named(table: bytes, vocabulary: Vocabulary) -> Iterator[bytes]:
    """The names of the vocabulary that stand in a table without gaps; dotted ones in parts."""
    for kind in (FactKind.IMPORT, FactKind.STRING, FactKind.SYMBOL):
        names = vocabulary.names.get(kind)
        for name in names.exact if names is not None else ():
            if len(name) >= _LEAST and name.isascii() and name.replace(".", "_").isidentifier():
                encoded = name.encode()
                if encoded in table:
                    yield encoded
