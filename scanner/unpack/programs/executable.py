"""Which bytes of a program are code, and how many functions it asks other libraries for: headers only.

ELF: System V ABI, chapters 4 and 5; PE: Microsoft's PE format; Mach-O: mach-o/loader.h and fat.h.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.formats.checks import number
from scanner.formats.pe_parts import CLI, CODE, Image
from scanner.types import Span
from scanner.unpack.programs.upx.elf import Headers
from scanner.unpack.programs.upx.macho import Commands

LOAD, DYNAMIC, EXECUTE = 1, 2, 1
STRTAB, SYMTAB = 5, 6
MAY_RUN = 0x20000000
"""Section flag IMAGE_SCN_MEM_EXECUTE."""
IMPORTS, DESCRIPTOR = 1, 20
RUNS = 4
"""Protection VM_PROT_EXECUTE."""
DYSYMTAB = 0xB
MANY = 1 << 12
MOST_ARCHITECTURES = 42


@dataclass(frozen=True, slots=True)
class Part:
    """A segment or section with bytes in the file."""

    span: Span
    executable: bool


def slices(data: memoryview, kind: str) -> list[Span]:
    """The programs in a file: one for each architecture of a fat Mach-O file, else all of it."""
    if kind != "macho" or bytes(data[:3]) != b"\xca\xfe\xba":
        return [Span(0, len(data))]
    row, word = (32, ">Q") if data[3] == 0xBF else (20, ">I")
    rows = range(8, 8 + row * min(MOST_ARCHITECTURES, max(0, number(data, 4, ">I"))), row)
    found = [Span(number(data, at + 8, word), number(data, at + 8 + struct.calcsize(word), word)) for at in rows]
    return [span for span in found if 0 < span.offset < span.end <= len(data)]


def executable_parts(data: memoryview, kind: str) -> list[Part]:
    """Parts of the program in ``data`` (``elf``, ``pe``, ``macho``) with bytes, as far as they are there."""
    parts = {"elf": _elf, "pe": _pe, "macho": _macho}[kind](data) if len(data) >= 64 else ()
    return [Part(Span(p.span.offset, min(p.span.end, len(data)) - p.span.offset), p.executable) for p in parts
            if 0 <= p.span.offset < len(data) and p.span.length > 0]  # fmt: skip


def imported(data: memoryview, kind: str) -> int:
    """Functions that the program asks for; -1 where that cannot be told."""
    return {"elf": _elf_imports, "pe": _pe_imports, "macho": _macho_imports}[kind](data)


def _elf(data: memoryview) -> Iterator[Part]:
    headers = Headers(data)
    code = _largest(headers.code_sections)
    for segment in headers.loads:
        span, runs = Span(segment.offset, segment.size), bool(segment.flags & EXECUTE)
        yield Part(code if runs and code is not None and _inside(code, span) else span, runs)


def _largest(sections: Iterable[Span]) -> Span | None:
    """The largest section of code: beside code, tables of numbers stand in segments that may run."""
    return max(sections, key=lambda span: span.length, default=None)


def _inside(span: Span, whole: Span) -> bool:
    return whole.offset <= span.offset and span.end <= whole.end


def _elf_imports(data: memoryview) -> int:
    """From the distance of the symbol table to the names behind it: its length stands nowhere."""
    headers = Headers(data)
    dynamic = next((segment for segment in headers.segments if segment.kind == DYNAMIC), None)
    if dynamic is None:
        return 0
    word, width, symbol = (headers.order + "Q", 8, 24) if headers.wide else (headers.order + "I", 4, 16)
    places: dict[int, int] = {}
    for at in range(dynamic.offset, dynamic.offset + min(dynamic.size, MANY), 2 * width):
        places.setdefault(number(data, at, word), number(data, at + width, word))
    names, symbols = places.get(STRTAB, -1), places.get(SYMTAB, -1)
    return (names - symbols) // symbol if 0 <= symbols < names else -1


def _pe(data: memoryview) -> Iterator[Part]:
    for _, _, offset, size, flags in Image(data).sections:
        if size and offset:
            yield Part(Span(offset, size), bool(flags & (CODE | MAY_RUN)))


def _pe_imports(data: memoryview) -> int:
    """By the tables of addresses; -1 for managed code, whose one import says nothing."""
    image = Image(data)
    if image.directory(CLI)[0]:
        return -1
    start = image.offset(image.directory(IMPORTS)[0]) if image.directory(IMPORTS)[0] else -1
    header = number(data, 0x3C, "<I")
    word, width = ("<Q", 8) if number(data, header + 24, "<H") == 0x20B else ("<I", 4)
    total = 0
    for at in range(start, start + MANY * DESCRIPTOR, DESCRIPTOR) if start >= 0 else ():
        table = number(data, at + 16, "<I")
        if table <= 0 or total > MANY:
            break
        slot = image.offset(table)
        while slot >= 0 and number(data, slot, word) > 0 and total <= MANY:
            total += 1
            slot += width
    return total


def _macho(data: memoryview) -> Iterator[Part]:
    commands = Commands(data)
    code = _largest(commands.code_sections)
    for segment in commands.segments:
        span, runs = Span(segment.offset, segment.size), bool(segment.flags & RUNS)
        yield Part(code if runs and code is not None and _inside(code, span) else span, runs)


def _macho_imports(data: memoryview) -> int:
    commands = Commands(data)
    for command, at in commands.rows():
        if command == DYSYMTAB:
            return number(data, at + 28, commands.order + "I")
    return 0
