"""ELF programs packed by UPX: segment by segment, then what stood between and behind the segments.

Layout: UPX's ``p_lx_elf.cpp``. A program: the block of its headers, blocks of every loaded segment, the loader, blocks
of the gaps. A library: what the dynamic linker needs stays as it is, and so do writable segments.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from scanner.formats.checks import number
from scanner.types import ParseFailure, Span
from scanner.unpack.programs.upx.blocks import (
    HEAD,
    POINTER,
    Block,
    Reel,
    Trailer,
    behind_magics,
    block_at,
    trailer_behind,
    trailer_of,
)
from scanner.unpack.programs.upx.codec import METHODS
from scanner.unpack.programs.upx.result import Unpacked, compared
from scanner.unpack.programs.upx.segments import Segment, gap_behind, seek_block

LOAD, DYNAMIC = 1, 2
EXECINSTR = 4
"""Section flag SHF_EXECINSTR."""
MOST_SECTIONS = 4096
CODE_ALONE = "only its code was packed: its headers are the packer's, what stands behind its code is in the packed file"
DT_INIT = 12
STARTED = "in its table of functions to be called first one is the packer's"
WRITABLE = 2
MOST_SEGMENTS = 40
NEAR = 1 << 13
"""Bytes in which the first block of a program stands, behind its own headers."""
BEGINS = 256
"""Bytes behind the segments in which the first block begins, with the notes and sections that some keep there."""
CANDIDATES = 4096
"""Headers of a first block that are tried."""


@dataclass(frozen=True)
class Headers:
    """The header and the segments of an ELF file (System V ABI, chapters 4 and 5)."""

    data: memoryview

    @property
    def wide(self) -> bool:
        """64 bits."""
        return self.data[4] == 2

    @property
    def order(self) -> str:
        """``struct`` code of its byte order."""
        return ">" if self.data[5] == 2 else "<"

    @property
    def identity(self) -> tuple[bytes, bytes]:
        """What a packed program has in common with itself unpacked: class, byte order, type and machine."""
        return bytes(self.data[:7]), bytes(self.data[16:20])

    @property
    def row(self) -> int:
        """Bytes of a segment's row."""
        return 56 if self.wide else 32

    @property
    def size(self) -> int:
        """Bytes of the header and the rows behind it."""
        return (64 if self.wide else 52) + self.row * self.count

    @property
    def count(self) -> int:
        """Rows."""
        return max(0, number(self.data, 56 if self.wide else 44, self.order + "H"))

    @property
    def stated_end(self) -> int:
        """Where the section table ends, as the header says; 0 without one."""
        start = number(self.data, 40 if self.wide else 32, self.order + ("Q" if self.wide else "I"))
        size, count = (number(self.data, (58 if self.wide else 46) + 2 * i, self.order + "H") for i in range(2))
        return start + size * count if start > 0 and size > 0 and count > 0 else 0

    @cached_property
    def segments(self) -> list[Segment]:
        """The rows, in order, as far as they are there."""
        layout = struct.Struct(self.order + ("IIQ8x8xQ8x8x" if self.wide else "II4x4xI4xI4x"))
        start = 64 if self.wide else 52
        rows = (start + self.row * index for index in range(min(MOST_SEGMENTS, self.count)))
        found = [layout.unpack_from(self.data, at) for at in rows if at + self.row <= len(self.data)]
        if self.wide:
            return [Segment(kind, flags, offset, size) for kind, flags, offset, size in found]
        return [Segment(kind, flags, offset, size) for kind, offset, size, flags in found]

    @property
    def code_sections(self) -> list[Span]:
        """Sections of instructions, as far as their table is there."""
        row = struct.Struct(self.order + ("4xIQ8xQQ24x" if self.wide else "4xII4xII16x"))
        start = number(self.data, 40 if self.wide else 32, self.order + ("Q" if self.wide else "I"))
        size, count = (number(self.data, (58 if self.wide else 46) + 2 * i, self.order + "H") for i in range(2))
        if start <= 0 or size != row.size:
            return []
        places = (start + size * index for index in range(min(MOST_SECTIONS, count)))
        found = (row.unpack_from(self.data, at) for at in places if at + size <= len(self.data))
        return [Span(offset, length) for kind, flags, offset, length in found if kind == 1 and flags & EXECINSTR]

    @property
    def loads(self) -> list[Segment]:
        """Segments with bytes that are loaded."""
        return [segment for segment in self.segments if segment.kind == LOAD and segment.size]


