"""Skippable frames, which zstd and lz4 share (RFC 8878, 3.1.2): a magic number, a length, and any bytes."""

from __future__ import annotations

from scanner.formats.checks import number
from scanner.formats.source import Source
from scanner.types import ParseFailure
from scanner.unpack.outlet import Outlet


def is_skippable(data: memoryview, start: int) -> bool:
    """Whether the head of a skippable frame stands at ``start``."""
    head = bytes(data[start : start + 8])
    return len(head) == 8 and head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5


def skippable_frame(source: Source, outlet: Outlet, start: int) -> int:
    """Take the content of the skippable frame at ``start`` for a free field; returns the offset behind the frame.

    :raises ParseFailure: where it is longer than the file.
    """
    length = number(source.data, start + 4, "<I")
    end = start + 8 + length
    if length < 0 or end > source.size:
        raise ParseFailure("a skippable frame is longer than the file")
    if length:
        outlet.field("frame", start + 8, length)
    return end
