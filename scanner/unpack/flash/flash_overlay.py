"""Which stored piece of a file counts for which of its bytes, where newer pieces lie over older ones."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner.unpack.flash.flash_codecs import Codec


@dataclass(frozen=True, slots=True)
class Piece:
    """One node of a flash file system that holds a part of a file: bytes ``[at, at + size)`` of it."""

    rank: int
    """The higher one lies above: a version (JFFS2) or a sequence number (UBIFS)."""
    at: int
    size: int
    start: int
    """Offset of the node in the image."""
    length: int
    """Of the node in the image, with its header."""
    data: int
    """Offset of the stored bytes in the image."""
    stored: int
    """Number of the stored bytes."""
    codec: Codec | None
    """None: zeros, of which nothing is stored."""
    trouble: str = ""
    """Why it counts as failed although it is used: a wrong checksum."""

    @property
    def end(self) -> int:
        """First byte of the file behind the piece."""
        return self.at + self.size


@dataclass(frozen=True, slots=True)
class Segment:
    """Bytes ``[start, end)`` of a file and the piece that they come from; None where no piece has them."""

    start: int
    end: int
    piece: Piece | None


def segments(pieces: Sequence[Piece], size: int) -> Iterator[Segment]:
    """The segments of a file of ``size`` bytes in order, without gap; neighbours may come from one piece.

    At most two for every piece and one more; time is that of sorting.
    """
    waiting = sorted(pieces, key=lambda piece: piece.at)
    active: list[tuple[bool, int, int, Piece]] = []
    position, index = 0, 0
    while position < size:
        while index < len(waiting) and waiting[index].at <= position:
            piece = waiting[index]
            heapq.heappush(active, (bool(piece.trouble), -piece.rank, -piece.start, piece))
            index += 1
        while active and active[0][3].end <= position:
            heapq.heappop(active)
        following = waiting[index].at if index < len(waiting) else size
        top = active[0][3] if active else None
        end = min(size, following, top.end if top else size)
        yield Segment(position, end, top)
        position = end
