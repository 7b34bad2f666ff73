"""Programs whose code was packed: by which packer, and where it stands.

What a packer leaves to see is a loader and bytes that measure like noise. So a name of a section or a mark counts only
where such bytes are there as well, and they count without a name where a program consists of nothing else: one
executable part, high in entropy, and hardly a function that it asks the system for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scanner.formats.pe_parts import Image
from scanner.types import Span
from scanner.unpack.entropy import bits_per_byte
from scanner.unpack.programs.executable import Part, executable_parts, imported
from scanner.unpack.programs.upx.blocks import FORMATS, FROM_END
from scanner.unpack.programs.upx.header import pack_headers

PACKED = 7.2
"""Bits per byte of executable bytes that are no code: code of any machine stays below 7, what packers write above."""
GLANCE, FEWEST_VALUES = 512, 165
"""Among so many bytes of a part, different values below which nothing is packed: programs have fewer than 150 in 95 of
100 cases, what is packed more than 195 (as in :mod:`scanner.unpack.programs.packed`)."""
SAMPLE = 1 << 13
"""Bytes of a part that are looked at first."""
WHOLE = 1 << 20
"""Bytes of a part that are measured."""
SMALLEST = 1 << 10
"""Bytes of a part below which nothing can be measured."""
MOST_IMPORTS = 12
"""Functions that a packed program asks for: a loader needs a handful."""
HEAD = 1 << 12
"""Bytes in which a mark stands."""
UNKNOWN = "an unknown packer"
UPX = "UPX"
_UPX_SAYS = re.compile(rb"\$Info: This file is packed with the UPX executable packer|\$Id: UPX \d")
"""Texts in its loader."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What is packed in a program: by what, where, and what says so."""

    packer: str
    spans: tuple[Span, ...]
    because: str


@cache
def _table(name: str) -> dict[str, str]:
    """Section name → packer, mark → packer, or pattern of a file name → packer."""
    tables = json.loads(Path(__file__).with_name("packers.json").read_text(encoding="ascii"))
    return {each: packer for packer, those in tables[name].items() for each in those}


def find_packed(data: memoryview, kind: str) -> Packed | None:
    """What says that the program in ``data`` (``elf``, ``pe`` or ``macho``) is packed; None where nothing does."""
    parts = [part for part in executable_parts(data, kind) if part.span.length >= SMALLEST]
    noisy = tuple(part.span for part in parts if _is_noise(data, part.span))
    if not noisy:
        return None
    runs = any(part.executable and part.span in noisy for part in parts)
    for packer, because in _named(data, kind, runs):
        return Packed(packer, noisy, because)
    return _nameless(data, kind, parts, noisy)


def _nameless(data: memoryview, kind: str, parts: list[Part], noisy: tuple[Span, ...]) -> Packed | None:
    code = [part.span for part in parts if part.executable]
    imports = imported(data, kind)
    if len(code) == 1 and code[0] in noisy and 0 <= imports <= MOST_IMPORTS:
        return Packed(UNKNOWN, (code[0],), f"its only code measures like noise and it imports {imports} functions")
    return None


def _named(data: memoryview, kind: str, runs: bool) -> Iterator[tuple[str, str]]:
    """(packer, what says so). Texts count only where what measures like noise ``runs``: others quote them."""
    if kind == "pe":
        names = _table("sections")
        yield from ((names[name], f"it has a section {name}") for name, *_ in Image(data).sections if name in names)
    if ends_like_upx(data) or (runs and _UPX_SAYS.search(data)):
        yield UPX, "its loader or its pack header says so"
    head = bytes(data[:HEAD])
    for mark, packer in _table("marks").items():
        if mark.encode("ascii") in head:
            yield packer, "its mark stands in the first bytes"


def ends_like_upx(data: memoryview) -> Packed | None:
    """All of ``data``, where it ends with a pack header of UPX; None where it does not."""
    end = len(data)
    headers = pack_headers(data, max(0, end - FROM_END), end, FORMATS)
    if any(header.has_magic(data) for header in headers):
        return Packed(UPX, (Span(0, end),), "its pack header says so")
    return None


def protects_dex(name: str) -> str:
    """The packer of Android apps whose library is called ``name``; empty for any other library."""
    return next((packer for pattern, packer in _table("android").items() if re.fullmatch(pattern, name)), "")


def _is_noise(data: memoryview, span: Span) -> bool:
    if span.length >= GLANCE and len(set(data[span.offset : span.end : span.length // GLANCE])) < FEWEST_VALUES:
        return False
    step = max(1, span.length // SAMPLE) | 1
    sample = bytes(data[span.offset : span.end : step])
    if len(sample) >= SMALLEST and bits_per_byte(sample) <= PACKED:
        return False
    return bits_per_byte(bytes(data[span.offset : min(span.end, span.offset + WHOLE)])) > PACKED
