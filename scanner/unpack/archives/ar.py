"""Ar archives (ar(5)): static libraries and Debian packages, with the long names of GNU and BSD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import uniform

MAGIC, THIN, END = b"!<arch>\n", b"!<thin>\n", b"`\n"
_HEAD = 60
_TABLES = {b"/": ".symbols", b"/SYM64/": ".symbols", b"//": ".names", b"ARFILENAMES/": ".names"}


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    start: int
    size: int


class Ar:
    """Members are views; the symbol and name tables too, so that their bytes are scanned."""

    NAME: ClassVar[str] = "ar"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"ar", "deb"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Ar has no integrity data and no end mark: an archive cut exactly between two members cannot be told.",
        "Members of thin archives are other files; they are recorded as links.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: from the first header on that is none.
        """
        thin = source.read(0, 8) == THIN
        if not thin and source.read(0, 8) != MAGIC:
            raise ParseFailure("no ar magic")
        outlet.parsed(0, 8)
        position, names = 8, b""
        while position < source.size:
            if uniform(source.data, position, source.size):
                outlet.state(position, source.size - position, ByteState.PADDING)
                return
            entry = _entry(source, position, names)
            outlet.parsed(position, entry.start - position)
            if _TABLES.get(entry.name) == ".names":
                names = source.read(entry.start, entry.size)
            position = _member(source, outlet, entry, thin)


def _entry(source: Source, position: int, names: bytes) -> _Entry:
    head = source.read(position, _HEAD)
    size = head[48:58].strip()
    if len(head) < _HEAD or head[58:] != END or not size.isdigit():
        raise ParseFailure(f"no valid ar header at {position:#x}")
    name, start, length = head[:16].rstrip(), position + _HEAD, int(size)
    if name.startswith(b"#1/") and name[3:].isdigit():  # BSD: the name stands before the data
        used = min(int(name[3:]), length, max(0, source.size - start))
        return _Entry(source.read(start, used).rstrip(b"\0"), start + used, length - used)
    if name[:1] == b"/" and name[1:].isdigit():  # GNU: the name stands in the table
        name = names[int(name[1:]) :].split(b"\n", 1)[0]
    if name not in _TABLES:
        name = name.removesuffix(b"/")
    return _Entry(name, start, length)


def _member(source: Source, outlet: Outlet, entry: _Entry, thin: bool) -> int:
    """Hand over one member; returns where the next header must stand."""
    name = _TABLES.get(entry.name, entry.name)
    if thin and entry.name not in _TABLES:
        outlet.link(name, entry.name, "thin-member")
        return entry.start
    end = entry.start + entry.size
    here = max(0, min(entry.size, source.size - entry.start))
    outlet.view(name, entry.start, here)
    if end > source.size:
        reason = f"the archive is cut within member {safe_text(name, 200)}"
        outlet.state(entry.start, here, ByteState.FAILED, reason)
        return source.size
    if end % 2 and end < source.size:
        outlet.state(end, 1, ByteState.PADDING)
        return end + 1
    return end
