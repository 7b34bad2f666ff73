"""Features of native binaries: ELF, PE and Mach-O, and content of an unknown kind that may be machine code.

Raw bytes only: no section headers, no symbol tables, no disassembler, so nothing is lost when those are wiped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from scanner.fingerprints import typenames
from scanner.fingerprints.gather import Texts, Windows, found_texts
from scanner.fingerprints.interface import Features, Found, Wanted
from scanner.fingerprints.tables import DOUBLES, FLOATS, windows
from scanner.fingerprints.texts import LONGEST_NAME, is_text, runs
from scanner.formats import ids
from scanner.formats.roles import NATIVE

_STR, _F32, _F64 = "str", "f32", "f64"
_TEXT = frozenset({_STR, typenames.QUAL})
_SHAPES = {_F32: FLOATS, _F64: DOUBLES}
_ELF, _BIG = b"\x7fELF", 2
_MACHO_BIG = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")
_SHORTEST_TRIGGER = 10
"""Bytes of a text that is worth a place in the byte search."""


class Native:
    """Texts, type names and number tables."""

    NAME: ClassVar[str] = "native"
    FORMATS: ClassVar[frozenset[str]] = NATIVE | {ids.UNKNOWN}
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Number tables are read in the byte order that the header says, little-endian without one, from multiples of "
        "their numbers' size.",
        "Texts of up to 300 characters; UTF-16 in PE files only.",
        "Packed or encrypted code shows nothing.",
    )

    def features(self, data: memoryview, wanted: Wanted | None = None) -> Features:
        """All features of ``data``; any bytes will do."""
        found = dict(self._texts(data, wanted))
        big = _is_big(data)
        for kind, shape in _SHAPES.items():
            if wanted is None or len(wanted.get(kind, ())):
                gathered = Windows(data, shape.width, shape.length, big=big)
                found[kind] = gathered.found(windows(data, shape, big=big), None if wanted is None else wanted[kind])
        return found

    def _texts(self, data: memoryview, wanted: Wanted | None) -> Iterator[tuple[str, Found]]:
        texts: dict[str, Texts] = {kind: {} for kind in (_STR, typenames.RTTI, typenames.SYM, typenames.QUAL)}
        for offset, run in runs(data, wide=bytes(data[:2]) == b"MZ"):
            kind = _STR
            if len(run) <= LONGEST_NAME:
                for kind, name in typenames.names(run):
                    texts[kind].setdefault(name, offset)
            # A decorated name is no text: texts and type names are to be independent of each other.
            if kind in _TEXT and is_text(run):
                texts[_STR].setdefault(run, offset)
        for kind, of_kind in texts.items():
            if wanted is None or len(wanted.get(kind, ())):
                yield kind, found_texts(of_kind, None if wanted is None else wanted[kind])

    def spell(self, kind: str, raw: bytes) -> str:
        """A text as it is, a table as its numbers."""
        if kind in _SHAPES:
            numbers = np.frombuffer(raw, f"<f{_SHAPES[kind].width}")
            return ", ".join(f"{number:.6g}" for number in numbers)
        return raw.decode("latin-1")

    def patterns(self, kind: str, raw: bytes) -> Iterator[bytes]:
        """Tables in both byte orders, type names in both conventions, texts as they are."""
        if kind in _SHAPES:
            width = _SHAPES[kind].width
            yield raw
            yield np.frombuffer(raw, f"<u{width}").byteswap().tobytes()
        elif kind in {typenames.RTTI, typenames.SYM}:
            yield from typenames.patterns(raw)
        elif len(raw) >= _SHORTEST_TRIGGER:
            yield raw


def _is_big(data: memoryview) -> bool:
    head = bytes(data[:6])
    return (head[:4] == _ELF and head[5:] == bytes([_BIG])) or head[:4] in _MACHO_BIG
