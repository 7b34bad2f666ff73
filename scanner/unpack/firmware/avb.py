"""Android verified boot (AOSP ``external/avb/libavb``): vbmeta structures, and the footer that leads to one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.checks import number
from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.media.walked import Aside
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted
from scanner.unpack.tail import hand_over_tail

FOOTER, HEADER = 64, 256
_SHA256, _SHA512 = range(1, 4), range(4, 7)
CHUNK = 1 << 20


def hand_over_avb(source: Source, outlet: Outlet, start: int) -> None:
    """Account for ``[start, end of the node)``: the tail, without the vbmeta of a footer in its last bytes."""
    at = source.size - FOOTER
    meta = footer(source.data, at) if at >= start else None
    if meta is None or meta.offset < start or meta.end > at:
        hand_over_tail(source, outlet, start)
        return
    unaccounted(source, outlet, start, meta.offset, "before-vbmeta", 4096)
    outlet.view("vbmeta", meta.offset, meta.length)
    unaccounted(source, outlet, meta.end, at, "behind-vbmeta", 4096)
    outlet.parsed(at, FOOTER)


def footer(data: memoryview, at: int) -> Span | None:
    """Where the vbmeta structure is, by the footer at ``at``; None where there is no footer (``avb_footer.h``)."""
    if bytes(data[at : at + 4]) != b"AVBf" or number(data, at + 4, ">I") != 1:
        return None
    if any(data[at + 36 : at + FOOTER]):
        return None
    return Span(number(data, at + 20, ">Q"), number(data, at + 28, ">Q"))


class Vbmeta:
    """A vbmeta structure: header, hash and signature, descriptors and keys. Its hash is verified."""

    NAME: ClassVar[str] = "android-vbmeta"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"android-vbmeta"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The signature is not verified, and neither are the hashes of other partitions that it states.",
        "Hash trees of verified partitions are not recognised as such.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        data = source.data
        if source.size < HEADER:
            raise ParseFailure("the header is cut off")
        signed = Span(HEADER, number(data, 12, ">Q"))
        other = Span(signed.end, number(data, 20, ">Q"))
        outlet.parsed(0, HEADER - 80)
        unaccounted(source, outlet, HEADER - 80, HEADER, "reserved")
        if other.end > source.size:
            raise ParseFailure(f"cut: {other.end:,} bytes by its header, {source.size:,} are there")
        hashed, descriptors = _within(data, signed, 32), _within(data, other, 96)
        pieces = [hashed, _within(data, signed, 48), _within(data, other, 64), _within(data, other, 80)]
        aside = Aside(outlet)
        _declare(source, outlet, [*pieces, *_descriptors(data, descriptors)], other.end, aside)
        if not _hash_holds(data, hashed, other):
            outlet.state(0, other.end, ByteState.FAILED, "the hash of the vbmeta structure is wrong")
        hand_over_tail(source, outlet, other.end)


def _within(data: memoryview, block: Span, field: int) -> Span:
    """A part of ``block`` whose offset and size stand at ``field`` of the header."""
    span = Span(block.offset + number(data, field, ">Q"), number(data, field + 8, ">Q"))
    if span.end > block.end:
        raise ParseFailure(f"a part at {span.offset:#x} lies outside its block")
    return span


def _descriptors(data: memoryview, within: Span) -> Iterator[Span]:
    """Descriptors (``avb_descriptor.h``): tag, bytes that follow (a multiple of eight), content."""
    at = within.offset
    while at < within.end:
        length = number(data[: within.end], at + 8, ">Q")
        if length < 0 or at + 16 + length > within.end:
            raise ParseFailure(f"the descriptor at {at:#x} is longer than the descriptors")
        yield Span(at, 16 + length)
        at += 16 + length


def _declare(source: Source, outlet: Outlet, pieces: list[Span], end: int, aside: Aside) -> None:
    """Declare the parts, which may not overlap, and what stands between them; of long ones little is only parsed."""
    at = HEADER
    for span in sorted((piece for piece in pieces if piece.length), key=lambda piece: piece.offset):
        if span.offset < at:
            raise ParseFailure(f"a part at {span.offset:#x} overlaps another")
        unaccounted(source, outlet, at, span.offset, "gap")
        aside.take(b"part", span.offset, span.length)
        at = span.end
    unaccounted(source, outlet, at, end, "gap")


def _hash_holds(data: memoryview, stored: Span, other: Span) -> bool:
    """Whether header and auxiliary block have the stored hash; there is none with algorithm 0."""
    kind = number(data, 28, ">I")
    if kind == 0:
        return True
    if kind not in (*_SHA256, *_SHA512):
        raise ParseFailure(f"algorithm {kind}")
    digest = hashlib.sha256() if kind in _SHA256 else hashlib.sha512()
    digest.update(data[:HEADER])
    for start in range(other.offset, other.end, CHUNK):
        digest.update(data[start : min(start + CHUNK, other.end)])
    return digest.digest() == bytes(data[stored.offset : stored.end])
