"""RIFF (Microsoft/IBM multimedia specification): WebP, WAV, AVI and other forms; chunks within one outer chunk."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.checks import number
from scanner.types import ParseFailure
from scanner.unpack.media.walked import MEDIA_LIMITATION, Aside, Walk, Walked, need, picture_data
from scanner.unpack.outlet import Outlet

KNOWN = {
    b"WEBP": frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP", b"EXIF", b"XMP "}),
    b"WAVE": frozenset({b"fmt ", b"data", b"fact", b"LIST", b"cue ", b"smpl", b"inst", b"bext", b"PEAK", b"JUNK"}),
    b"AVI ": frozenset({b"LIST", b"JUNK", b"idx1"}),
    b"ACON": frozenset({b"anih", b"rate", b"seq ", b"LIST", b"INFO"}),
}

MEDIA = frozenset({b"VP8 ", b"VP8L", b"ANMF", b"ALPH", b"data", b"movi", b"idx1", b"fram"})
"""Chunks, and forms of lists, that are the picture or sound itself."""


def walk(data: memoryview, outlet: Outlet) -> int:
    """Chunk by chunk; chunks that the form does not know become children."""
    form = need(data, 8, 4, "the form")
    if form not in KNOWN:
        raise ParseFailure(f"RIFF form {form!r} is not known")
    end = 8 + number(data, 4, "<I")
    if end > len(data):
        raise ParseFailure("the file is shorter than its header says")
    outlet.parsed(0, 12)
    position, aside = 12, Aside(outlet)
    while position + 8 <= end:
        kind, length = need(data, position, 4, "a chunk"), number(data, position + 4, "<I")
        following = position + 8 + length + (length & 1)
        if position + 8 + length > end:
            raise ParseFailure(f"chunk {kind!r} at {position:#x} reaches beyond the end")
        outlet.parsed(position, 8)
        outlet.parsed(position + 8 + length, min(following, end) - position - 8 - length)
        label = data[position + 8 : position + 12] if kind == b"LIST" else kind
        if label in MEDIA:
            picture_data(outlet, position + 8, length, _pixels(kind, bytes(data[position + 8 : position + 24]), length))
        elif kind in KNOWN[form]:
            aside.take(b"chunk-" + kind, position + 8, length)
        elif length:
            outlet.view(b".chunk-" + kind, position + 8, length)
        position = following
    outlet.parsed(min(position, end), max(0, end - position))
    return max(end, min(position, len(data)))


def _pixels(kind: bytes, head: bytes, length: int) -> int:
    """Pixels of a still picture by its first bytes (RFC 6386, 9.1; WebP Lossless, 3); of other data, one a byte."""
    if kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return (int.from_bytes(head[6:8], "little") & 0x3FFF) * (int.from_bytes(head[8:10], "little") & 0x3FFF)
    if kind == b"VP8L" and head[:1] == b"\x2f":
        bits = int.from_bytes(head[1:5], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return length


class Riff(Walked):
    """WebP pictures, WAV sound, AVI films and animated cursors."""

    NAME: ClassVar[str] = "riff"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"webp", "riff"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (MEDIA_LIMITATION,)
    _WALKS: ClassVar[dict[str, Walk]] = {"webp": walk, "riff": walk}
