"""Nullsoft installers: the data behind the program, which the reader of programs hands over as its overlay."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.nsis_layout import (
    FIRST,
    First,
    blocks,
    checksum_holds,
    decoded,
    first_header,
    header_bytes,
)
from scanner.unpack.regions import unaccounted
from scanner.unpack.seven.engine7z import Trouble, Unpacked, unpack


class Nsis:
    """Files by 7-Zip; the checksum, the script's texts and packed blocks that no file refers to by an own look."""

    NAME: ClassVar[str] = "nsis"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"nsis"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The program of an uninstaller is put together when it is written: only its data is a file here.",
        "The script's texts of installers packed with bzip2 are not seen.",
        "In a solid installer, files that its script does not name are not looked for.",
        "The checksum covers the program too: it is compared only where both stand in one file, as in every delivery.",
        "Of a damaged solid installer the files before the damage are read, of one of packed files the intact blocks.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        first = first_header(source.data)
        end = min(first.length, source.size)
        outlet.parsed(0, FIRST)
        header = header_bytes(source.data, first, end)
        if header:
            outlet.stream(".header", [header])
        unaccounted(source, outlet, first.length, source.size, "trailing")
        trouble = _cut(source, first) or _damaged(source, outlet, first)
        if trouble:
            outlet.state(0, end, trouble.state, trouble.reason)
        with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
            unpacked = unpack(file, "Nsis", outlet)
        trouble = trouble or unpacked.trouble
        packed = blocks(source.data, end - 4 * first.checked) or []
        if trouble is None:
            outlet.carried(FIRST, end - FIRST)
            _unreferenced(outlet, packed, unpacked)
        else:
            outlet.state(0, end, trouble.state, trouble.reason)
            if not unpacked.members:
                _salvage(source, outlet, packed[1:])


def _cut(source: Source, first: First) -> Trouble | None:
    if first.length <= source.size:
        return None
    reason = f"the installer is cut: {first.length:,} bytes by its header, {source.size:,} are there"
    return Trouble(ByteState.FAILED, reason)


def _damaged(source: Source, outlet: Outlet, first: First) -> Trouble | None:
    """The checksum counts from the program's start: the parent's, where this node is a range of it."""
    span = outlet.node.span
    if not first.checked or span is None or span.offset > source.offset:
        return None
    base = source.offset - span.offset
    with Source(source.file, source.path, base, span.offset + source.size) as program:
        if checksum_holds(program.data, span.offset, first.length):
            return None
    return Trouble(ByteState.FAILED, "the installer's checksum is wrong: it or its program was changed")


def _unreferenced(outlet: Outlet, packed: list[Span], unpacked: Unpacked) -> None:
    """Blocks whose size is no file's: children of their own, packed as they are."""
    sizes = Counter(member.packed for member in unpacked.members)
    for span in packed[1:]:
        if sizes[span.length]:
            sizes[span.length] -= 1
        elif span.length:
            outlet.view(f".block@{span.offset:#x}", span.offset, span.length)


def _salvage(source: Source, outlet: Outlet, packed: list[Span]) -> None:
    """Blocks of an installer that 7-Zip does not open, without names."""
    for span in packed:
        here = Span(span.offset, max(0, min(span.length, source.size - span.offset)))
        stored = not source.data[span.offset - 1] & 0x80
        try:
            if here.length and stored:
                outlet.view(f"block@{span.offset:#x}", here.offset, here.length)
            elif here.length:
                outlet.stream(f"block@{span.offset:#x}", decoded(source.data, here, None))
        except ParseFailure as error:
            outlet.state(here.offset, here.length, ByteState.FAILED, str(error))
