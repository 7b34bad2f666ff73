"""Mach-O programs packed by UPX: the block of the load commands, blocks of every segment, blocks of the gaps.

Layout: UPX's ``p_mach.cpp``; load commands: ``mach-o/loader.h``. Of a fat file each architecture is packed by itself.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from scanner.formats.checks import number
from scanner.types import ParseFailure, Span
from scanner.unpack.programs.upx.blocks import HEAD, POINTER, Block, Reel, block_at, trailer_behind, trailer_of
from scanner.unpack.programs.upx.codec import METHODS
from scanner.unpack.programs.upx.elf import CANDIDATES, NEAR
from scanner.unpack.programs.upx.result import Unpacked, compared
from scanner.unpack.programs.upx.segments import Segment, gap_behind, seek_block

SEGMENT, SEGMENT_64 = 1, 0x19
LIBRARY = 6
BEGINS = 1024
"""Bytes behind the load commands in which the first block begins."""
MOST_COMMANDS = 4096
MOST_SEGMENTS = 64
MOST_SECTIONS = 255
INSTRUCTIONS = 0x80000000
"""Section flag S_ATTR_PURE_INSTRUCTIONS."""


@dataclass(frozen=True)
class Commands:
    """The header of a file of one architecture, and its segments."""

    data: memoryview

    @property
    def wide(self) -> bool:
        """64 bits."""
        return 0xCF in (self.data[0], self.data[3])

    @property
    def order(self) -> str:
        """``struct`` code of its byte order."""
        return "<" if self.data[0] in (0xCE, 0xCF) else ">"

    @property
    def identity(self) -> bytes:
        """What a packed program has in common with itself unpacked: magic, machine and type."""
        return bytes(self.data[:16])

    @property
    def kind(self) -> int:
        """Type of the file."""
        return number(self.data, 12, self.order + "I")

    def rows(self) -> Iterator[tuple[int, int]]:
        """(number, place) of every command, as far as they are there."""
        at = 32 if self.wide else 28
        for _ in range(min(MOST_COMMANDS, max(0, number(self.data, 16, self.order + "I")))):
            command, length = number(self.data, at, self.order + "I"), number(self.data, at + 4, self.order + "I")
            if length < 8:
                return
            yield command, at
            at += length

    @property
    def code_sections(self) -> list[Span]:
        """Sections of instructions."""
        layout = struct.Struct(self.order + ("32x8xQI12xI12x" if self.wide else "32x4xII12xI8x"))
        head, count = (72, 64) if self.wide else (56, 48)
        found: list[Span] = []
        for command, at in self.rows():
            if command != (SEGMENT_64 if self.wide else SEGMENT):
                continue
            many = min(MOST_SECTIONS, max(0, number(self.data, at + count, self.order + "I")))
            for place in range(at + head, at + head + layout.size * many, layout.size):
                if place + layout.size <= len(self.data):
                    size, offset, flags = layout.unpack_from(self.data, place)
                    found += [Span(offset, size)] if flags & INSTRUCTIONS else []
        return found

    @cached_property
    def segments(self) -> list[Segment]:
        """Segments with bytes, in order of their commands; their flags are the protection that they begin with."""
        word, start = (self.order + "Q", 40) if self.wide else (self.order + "I", 32)
        width, wanted = (8, SEGMENT_64) if self.wide else (4, SEGMENT)
        found: list[Segment] = []
        for command, at in self.rows():
            size = number(self.data, at + start + width, word) if command == wanted else 0
            if size > 0 and len(found) < MOST_SEGMENTS:
                flags = number(self.data, at + start + 2 * width + 4, self.order + "I")
                found.append(Segment(command, flags, number(self.data, at + start, word), size))
        return found


def begins_macho(data: memoryview) -> bool:
    """Whether a first block stands where UPX writes it: behind the load commands and room for some more."""
    if len(data) < 64:
        return False
    packed = Commands(data)
    start = (32 if packed.wide else 28) + max(0, number(data, 20, packed.order + "I"))
    heads = _headers(packed.order).finditer(data[: start + BEGINS], start)
    blocks = (block_at(data, match.start(), packed.order) for match in heads)
    reel = Reel(data, NEAR << 12)
    fitting = (block for block in blocks if block is not None and len(packed.identity) < block.size < NEAR)
    return any(reel.peek(block)[:16] == packed.identity for block in fitting if reel.opens(block))


def unpack_macho(data: memoryview, room: int) -> Unpacked | None:
    """The program in ``data`` (one architecture), at most ``room`` bytes; None where there is no first block of UPX."""
    if len(data) < 64:
        return None
    packed = Commands(data)
    for block, head in _first_blocks(packed):
        if head[:16] == packed.identity and (plain := Commands(memoryview(head))).segments:
            return _unpacked(packed, plain, block, room)
    return None


def _first_blocks(packed: Commands) -> Iterator[tuple[Block, bytes]]:
    data, reel = packed.data, Reel(packed.data, NEAR << 12)
    trailer = trailer_of(data, packed.order)
    places = [trailer.start + HEAD] if trailer is not None else []
    places += [match.start() for match in _headers(packed.order).finditer(data[:NEAR])]
    for at in places[:CANDIDATES]:
        block = block_at(data, at, packed.order)
        if block is not None and 0 < block.packed < block.size:
            try:
                yield block, reel.peek(block)
            except ParseFailure:
                continue


@cache
def _headers(order: str) -> re.Pattern[bytes]:
    """Headers of blocks that may hold load commands: at most 64 KiB, without a filter."""
    sizes = rb"..\0\0..\0\0" if order == "<" else rb"\0\0..\0\0.."
    return re.compile(b"(?=" + sizes + b"[" + re.escape(bytes(METHODS)) + rb"]\0\0)", re.DOTALL)


def _unpacked(packed: Commands, plain: Commands, first: Block, room: int) -> Unpacked:
    data, order, reel = packed.data, packed.order, Reel(packed.data, room)
    trailer = trailer_of(data, order)
    trailer = trailer if trailer is not None and trailer.header.at >= first.end else None
    size = max(0, number(data, first.at - 8, order + "I")) or (trailer.header.file_size if trailer else 0)
    pieces: list[tuple[int, bytes | bytearray]] = []
    at, fault = first.at, ""
    try:
        for segment in plain.segments:
            pieces.append((segment.offset, content := bytearray()))
            at = reel.extent(at, segment.size, order, content)
            if plain.kind == LIBRARY:
                break
        if plain.kind == LIBRARY:
            pieces += _as_they_are(packed, plain)
        else:
            for segment in plain.segments:
                if gap := gap_behind(segment, plain.segments, size):
                    pieces.append((segment.end, content := bytearray()))
                    at = reel.extent(seek_block(reel, at, gap, order), gap, order, content)
    except ParseFailure as error:
        fault = str(error)
    trailer = trailer or trailer_behind(data, at, order)
    end = trailer.header.end + POINTER if trailer else at
    return compared(Unpacked(pieces, reel.spans, first.at, end, "", [], fault), reel, trailer, size)


def _as_they_are(packed: Commands, plain: Commands) -> list[tuple[int, bytes | bytearray]]:
    """Of a library all segments but the first, which UPX does not pack."""
    pairs = zip(plain.segments[1:], packed.segments[1:], strict=False)
    return [(own.offset, bytes(packed.data[there.offset : there.end])) for own, there in pairs]
