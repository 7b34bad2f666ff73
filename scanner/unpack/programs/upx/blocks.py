"""The blocks that UPX writes into ELF and Mach-O programs: a header of 12 bytes, then packed or plain bytes.

Layouts: UPX's ``p_unix.h`` (``b_info``, ``p_info``, ``l_info``) and ``packhead.cpp``. Makers of devices and of worse
things wipe the magic and the sizes, for the program starts without them; so nothing here relies on either.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from scanner.formats.checks import number
from scanner.types import ParseFailure, Span
from scanner.unpack.programs.upx.codec import METHODS, unpack
from scanner.unpack.programs.upx.filters import unfilter
from scanner.unpack.programs.upx.header import PackHeader, pack_headers
from scanner.unpack.programs.upx.nrv import Broken

HEAD = 12
"""Bytes of a block's header, of ``p_info`` before the first one, and of ``l_info`` before that."""
POINTER = 4
"""Bytes of the place of ``p_info``, behind the pack header."""
FROM_END = 1 << 13
"""Bytes before the end in which UPX itself looks for the pack header."""
MOST_MAGICS = 64
FORMATS = frozenset({*range(10, 38), 39, 42, *range(131, 134), *range(136, 141), 142})
"""Numbers of the Unix formats in the pack header (UPX's ``conf.h``)."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block: where its header stands, what it unpacks to and how it was packed."""

    at: int
    size: int
    packed: int
    method: int
    filter: int
    mark: int

    @property
    def end(self) -> int:
        """First byte behind it."""
        return self.at + HEAD + self.packed

    @property
    def span(self) -> Span:
        """Header and content."""
        return Span(self.at, HEAD + self.packed)


@dataclass(frozen=True, slots=True)
class Trailer:
    """The pack header behind all blocks, and where it says that ``p_info`` stands."""

    header: PackHeader
    start: int


def block_at(data: memoryview, at: int, order: str) -> Block | None:
    """The block whose header stands at ``at``; None where its fields cannot be one's."""
    if at < 0 or at + HEAD > len(data):
        return None
    size, packed, method, kind, mark, _ = struct.unpack_from(order + "IIBBBB", data, at)
    plain = size == packed and not kind
    if not 0 < packed <= size or at + HEAD + packed > len(data) or not (plain or method in METHODS):
        return None
    return Block(at, size, packed, method, kind, mark)


def behind_magics(data: memoryview) -> list[int]:
    """Where a first block stands behind each magic that may be the one of ``l_info``."""
    found = zip(range(MOST_MAGICS), re.finditer(rb"UPX!", data), strict=False)
    return [match.start() + 8 + HEAD for _, match in found]


class Reel:
    """Unpacks blocks one by one and keeps the sums over them; ``room`` is what may come out of all of them."""

    def __init__(self, data: memoryview, room: int) -> None:
        self.data = data
        self.room = room
        self.plain_sum = self.packed_sum = 1
        self.spans: list[Span] = []
        self.methods: set[int] = set()
        self.filtered: set[int] = set()
        """Filters that could not be undone."""

    def take(self, block: Block) -> bytes:
        """What ``block`` holds.

        :raises ParseFailure: where it is broken, or gives another number of bytes than it says.
        """
        out = self.peek(block)
        self.packed_sum = zlib.adler32(self.data[block.at + HEAD : block.end], self.packed_sum)
        self.plain_sum = zlib.adler32(out, self.plain_sum)
        self.room -= len(out)
        self.spans.append(block.span)
        if block.packed < block.size:
            self.methods.add(block.method)
        return out

    def extent(self, at: int, size: int, order: str, out: bytearray) -> int:
        """Append to ``out`` the ``size`` bytes of the blocks that begin at ``at``; returns the first byte behind them.

        :raises ParseFailure: where a block is missing or broken; what came before is in ``out``.
        """
        while len(out) < size:
            block = block_at(self.data, at, order)
            if block is None or block.size > size - len(out):
                raise ParseFailure(f"there is no block at offset {at:,}")
            try:
                out += self.take(block)
            except Broken as error:
                out += error.came
                raise
            at = block.end
        return at

    def opens(self, block: Block) -> bool:
        """Whether ``block`` can be unpacked."""
        try:
            self.peek(block)
        except ParseFailure:
            return False
        return True

    def peek(self, block: Block) -> bytes:
        """The same, without keeping account."""
        content = self.data[block.at + HEAD : block.end]
        if block.packed == block.size:
            return bytes(content)
        if block.size > self.room:
            raise ParseFailure(f"a block claims to unpack to {block.size:,} bytes")
        out, _ = unpack(content, block.method, block.size)
        if len(out) != block.size:
            raise ParseFailure(f"{len(out):,} bytes came out of a block where {block.size:,} were announced")
        plain = unfilter(out, block.filter, block.mark)
        if plain is None:
            self.filtered.add(block.filter)
        return out if plain is None else plain


def trailer_of(data: memoryview, order: str) -> Trailer | None:
    """The last pack header near the end of ``data``; None where it is wiped."""
    found = _fitting(data, max(0, len(data) - FROM_END), len(data))
    return Trailer(found[-1], number(data, found[-1].end, order + "I")) if found else None


def trailer_behind(data: memoryview, start: int, order: str) -> Trailer | None:
    """The first pack header behind the last block, where something was appended to the program."""
    found = _fitting(data, start, min(len(data), start + FROM_END))
    return Trailer(found[0], number(data, found[0].end, order + "I")) if found else None


def _fitting(data: memoryview, start: int, end: int) -> list[PackHeader]:
    """Pack headers of a program that fits into ``data``."""
    found = pack_headers(data, start, end, FORMATS)
    return [header for header in found if header.has_magic(data) or header.packed_size <= len(data) <= header.file_size]
