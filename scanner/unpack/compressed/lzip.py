"""Files of the program lzip (its manual, "File format"): members of LZMA with CRC-32 and sizes behind each."""

from __future__ import annotations

import lzma
import struct
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ParseFailure
from scanner.unpack.compressed.codecs import ENDS_EARLY, Decoded, verify
from scanner.unpack.compressed.streams import Carver
from scanner.unpack.outlet import Outlet

MAGIC = b"LZIP"
HEAD, TRAILER = 6, 20
SMALLEST_DICTIONARY, LARGEST_DICTIONARY = 1 << 12, 1 << 29


class Lzip:
    """lzip; members in a row make one file."""

    NAME: ClassVar[str] = "lzip"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"lzip"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("Intact members behind a broken one are not searched for.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(_members(carver))


def _members(carver: Carver) -> Iterator[bytes]:
    source = carver.source
    while True:
        start = carver.at
        stream = Decoded(source.data, start + HEAD, source.size, _engine(source.read(start, HEAD)))
        yield from stream
        trailer = source.read(stream.end, TRAILER)
        if len(trailer) < TRAILER:
            raise ParseFailure(ENDS_EARLY)
        crc, size, member = struct.unpack("<LQQ", trailer)
        verify(stream.size, stream.crc, (size, crc))
        carver.at = stream.end + TRAILER
        if member != carver.at - start:
            raise ParseFailure(f"a member of {carver.at - start:,} bytes says that it has {member:,}")
        if source.read(carver.at, len(MAGIC)) != MAGIC:
            return


def _engine(head: bytes) -> lzma.LZMADecompressor:
    """The decoder for a member with this header: version 1, coded dictionary size; other properties are fixed."""
    if len(head) < HEAD:
        raise ParseFailure(ENDS_EARLY)
    base = 1 << (head[5] & 0x1F)
    dictionary = base - (base >> 4) * (head[5] >> 5)
    if head[4] != 1 or not SMALLEST_DICTIONARY <= dictionary <= LARGEST_DICTIONARY:
        raise ParseFailure(f"version {head[4]} of lzip with a dictionary of {dictionary:,} bytes")
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": 3, "lp": 0, "pb": 2}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)
