"""What all images of virtual disks share: tables that say where each part of the disk is stored."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.compressed.codecs import zstd_frame_end
from scanner.unpack.filesystems.claims import BLOCK, HOLE, Claims
from scanner.unpack.outlet import Outlet

NAME = "disk.img"
_ZEROS = bytes(BLOCK)
_WINDOW = 8 << 20
"""Bytes of memory that a zstd frame of one cluster may ask for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``length`` bytes of the disk: zeros, or ``stored`` bytes at ``at`` of the image, packed where ``codec`` is set.

    Codecs: ``deflate`` without and ``zlib`` with header, ``zstd``. A packed piece may take less than ``stored``. Of one
    that is not packed, ``stored`` bytes must be in the file although the disk may end before.
    """

    length: int
    at: int = HOLE
    stored: int = 0
    codec: str = ""
    whole: int = 0
    """Bytes that a packed piece may unpack to where they are more than ``length``: the disk ends inside it."""


class DiskImage:
    """One image: collects what its tables say, writes the raw disk and accounts for every byte of the file."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet = source, outlet
        self.claims = Claims(source, outlet)
        self._used: list[tuple[int, int]] = []
        self._missing = 0
        self._behind = b""
        self._cut: set[int] = set()

    def table(self, at: int, count: int, code: str) -> tuple[int, ...]:
        """``count`` numbers (one ``struct`` code with byte order) at ``at``; where the file is cut, fewer."""
        size = struct.calcsize(code)
        there = max(0, min(count, (self.source.size - at) // size)) if at >= 0 else 0
        if there < count:
            self._cut.add(at)
        self.claims.structure(at, there * size)
        return struct.unpack(f"{code[0]}{there}{code[1]}", self.source.read(at, there * size))

    def write(self, pieces: Callable[[], Iterator[Piece]], size: int) -> None:
        """Hand over the disk of ``size`` bytes, as a view where the image holds it in one piece."""
        start, end = _one_run(pieces(), size)
        if 0 <= start <= self.source.size - size and size:
            if end > self.source.size:
                self._cut.add(start)
            self.outlet.view(NAME, start, size)
            self.claims.take(start, size)
            return
        self.outlet.stream(NAME, self._blocks(_exactly(pieces(), size)))
        if any(self._behind):
            self.outlet.stream(".behind-the-end", (self._behind,))
        for begin, end in _shared(self._used):
            self.claims.failed(begin, end - begin, "two parts of the disk are stored at the same place")
        for begin, end in _merged(self._used):
            self.outlet.carried(begin, end - begin)
            self.claims.take(begin, end - begin)

    def finish(self) -> None:
        """Hand over what no table refers to; an image of which parts are missing is failed as a whole."""
        self.claims.rest(0, self.source.size)
        if self._missing or self._cut:
            reason = f"the image is cut: {self._missing:,} bytes of the disk are missing"
            if self._cut:
                reason += ", and part of what its tables describe"
            self.outlet.state(0, self.source.size, ByteState.FAILED, reason)

    def _blocks(self, pieces: Iterable[Piece]) -> Iterator[bytes]:
        for piece in pieces:
            if piece.at == HOLE:
                yield from _zeros(piece.length)
            elif piece.codec:
                yield self._unpacked(piece)
            else:
                yield from self._raw(piece)

    def _raw(self, piece: Piece) -> Iterator[bytes]:
        there = max(0, min(piece.length, self.source.size - piece.at))
        self._used.append((piece.at, piece.at + there))
        for start in range(0, there, BLOCK):
            yield self.source.read(piece.at + start, min(BLOCK, there - start))
        self._missing += piece.length - there
        if piece.at + piece.stored > self.source.size:
            self._cut.add(piece.at)
        yield from _zeros(piece.length - there)

    def _unpacked(self, piece: Piece) -> bytes:
        """A packed piece; of a broken one zeros, and its bytes are failed."""
        raw = self.source.read(piece.at, piece.stored)
        try:
            data, taken = _CODECS[piece.codec](raw, piece.length, max(piece.length, piece.whole))
        except ParseFailure as error:
            self.claims.failed(piece.at, max(1, len(raw)), f"a packed part of the disk is broken: {error}")
            self._missing += piece.length if len(raw) < piece.stored else 0
            return bytes(piece.length)
        self._used.append((piece.at, piece.at + taken))
        self._behind = data[piece.length :]
        return data[: piece.length]


def _inflate(raw: bytes, least: int, most: int, window: int) -> tuple[bytes, int]:
    decoder = zlib.decompressobj(window)
    try:
        data = decoder.decompress(raw, most)
        if not decoder.eof:
            data += decoder.decompress(decoder.unconsumed_tail, 1)  # the end mark and the checksum behind the data
    except zlib.error as error:
        raise ParseFailure(str(error)) from error
    if window > 0 and not decoder.eof:
        raise ParseFailure("it does not end with its checksum")
    return _sized(data, least, most), len(raw) - len(decoder.unused_data) - len(decoder.unconsumed_tail)


def _zstd(raw: bytes, least: int, most: int) -> tuple[bytes, int]:
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        data = decoder.stream_reader(raw).read(most + 1)
    except zstandard.ZstdError as error:
        raise ParseFailure(str(error)) from error
    return _sized(data, least, most), zstd_frame_end(memoryview(raw), 0, len(raw))


def _sized(data: bytes, least: int, most: int) -> bytes:
    if not least <= len(data) <= most:
        raise ParseFailure(f"it unpacks to {len(data):,} bytes, not {most:,}")
    return data


_CODECS: dict[str, Callable[[bytes, int, int], tuple[bytes, int]]] = {
    "deflate": lambda raw, least, most: _inflate(raw, least, most, -15),
    "zlib": lambda raw, least, most: _inflate(raw, least, most, 15),
    "zstd": _zstd,
}
"""Each takes packed bytes, the least and the most that they may unpack to, and returns them and the bytes taken."""


def _zeros(length: int) -> Iterator[bytes]:
    while length > 0:
        yield _ZEROS[:length]
        length -= BLOCK


def _exactly(pieces: Iterable[Piece], size: int) -> Iterator[Piece]:
    """``pieces`` cut or filled up with zeros to ``size`` bytes."""
    for piece in pieces:
        if size <= 0:
            return
        yield replace(piece, length=size, whole=piece.length) if piece.length > size else piece
        size -= piece.length
    if size > 0:
        yield Piece(size)


def _one_run(pieces: Iterable[Piece], size: int) -> tuple[int, int]:
    """(start, end of what must be there) of a disk that stands in one piece; start -1 where it does not."""
    start, done = -1, 0
    for piece in pieces:
        if piece.at == HOLE or piece.codec or (start >= 0 and piece.at != start + done):
            return -1, 0
        start = piece.at if start < 0 else start
        done += piece.length
        if done >= size:
            return start, piece.at + piece.stored
    return -1, 0


def _shared(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges that more than one of ``spans`` covers."""
    reached = -1
    for start, stop in sorted(spans):
        if start < min(stop, reached):
            yield start, min(stop, reached)
        reached = max(reached, stop)


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """``spans`` in order, joined where they touch."""
    begin, end = -1, -1
    for start, stop in sorted(spans):
        if start > end:
            if end > begin:
                yield begin, end
            begin, end = start, stop
        end = max(end, stop)
    if end > begin:
        yield begin, end
