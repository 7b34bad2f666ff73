"""Looks again at what readers called structure: a long stretch of it can hold anything that the format does not read.

Readers verify what a format lets them verify. But tables have values that nobody uses, descriptors have fields that
nobody reads, lists may be longer than what is listed: a reader that walks these has understood them all the same. So
what measures like packed data is opaque whatever its reader said, programs are handed over, and detectors of bytes
look at the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.formats.source import Source
from scanner.types import CARRIED, ByteState, LedgerEntry, Span
from scanner.unpack.carving.carve_own import OWN_LENGTHS
from scanner.unpack.entropy import regions
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.spelled import REASON, spelled_runs
from scanner.unpack.regions import left_of

MEASURED = 16 << 10
"""Bytes of structure in one piece from which on its entropy says something."""
SEEN = 4 << 10
"""Bytes of structure in one piece from which on detectors look at it: headers with their names are shorter, and a
container can have a hundred thousand of them."""

_PROGRAM = re.compile(rb"\x7fELF|MZ")
_KINDS = {b"\x7fELF": "elf", b"MZ": "pe"}


def hand_over_programs(source: Source, outlet: Outlet) -> None:
    """Hand over the programs that stand in a stretch of structure and in no child."""
    stretches = [span for span in _joined(outlet.declared(ByteState.PARSED)) if span.length >= SEEN]
    hits = [(span, match) for span in stretches for match in _PROGRAM.finditer(source.data[span.offset : span.end])]
    programs: list[tuple[str, Span]] = []
    behind = 0
    for span, match in hits:
        start, name = span.offset + match.start(), _KINDS[match[0]]
        length = min(OWN_LENGTHS[name](source.data[start:]), span.end - start) if start >= behind else 0
        if length >= SEEN:
            programs.append((name, Span(start, length)))
            behind = start + length
    carried = outlet.declared(CARRIED) if programs else []
    for name, program in programs:
        if next(left_of(program, carried), None) == program:
            outlet.view(f".{name}@{program.offset:#x}", program.offset, program.length)


def hand_over_fields(source: Source, outlet: Outlet) -> None:
    """Hand over the fields of a container as one child where they are many."""
    if sum(span.length for span in outlet.fields) >= MEASURED:
        outlet.stream(".fields", (source.read(span.offset, span.length) for span in outlet.fields))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    last = Span(0, 0)
    for span in spans:
        if span.offset > last.end:
            yield last
            last = span
        else:
            last = Span(last.offset, max(last.end, span.end) - last.offset)
    yield last


def measured(entries: Iterable[LedgerEntry], source: Source) -> tuple[LedgerEntry, ...]:
    """``entries`` of a container, with structure that measures like packed data opaque."""
    return tuple(part for entry in entries for part in _measured(entry, source))


def _measured(entry: LedgerEntry, source: Source) -> Iterator[LedgerEntry]:
    if entry.state is not ByteState.PARSED or entry.length < MEASURED:
        yield entry
        return
    at = entry.offset
    for offset, length, reason in _opaque(source.data[entry.offset : entry.offset + entry.length]):
        start = entry.offset + offset
        if start > at:
            yield replace(entry, offset=at, length=start - at)
        yield replace(entry, offset=start, length=length, state=ByteState.OPAQUE, reason=reason)
        at = start + length
    if at < entry.offset + entry.length:
        yield replace(entry, offset=at, length=entry.offset + entry.length - at)


def _opaque(data: memoryview) -> list[tuple[int, int, str]]:
    """(offset, length, reason) of the parts that measure like packed data, in order."""
    what = "bits per byte in what should be structure: packed, encrypted or a model"
    packed = [region for region in regions(data) if region.state is ByteState.OPAQUE]
    found = [(region.offset, region.length, f"{region.bits:.1f} {what}") for region in packed]
    taken = [Span(region.offset, region.length) for region in packed]
    for run in spelled_runs(data):
        found += [(part.offset, part.length, REASON) for part in left_of(run, taken)]
    return sorted(found)


def looked_at(entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """The stretches of structure that detectors look at."""
    return (entry for entry in entries if entry.state is ByteState.PARSED and entry.length >= SEEN)
