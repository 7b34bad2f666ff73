"""Members that a table of contents places at offsets of one node: each byte once, and what no member owns is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry of a table of contents. ``span`` is in bytes of the node and may be any numbers that the table says."""

    name: str | bytes
    span: Span
    give: Callable[[Placed], None] | None = None
    """Hands over a member that is not stored as it is; None: its bytes stand there unchanged."""


def hand_over_placed(source: Source, outlet: Outlet, members: Iterable[Placed], area: Span) -> None:
    """Account for all of ``area`` (of which the structure is declared elsewhere) by ``members``.

    Members of the very same bytes are hard links of the first; one that overlaps another or passes the end of ``area``
    makes the bytes failed that it alone claims. A member whose ``give`` raises ParseFailure costs only itself.
    """
    at, end = area.offset, min(area.end, source.size)
    last: Placed | None = None
    for member in sorted(members, key=lambda m: (m.span.offset, m.span.length)):
        shown, span = safe_text(member.name, 200), member.span
        if last is not None and span == last.span and span.length:
            outlet.link(member.name, last.name, "hardlink")
            continue
        if span.offset < at and span.length:
            outlet.attributes.append(("refused", f"{shown} overlaps another member or the header"))
            lost = min(span.end, end) - at
            outlet.state(at, lost, ByteState.FAILED, f"{shown} overlaps another member or the header: refused")
            at = max(at, min(span.end, end))
            continue
        if span.end > end:
            _cut(source, outlet, member, Span(at, end - at))
            at = max(at, end) if span.offset < end else at
            continue
        if span.length:
            unaccounted(source, outlet, at, span.offset, "gap")
            at = span.end
        _give(outlet, member)
        last = member
    unaccounted(source, outlet, at, end, "gap")


def _cut(source: Source, outlet: Outlet, member: Placed, left: Span) -> None:
    """What is there of a member that passes the end; ``left`` is what no member before it owns."""
    shown, start = safe_text(member.name, 200), member.span.offset
    missing = f"{shown} is cut or lies behind the end"
    outlet.attributes.append(("missing", missing))
    if start < left.end:
        unaccounted(source, outlet, left.offset, start, "gap")
        outlet.view(member.name, start, left.end - start)
        outlet.state(start, left.end - start, ByteState.FAILED, missing)


def _give(outlet: Outlet, member: Placed) -> None:
    if member.give is None:
        outlet.view(member.name, member.span.offset, member.span.length)
        return
    try:
        member.give(member)
    except ParseFailure as error:
        reason = f"{safe_text(member.name, 200)}: {error}"
        outlet.state(member.span.offset, member.span.length, ByteState.FAILED, reason)
