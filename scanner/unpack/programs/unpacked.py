"""What becomes of a packed program: unpacked it is a child; where that cannot be done, the ledger says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.executable import slices
from scanner.unpack.programs.packers import UPX, Packed, ends_like_upx, find_packed, protects_dex
from scanner.unpack.programs.upx.elf import begins_elf, unpack_elf
from scanner.unpack.programs.upx.macho import begins_macho, unpack_macho
from scanner.unpack.programs.upx.pe import begins_pe, unpack_pe
from scanner.unpack.programs.upx.result import Unpacked

NAME = ".unpacked"
MOST = 512 << 20
"""Bytes of one unpacked program: it is put together in memory."""
_BEGINS = {"elf": begins_elf, "pe": begins_pe, "macho": begins_macho}
_READERS = {"elf": unpack_elf, "pe": unpack_pe, "macho": unpack_macho}


@dataclass(frozen=True, slots=True)
class Taken:
    """Ranges that children carry, in order, and the first byte that no packer has written (0: nothing is known)."""

    spans: tuple[Span, ...] = ()
    end: int = 0


def hand_over_unpacked(source: Source, outlet: Outlet, noisy: Sequence[Span]) -> Taken:
    """Make the programs that are packed in ``source`` children; say what is packed and stays so.

    ``noisy`` are the ranges that measure like packed data, by themselves a reason to look for UPX only.
    """
    kind = outlet.node.format
    if packer := protects_dex(source.name):
        outlet.attributes.append(("packer", packer))
        outlet.attributes.append(
            (INCOMPLETE, f"{packer} packs the app that this library is part of: its code is unread")
        )
    spans: list[Span] = []
    end = 0
    parts = slices(source.data, kind)
    for part in parts:
        measured = any(run.offset < part.end and part.offset < run.end for run in noisy)
        packed, result = looked_for(source.data[part.offset : part.end], kind, measured, min(MOST, outlet.room()))
        if result is not None:
            name = NAME if len(parts) == 1 else f"{NAME}@{part.offset:#x}"
            spans += _hand_over(outlet, name, result, part.offset)
            end = max(end, part.offset + result.end)
        elif packed is not None:
            _say(outlet, packed, part.offset)
    return Taken(tuple(sorted(spans, key=lambda span: span.offset)), end)


def looked_for(data: memoryview, kind: str, measured: bool, room: int) -> tuple[Packed | None, Unpacked | None]:
    """What says that the program in ``data`` is packed, and the program that came out of it.

    ``measured``: something in it measures like packed data.
    """
    packed = find_packed(data, kind) or ends_like_upx(data)
    if packed or measured or _BEGINS[kind](data):
        return packed, _READERS[kind](data, room)
    return packed, None


def _hand_over(outlet: Outlet, name: str, result: Unpacked, base: int) -> list[Span]:
    """The unpacked program as a child; returns the ranges that it was packed in."""
    spans = [Span(base + span.offset, span.length) for span in result.spans]
    outlet.attributes.append(("packer", f"{UPX}, {result.packing}"))
    outlet.attributes.extend(("unpacked", remark) for remark in result.remarks)
    if any(content for _, content in result.pieces):
        outlet.stream(name, result.content())
    if not result.fault:
        for span in spans:
            outlet.carried(span.offset, span.length)
        return spans
    reason = f"packed with {UPX}: {result.fault}"
    outlet.attributes.append((INCOMPLETE, reason))
    first, last = base + result.start, base + max(result.end, *(span.end for span in result.spans), result.start)
    outlet.state(first, last - first, ByteState.FAILED, reason)
    return [Span(first, last - first)]


def _say(outlet: Outlet, packed: Packed, base: int) -> None:
    """Nobody here can unpack it: its bytes are opaque, and too much however few they are."""
    reason = f"packed with {packed.packer} ({packed.because}): not unpacked"
    outlet.attributes.append(("packer", packed.packer))
    for span in packed.spans:
        outlet.state(base + span.offset, span.length, ByteState.OPAQUE, reason)
    first, size = packed.spans[0], sum(span.length for span in packed.spans)
    outlet.attributes.append((INCOMPLETE, f"{reason}, {size:,} bytes from offset {base + first.offset:#x}"))