def begins_elf(data: memoryview) -> bool:
    """Whether the header of a first block stands where UPX writes it: near the segments, or behind a magic."""
    if len(data) < 64 or data[4] not in (1, 2) or data[5] not in (1, 2):
        return False
    packed = Headers(data)
    if _pattern(packed.wide, packed.order).search(data[: packed.size + BEGINS], packed.size):
        return True
    blocks = (block_at(data, at, packed.order) for at in behind_magics(data))
    return any(block is not None and block.packed < block.size for block in blocks)


def unpack_elf(data: memoryview, room: int) -> Unpacked | None:
    """The program in ``data``, at most ``room`` bytes of it; None where there is no first block of UPX."""
    if len(data) < 64 or data[4] not in (1, 2) or data[5] not in (1, 2):
        return None
    packed = Headers(data)
    for block, head in _first_blocks(packed):
        plain = Headers(memoryview(head))
        if plain.identity == packed.identity and plain.segments:
            return _Unpacking(packed, plain, block, room).result()
    return _code_alone(packed, room)


def _code_alone(packed: Headers, room: int) -> Unpacked | None:
    """A library of UPX 3.9x with more than two segments: only its code is packed, and UPX itself finds no way back."""
    data, order = packed.data, packed.order
    for at in behind_magics(data):
        reel, start = Reel(data, room), at - 2 * HEAD
        block = block_at(data, at, order)
        if block is None or not block.packed < block.size or not reel.opens(block):
            continue
        content = bytearray()
        while block is not None and reel.opens(block):
            content += reel.take(block)
            block = block_at(data, block.end, order)
        pieces: list[tuple[int, bytes | bytearray]] = [(0, bytes(data[:start])), (start, content)]
        return compared(Unpacked(pieces, reel.spans, at, 0, "", [CODE_ALONE]), reel, None, 0)
    return None


def _first_blocks(packed: Headers) -> Iterator[tuple[Block, bytes]]:
    """Blocks that give something, the likeliest first."""
    data, reel = packed.data, Reel(packed.data, NEAR << 12)
    trailer = trailer_of(data, packed.order)
    places = [trailer.start + HEAD] if trailer is not None else []
    places += behind_magics(data)
    heads = _pattern(packed.wide, packed.order).finditer(data)
    for _, at in zip(range(CANDIDATES), (*places, *(match.start() for match in heads)), strict=False):
        block = block_at(data, at, packed.order)
        if block is not None:
            try:
                yield block, reel.peek(block)
            except ParseFailure:
                continue


@cache
def _pattern(wide: bool, order: str) -> re.Pattern[bytes]:
    """A block's header whose size is that of an ELF header with its segments, and which has no filter."""
    sizes = (64 + 56 * count if wide else 52 + 32 * count for count in range(1, MOST_SEGMENTS))
    either = b"|".join(re.escape(struct.pack(order + "I", size)) for size in sizes)
    packed = rb"..\0\0" if order == "<" else rb"\0\0.."
    return re.compile(b"(?:" + either + b")" + packed + b"[" + re.escape(bytes(METHODS)) + rb"]\0\0", re.DOTALL)


