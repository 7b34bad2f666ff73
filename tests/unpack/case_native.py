"""Cases of the reader for native programs."""

from __future__ import annotations

from tests.unpack.build_native import elf, macho, pe
from tests.unpack.build_upx import plain_elf, plain_macho, upx_elf, upx_macho, upx_pe
from tests.unpack.case import ReaderCase

CUT = "what is left of a program that was cut off is scanned; the node says that it is truncated"

CASES = (
    ReaderCase("native", "elf", elf, lambda: elf()[:200], children=0, harmless=CUT),
    ReaderCase("native", "pe", pe, lambda: pe()[:700], children=0, harmless=CUT),
    ReaderCase("native", "macho", macho, lambda: macho()[:200], children=0, harmless=CUT),
    ReaderCase("native", "elf", lambda: upx_elf(plain_elf()), lambda: upx_elf(plain_elf())[:2500], children=1),
    ReaderCase("native", "macho", lambda: upx_macho(plain_macho()), lambda: upx_macho(plain_macho())[:900], children=1),
    ReaderCase("native", "pe", upx_pe, lambda: upx_pe()[:1200], children=1),
)
