"""Files that mkzftree packed for an ISO image (Linux ``fs/isofs/compress.c``): a table, then a zlib stream a block."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.compressed.codecs import Decoded, zlib_engine
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted

HEADER = 16


class Zisofs:
    """Hands over the unpacked file. A block of no bytes stands for zeros."""

    NAME: ClassVar[str] = "zisofs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"zisofs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("Of version 2 (files above 4 GiB, other codecs) nothing is read.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: where the table is no list of rising offsets.
        """
        size, _, shift = struct.unpack_from("<IBB", source.data, 8)
        count = -(-size >> shift)
        places = struct.unpack_from(f"<{count + 1}I", source.data, HEADER)
        first = HEADER + 4 * (count + 1)
        if places[0] < first or any(a > b for a, b in pairwise(places)):
            raise ParseFailure("the table of blocks does not rise")
        outlet.parsed(0, first)
        unaccounted(source, outlet, first, places[0], "gap")
        unaccounted(source, outlet, places[-1], source.size, "trailing")
        area = Span(places[0], min(places[-1], source.size) - places[0])
        try:
            outlet.stream("unpacked", _blocks(source, places, size, 1 << shift), area)
        except ParseFailure as error:
            outlet.state(area.offset, area.length, ByteState.FAILED, str(error))


def _blocks(source: Source, places: tuple[int, ...], size: int, block: int) -> Iterator[bytes]:
    for start, end in pairwise(places):
        length = min(block, size)
        size -= length
        if end > source.size:
            raise ParseFailure("the file is cut within a block")
        if start == end:
            yield bytes(length)
            continue
        stream = Decoded(source.data, start, end, zlib_engine(), (length, None))
        yield from stream
        if stream.end != end:
            raise ParseFailure(f"{end - stream.end:,} bytes stand behind a block")