class _Unpacking:
    """One program on its way out."""

    def __init__(self, packed: Headers, plain: Headers, first: Block, room: int) -> None:
        self.packed, self.plain, self.first = packed, plain, first
        self.data, self.order = packed.data, packed.order
        self.reel = Reel(self.data, room)
        self.at = first.at
        self.pieces: list[tuple[int, bytes | bytearray]] = []
        self.remarks: list[str] = []
        self.trailer = self._trailer()
        stated = number(self.data, first.at - 8, self.order + "I")
        self.size = max(0, stated) or (self.trailer.header.file_size if self.trailer else 0)

    def _trailer(self) -> Trailer | None:
        trailer = trailer_of(self.data, self.order)
        return trailer if trailer is not None and trailer.header.at >= self.first.end else None

    def result(self) -> Unpacked:
        """Everything that can be had."""
        fault = ""
        try:
            if any(segment.kind == DYNAMIC for segment in self.packed.segments):
                self._library()
            else:
                for segment in self.plain.loads:
                    self._extent(segment.offset, segment.size)
            self._gaps()
        except ParseFailure as error:
            fault = str(error)
        self.trailer = self.trailer or trailer_behind(self.data, self.at, self.order)
        end = self.trailer.header.end + POINTER if self.trailer else self.at
        result = Unpacked(self.pieces, self.reel.spans, self.first.at, end, "", self.remarks, fault)
        return compared(result, self.reel, self.trailer, self.size)

    def _extent(self, offset: int, size: int) -> None:
        """The next ``size`` bytes, which belong to ``offset``; those before a break are kept."""
        content = bytearray()
        self.pieces.append((offset, content))
        self.at = self.reel.extent(self.at, size, self.order, content)

    def _library(self) -> None:
        """Of a shared library: the linker's tables as they stand, packed segments, writable segments as they stand."""
        start = self.first.at - 2 * HEAD
        head = self.reel.take(self.first)
        self.at = self.first.end
        self.pieces.append((0, head))
        kept = bytes(self.data[len(head) : start]) if len(head) == self.plain.size else b""
        self.pieces.append((len(head), kept))
        written = len(head) + len(kept)
        for segment in self.plain.loads:
            if segment.flags & WRITABLE:
                continue
            begin = max(segment.offset, written)
            if segment.end > begin:
                self._extent(begin, segment.end - begin)
        for plain, packed in zip(self.plain.segments, self.packed.segments, strict=False):
            if plain.kind == LOAD and plain.flags & WRITABLE and packed.size >= plain.size:
                self.pieces.append((plain.offset, bytes(self.data[packed.offset : packed.offset + plain.size])))
        self._start_function()

    def _start_function(self) -> None:
        """Put the library's own first function (DT_INIT) back, which stands in words before the loader."""
        word, width = (self.order + "Q", 8) if self.plain.wide else (self.order + "I", 4)
        table = -(-self.at // 4) * 4
        first = number(self.data, table, self.order + "I")
        own = number(self.data, table + (8 if first else 12), self.order + "I")
        dynamic = next(segment for segment in self.packed.segments if segment.kind == DYNAMIC)
        for index, (offset, content) in enumerate(self.pieces):
            place = next((plain.offset for plain in self.plain.segments if plain.kind == DYNAMIC), -1) - offset
            if own > 0 and 0 <= place <= len(content) - dynamic.size:
                rows = range(place, place + dynamic.size - width, 2 * width)
                found = [at for at in rows if number(memoryview(content), at, word) == DT_INIT]
                if found:
                    at = found[0] + width
                    self.pieces[index] = (
                        offset,
                        bytes(content[:at]) + struct.pack(word, own) + bytes(content[at + width :]),
                    )
                    return
        self.remarks.append(STARTED)

    def _gaps(self) -> None:
        """What stands behind a segment and in no other: section names, symbols, debug data."""
        for segment in self.plain.loads:
            if gap := gap_behind(segment, self.plain.loads, self.size or self.plain.stated_end):
                self.at = seek_block(self.reel, self.at, gap, self.order)
                self._extent(segment.end, gap)
