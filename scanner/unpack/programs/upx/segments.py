"""Segments of a packed program, and the blocks of what stands between them."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.types import ParseFailure
from scanner.unpack.programs.upx.blocks import Reel, block_at

TRIES = 64
"""Places that are tried for one block that has to be looked for."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One loaded part of a program."""

    kind: int
    flags: int
    offset: int
    size: int

    @property
    def end(self) -> int:
        """First byte behind it in the file."""
        return self.offset + self.size


def gap_behind(segment: Segment, segments: Sequence[Segment], size: int) -> int:
    """Bytes from the end of ``segment`` to the next one, or to the end of the program, of ``size`` bytes if known."""
    behind = [other.offset for other in segments if other.offset >= segment.end]
    return max(0, min([*behind, *([size] if size else [])], default=0) - segment.end)


def seek_block(reel: Reel, start: int, size: int, order: str) -> int:
    """Where the next block of ``size`` bytes begins: the loader stands before it, and its length is no safe fact.

    :raises ParseFailure: where there is none.
    """
    wanted = re.compile(re.escape(struct.pack(order + "I", size)), re.DOTALL)
    for _ in range(TRIES):
        found = wanted.search(reel.data, start)
        if found is None:
            break
        start = found.start()
        block = block_at(reel.data, start, order)
        if block is not None and not (block.filter or block.mark) and reel.opens(block):
            return start
        start += 1
    raise ParseFailure(f"the block of {size:,} bytes between its segments is not there")
