"""Members that a table of contents places at offsets of one node: each byte once, and what no member owns is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.text import plural, safe_text
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


_NO_TABLE = Span(0, 0)


def hand_over_placed(
    source: Source, outlet: Outlet, members: Iterable[Placed], area: Span, table: Span = _NO_TABLE
) -> None:
    """Account for all of ``area`` by ``members``, which ``table`` lists (declared elsewhere).

    Members of the very same bytes are hard links of the first; one that overlaps another or passes the end of ``area``
    makes the bytes failed that it alone claims, and the table. A member whose ``give`` raises ParseFailure costs only
    itself.
    """
    at, end = area.offset, min(area.end, source.size)
    last: Placed | None = None
    lost: list[str] = []
    for member in sorted(members, key=lambda m: (m.span.offset, m.span.length)):
        span, shown = member.span, safe_text(member.name, 100)
        if last is not None and span == last.span and span.length:
            outlet.link(member.name, last.name, "hardlink")
        elif span.length and span.offset < at:
            lost.append(f"{shown} overlaps another member or the header")
            outlet.state(at, min(span.end, end) - at, ByteState.FAILED, lost[-1])
            at = max(at, min(span.end, end))
        elif span.end > end:
            lost.append(f"{shown} is cut or lies behind the end")
            at = _cut(source, outlet, member, Span(at, end - at), lost[-1])
        else:
            unaccounted(source, outlet, at, span.offset if span.length else at, "gap")
            at = max(at, span.end)
            _give(outlet, member)
            last = member
    unaccounted(source, outlet, at, end, "gap")
    if lost:
        outlet.state(table.offset, table.length, ByteState.FAILED, f"{plural(len(lost), 'member')} lost: {lost[0]}")


def _cut(source: Source, outlet: Outlet, member: Placed, left: Span, reason: str) -> int:
    """Hand over what is there of a member that passes the end; ``left`` is what no member before it owns.

    Returns the first byte that is not yet accounted for.
    """
    start = member.span.offset
    if start >= left.end:
        return left.offset
    unaccounted(source, outlet, left.offset, start, "gap")
    outlet.view(member.name, start, left.end - start)
    outlet.state(start, left.end - start, ByteState.FAILED, reason)
    return left.end


def _give(outlet: Outlet, member: Placed) -> None:
    if member.give is None:
        outlet.view(member.name, member.span.offset, member.span.length)
        return
    try:
        member.give(member)
    except ParseFailure as error:
        reason = f"{safe_text(member.name, 200)}: {error}"
        outlet.state(member.span.offset, member.span.length, ByteState.FAILED, reason)
