"""OLE compound files: Windows Installer packages, Office documents of before 2007, thumbnails, outlook messages."""

from __future__ import annotations

import re
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, Span
from scanner.unpack.archives.ole_layout import ENTRY, HEADER, ROOT, STORAGE, STREAM, Compound, Entry
from scanner.unpack.archives.ole_names import streams
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted, uniform

_UNUSED_ENTRY = (bytes(ENTRY), bytes(68) + b"\xff" * 12 + bytes(48))
_ENCRYPTED = {"EncryptedPackage"}
"""The stream that holds a whole document behind a password ([MS-OFFCRYPTO] 2.3.4.4)."""
_RUNS = re.compile(rb"\x00+")


class Ole:
    """Every stream is a child; sectors that no stream refers to are padding or children too."""

    NAME: ClassVar[str] = "ole"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"msi"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Compound files have no integrity data: a changed byte inside a stream can go unnoticed.",
        "Macros stay packed as Office packs them; text of Word and Excel is seen where it is stored plainly.",
        "Files of an installer carry the names of its cabinets, which can differ from those they are installed under.",
        "Streams that Windows Installer has transformed or signed are not checked.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        file = Compound(source.data)
        outlet.parsed(0, HEADER)
        unaccounted(source, outlet, HEADER, min(file.sector, source.size), "header-rest")
        for span in file.tables:
            outlet.parsed(span.offset, span.length)
        _directory(source, outlet, file)
        for path, entry in streams(file.entries):
            _stream(source, outlet, file, path, entry)
        _mini_rest(source, outlet, file)
        _rest(source, outlet, file)
        for problem in [*file.problems, file.directory.problem, file.mini_stream.problem]:
            if problem:
                outlet.state(0, HEADER, ByteState.FAILED, f"compound file: {problem}")


def _directory(source: Source, outlet: Outlet, file: Compound) -> None:
    """Entries in use are parsed; one that is not in use and holds bytes is content."""
    for span in file.directory.spans:
        for start in range(span.offset, span.end - ENTRY + 1, ENTRY):
            kind = source.data[start + 66]
            if kind in (STORAGE, STREAM, ROOT) or source.read(start, ENTRY) in _UNUSED_ENTRY:
                outlet.parsed(start, ENTRY)
            else:
                unaccounted(source, outlet, start, start + ENTRY, "entry")
        unaccounted(source, outlet, span.offset + span.length // ENTRY * ENTRY, span.end, "entry")


def _stream(source: Source, outlet: Outlet, file: Compound, path: str, entry: Entry) -> None:
    """One stream: a view where it stands in one piece, else written out; what its last sector has more is slack."""
    if not entry.size:
        return
    small = entry.size < file.cutoff
    chain = file.small(entry.start) if small else file.chain(entry.start)
    inside, behind = chain.cut(entry.size)
    _content(outlet, file, path, inside)
    for span in behind:
        unaccounted(source, outlet, span.offset, span.end, "slack")
    problem = chain.problem or ("its chain of sectors ends early" if chain.size < entry.size else "")
    if problem:
        _broken(outlet, file, entry, inside, f"stream {safe_text(path, 200)}: {problem}")


def _content(outlet: Outlet, file: Compound, path: str, inside: list[Span]) -> None:
    if path.rpartition("/")[2] in _ENCRYPTED:
        for span in inside:
            outlet.state(span.offset, span.length, ByteState.ENCRYPTED, "an Office document behind a password")
    elif len(inside) == 1:
        outlet.view(path, inside[0].offset, inside[0].length)
    elif inside:
        outlet.stream(path, file.read(inside))
        for span in inside:
            outlet.carried(span.offset, span.length)


def _broken(outlet: Outlet, file: Compound, entry: Entry, inside: list[Span], reason: str) -> None:
    for span in inside:
        outlet.state(span.offset, span.length, ByteState.FAILED, reason)
    for span in file.directory.part(entry.number * ENTRY, ENTRY):
        outlet.state(span.offset, span.length, ByteState.FAILED, reason)


def _mini_rest(source: Source, outlet: Outlet, file: Compound) -> None:
    """Mini sectors that no stream refers to, and what lies behind the last one."""
    for match in _RUNS.finditer(file.mini_used):
        for span in file.mini_place(match.start(), match.end() - match.start()):
            _unreferenced(source, outlet, span, "unreferenced")
    whole = len(file.mini_used) * 64
    for span in file.mini_stream.cut(whole)[1]:
        _unreferenced(source, outlet, span, "unreferenced")


def _rest(source: Source, outlet: Outlet, file: Compound) -> None:
    """Sectors in no chain, and bytes behind the last whole sector."""
    for match in _RUNS.finditer(file.used):
        start = file.place(match.start()).offset
        _unreferenced(source, outlet, Span(start, (match.end() - match.start()) * file.sector), "unreferenced")
    end = (len(file.used) + 1) * file.sector
    unaccounted(source, outlet, end, source.size, "trailing")


def _unreferenced(source: Source, outlet: Outlet, span: Span, label: str) -> None:
    end = min(span.end, source.size)
    if uniform(source.data, span.offset, end):
        outlet.state(span.offset, end - span.offset, ByteState.PADDING)
    else:
        outlet.view(f".{label}@{span.offset:#x}", span.offset, end - span.offset)
