"""Descriptors of UDF (ECMA-167 third edition, OSTA UDF 2.60): tags with checksums, partitions, file entries."""

from __future__ import annotations

import binascii
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span
from scanner.unpack.filesystems.claims import HOLE

TAG = 16
ANCHOR, PARTITION, LOGICAL, END, FILE_SET, NAME, MORE, FILE, EXTENDED = 2, 5, 6, 8, 256, 257, 258, 261, 266
SHORT, LONG, INSIDE = 0, 1, 3
_STORED, _CONTINUES = 0, 3
_LENGTH = (1 << 30) - 1
_MOST_CONTINUATIONS = 4096


def tag(raw: bytes, known: frozenset[int]) -> int:
    """The type of the descriptor in ``raw``, one of ``known``.

    :raises ParseFailure: where its checksum or CRC is wrong, or it is another one.
    """
    if len(raw) < TAG:
        raise ParseFailure("a UDF descriptor is cut")
    kind, check, crc, length = struct.unpack_from("<HxxBxxxHH", raw)
    if sum(raw[:4] + raw[5:TAG]) & 0xFF != check or kind not in known:
        raise ParseFailure(f"there is no UDF descriptor of type {' or '.join(map(str, sorted(known)))}")
    if TAG + length <= len(raw) and binascii.crc_hqx(raw[TAG : TAG + length], 0) != crc:
        raise ParseFailure(f"the CRC of a UDF descriptor of type {kind} is wrong")
    return int(kind)


@dataclass(frozen=True, slots=True)
class Extent:
    """An allocation descriptor: ``block`` of partition reference ``partition``, and the kind of its space."""

    length: int
    kind: int
    block: int
    partition: int


def long_extent(raw: bytes, at: int) -> Extent:
    """A long allocation descriptor."""
    length, block, partition = struct.unpack_from("<IIH", raw, at)
    return Extent(length & _LENGTH, length >> 30, block, partition)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file entry. ``inside`` is the range of its data where they stand in the entry itself."""

    kind: int
    size: int
    used: int
    """Bytes of the entry itself, with what stands inside."""
    inside: Span | None
    extents: tuple[Extent, ...]


class Space:
    """Turns blocks of partition references into bytes of the image."""

    def __init__(self, source: Source, block: int) -> None:
        self.source, self.block = source, block
        self.references: list[tuple[Span, ...]] = []
        """Of each partition reference the byte ranges in order."""

    def runs(self, extent: Extent) -> list[Span]:
        """The byte ranges of an extent; what was never recorded reads as zeros.

        :raises ParseFailure: where it leads out of its partition.
        """
        if extent.kind != _STORED:
            return [Span(HOLE, extent.length)]
        if extent.partition >= len(self.references):
            raise ParseFailure(f"partition reference {extent.partition} is not described")
        found, skip, left = [], extent.block * self.block, extent.length
        for run in self.references[extent.partition]:
            if skip < run.length and left:
                part = min(left, run.length - skip)
                found.append(Span(run.offset + skip, part))
                left -= part
            skip = max(0, skip - run.length)
        if left:
            raise ParseFailure("an extent leads out of its partition")
        return found

    def read(self, extent: Extent) -> bytes:
        """The bytes of an extent."""
        runs = self.runs(extent)
        return b"".join(self.source.read(run.offset, run.length) for run in runs if run.offset != HOLE)

    def entry(self, place: Extent) -> tuple[Entry, Span]:
        """The file entry at ``place``, and the bytes of the block that it stands in.

        :raises ParseFailure: where there is none, or it is broken.
        """
        at = self.runs(Extent(self.block, 0, place.block, place.partition))[0]
        raw = self.source.read(at.offset, at.length)
        kind = tag(raw, frozenset({FILE, EXTENDED}))
        head = 176 if kind == FILE else 216
        flags, size = struct.unpack_from("<H", raw, 34)[0], struct.unpack_from("<Q", raw, 56)[0]
        attributes, descriptors = struct.unpack_from("<2I", raw, head - 8)
        start, end = head + attributes, head + attributes + descriptors
        if end > len(raw):
            raise ParseFailure("a file entry is larger than its block")
        form = flags & 7
        if form == INSIDE:
            return Entry(raw[27], size, end, Span(at.offset + start, min(size, descriptors)), ()), at
        extents = tuple(self._extents(raw[start:end], form, place.partition))
        return Entry(raw[27], size, end, None, extents), at

    def _extents(self, raw: bytes, form: int, partition: int) -> Iterator[Extent]:
        if form not in {SHORT, LONG}:
            raise ParseFailure(f"allocation descriptors of form {form}")
        step = 8 if form == SHORT else 16
        for _ in range(_MOST_CONTINUATIONS):
            following = None
            for at in range(0, len(raw) - step + 1, step):
                length, block = struct.unpack_from("<2I", raw, at)
                other = struct.unpack_from("<H", raw, at + 8)[0] if form == LONG else partition
                extent = Extent(length & _LENGTH, length >> 30, block, other)
                if not extent.length:
                    return
                if extent.kind == _CONTINUES:
                    following = extent
                    break
                yield extent
            if following is None:
                return
            raw = self.read(Extent(self.block, 0, following.block, following.partition))
            tag(raw, frozenset({MORE}))
            raw = raw[24 : 24 + struct.unpack_from("<I", raw, 20)[0]]
        raise ParseFailure("a file's allocation descriptors have no end")


def names(raw: bytes) -> Iterator[tuple[int, int, str, Extent]]:
    """(offset, characteristics, name, place of the entry) of the file identifiers of a folder.

    :raises ParseFailure: where one is broken; what stands before it has been yielded.
    """
    at = 0
    while at + 38 <= len(raw):
        flags, length = raw[at + 18], raw[at + 19]
        (use,) = struct.unpack_from("<H", raw, at + 36)
        size = -(-(38 + use + length) // 4) * 4
        tag(raw[at : at + size], frozenset({NAME}))
        text = raw[at + 38 + use : at + 38 + use + length]
        yield at, flags, characters(text), long_extent(raw, at + 20)
        at += size


def characters(raw: bytes) -> str:
    """Text of UDF's compressed Unicode: the first byte says how many bits each character has."""
    wide = raw[:1] in {b"\x10", b"\xff"}
    return raw[1:].decode("utf-16-be" if wide else "latin-1", "replace")
