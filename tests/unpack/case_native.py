"""Cases of the reader for native programs."""

from __future__ import annotations

from tests.unpack.build_native import elf, macho, pe
from tests.unpack.case import ReaderCase

CUT = "what is left of a program that was cut off is scanned; the node says that it is truncated"

CASES = (
    ReaderCase("native", "elf", elf, lambda: elf()[:200], children=0, harmless=CUT),
    ReaderCase("native", "pe", pe, lambda: pe()[:700], children=0, harmless=CUT),
    ReaderCase("native", "macho", macho, lambda: macho()[:200], children=0, harmless=CUT),
)
