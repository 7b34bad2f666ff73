"""Bytes behind a format's own end: padding stays padding, anything else becomes a child that is judged by itself."""

from __future__ import annotations

from scanner.formats import ids
from scanner.formats.identify import identify_bytes
from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.entropy import RUN
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import run_end

BOOT_AREAS = (0, 4, 0x400, 0x8000)
"""Zeros with which some formats begin: none, NSIS, ext and EROFS, ISO 9660."""


def hand_over_tail(source: Source, outlet: Outlet, start: int, name: str = ".trailing", end: int | None = None) -> None:
    """Declare ``[start, end)`` of ``source``: padding, then a child called ``name`` from the first other byte on."""
    stop = source.size if end is None else min(end, source.size)
    if start >= stop:
        return
    begin = _begin(source.data[start:stop])
    outlet.state(start, begin, ByteState.PADDING)
    if start + begin < stop:
        outlet.view(name, start + begin, stop - start - begin)


def _begin(tail: memoryview) -> int:
    """Where the tail's content begins: behind a run of one byte, unless that run is part of a known format."""
    run = run_end(tail, 0, len(tail))
    if run == len(tail):
        return run
    if run < RUN or _is_known(tail):
        return 0
    known = (run - area for area in BOOT_AREAS if run >= area and _is_known(tail[run - area :]))
    return next(known, run)


def _is_known(tail: memoryview) -> bool:
    """A format that may begin with the run; text (a run of 0xFF is text in Latin-1) does not."""
    return identify_bytes(tail) not in ids.TEXT | {ids.UNKNOWN}
