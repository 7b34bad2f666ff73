"""Puts files together from the pieces that a flash file system scatters, and hands over what newer pieces hide."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, LimitReached, ParseFailure
from scanner.unpack.flash.flash_codecs import stored
from scanner.unpack.flash.flash_names import Names
from scanner.unpack.flash.flash_overlay import Piece, Segment, segments
from scanner.unpack.outlet import Outlet

NEVER = -(1 << 64)
"""Rank of an inode of which no node has been met; damaged and outdated nodes rank above, intact ones above 0."""
_BLOCK = 1 << 20
_LINK_BYTES = 1024
_NUMBER_BYTES = 8
"""Of a device's number, all that the inode of a device holds."""
_SPECIAL = {stat.S_IFCHR: "device", stat.S_IFBLK: "device", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket"}


@dataclass(slots=True)
class Inode:
    """One file, folder, link or device as its newest node describes it, and the pieces of its content."""

    number: int
    mode: int = 0
    size: int = 0
    rank: int = NEVER
    start: int = 0
    """Offset of the newest node; ``length`` is its size."""
    length: int = 0
    live: bool = True
    pieces: list[Piece] = field(default_factory=list)
    dead: list[Piece] = field(default_factory=list)
    """Pieces known to be out of date, whatever lies over them."""


class Files:
    """Hands over every inode of one image and declares the nodes of its pieces.

    ``holes`` says that a file may lack pieces, which are zeros then; otherwise a missing piece is damage.
    """

    def __init__(self, source: Source, outlet: Outlet, names: Names, holes: bool) -> None:
        self._source, self._outlet, self._names, self._holes = source, outlet, names, holes
        self._left = outlet.room()
        """Bytes that may still be decoded: pieces that are hidden cost time, too."""
        self._trouble: dict[int, str] = {}
        self._missing = 0
        self._last: tuple[int, bytes] = (-1, b"")

    def hand_over(self, inodes: Iterable[Inode]) -> None:
        """All of them, in the order given."""
        for inode in inodes:
            paths = self._names.of(inode.number) if inode.live else []
            if not paths and not inode.pieces:
                inode.pieces, inode.dead = inode.dead, []
            if not paths and not inode.pieces:
                continue
            first, *others = paths or [self._names.former(inode.number)]
            hidden = self._content(first, inode)
            for other in others:
                self._outlet.link(other, first, "hardlink")
            self._older(first, inode.pieces, [*hidden, *inode.dead])

    def _content(self, path: bytes, inode: Inode) -> list[Piece]:
        """Hand over what the inode is; returns the pieces of which something is hidden."""
        kind = stat.S_IFMT(inode.mode)
        total = max((piece.end for piece in inode.pieces), default=0)
        if kind == stat.S_IFDIR and not total:
            return []
        if kind in _SPECIAL:
            self._outlet.link(path, "", _SPECIAL[kind])
        if total > {stat.S_IFLNK: _LINK_BYTES}.get(kind, _NUMBER_BYTES if kind in _SPECIAL else -1):
            return self._file(path, inode)
        parts = list(segments(inode.pieces, min(total, inode.size) or total))
        target = b"".join(self._blocks(parts))
        if kind == stat.S_IFLNK:
            self._outlet.link(path, target)
        return self._settle(path, inode.pieces, _visible(parts), parsed=True)

    def _file(self, path: bytes, inode: Inode) -> list[Piece]:
        size = inode.size
        if not self._holes:
            size = min(size, max((piece.end for piece in inode.pieces), default=0))
        if size > min(self._outlet.room(), self._outlet.limits.node_bytes):
            reason = f"{safe_text(path, 200)} would have {size:,} bytes, more than may still be unpacked"
            for piece in inode.pieces:
                self._outlet.state(piece.start, piece.length, ByteState.LIMIT, reason)
            self._outlet.state(inode.start, inode.length, ByteState.LIMIT, reason)
            return []
        parts = list(segments(inode.pieces, size))
        self._missing = inode.size - size
        if size or not inode.size:
            self._outlet.stream(path, self._blocks(parts))
        if self._missing and not self._holes:
            reason = f"{self._missing:,} bytes of {safe_text(path, 200)} are not in the image"
            self._outlet.state(inode.start, inode.length, ByteState.FAILED, reason)
        return self._settle(path, inode.pieces, _visible(parts))

    def _settle(
        self, path: bytes, pieces: Sequence[Piece], visible: dict[int, int] | None = None, parsed: bool = False
    ) -> list[Piece]:
        """Declare the nodes of ``pieces``; returns those of which ``visible`` does not have all bytes."""
        hidden = []
        for piece in pieces:
            trouble = self._trouble.get(piece.start, "") or piece.trouble or _surplus(piece)
            if visible is not None and visible.get(piece.start, 0) < piece.size and piece.codec:
                hidden.append(piece)
            elif trouble:
                reason = f"a part of {safe_text(path, 200)}: {trouble}"
                self._outlet.state(piece.start, piece.length, ByteState.FAILED, reason)
            elif parsed:
                self._outlet.parsed(piece.start, piece.length)
            else:
                self._outlet.carried(piece.start, piece.length)
        return hidden

    def _older(self, path: bytes, pieces: Sequence[Piece], hidden: Sequence[Piece]) -> None:
        """One child for everything that newer pieces hide, in the order in which it was written."""
        if not hidden:
            return
        places = {(piece.at, piece.start): piece for piece in pieces}
        newest = {at: piece for (at, _), piece in sorted(places.items(), key=lambda item: item[1].rank)}
        differing = [piece for piece in hidden if not self._equal(piece, newest.get(piece.at))]
        differing.sort(key=lambda piece: (piece.rank, piece.at))
        if differing:
            self._outlet.stream(b".older/" + path, self._blocks(Segment(p.at, p.end, p) for p in differing))
        self._settle(path, hidden)

    def _equal(self, piece: Piece, other: Piece | None) -> bool:
        """Another piece that counts holds the same: a copy that garbage collection made."""
        if other is None or other is piece or (piece.size, piece.codec) != (other.size, other.codec):
            return False
        data = self._source.data
        return data[piece.data : piece.data + piece.stored] == data[other.data : other.data + other.stored]

    def _blocks(self, parts: Iterable[Segment]) -> Iterator[bytes]:
        for part in parts:
            piece = part.piece
            if piece is None or piece.codec is None:
                self._missing += part.end - part.start if piece is None else 0
                yield from _zeros(part.end - part.start)
            elif piece.codec is stored and piece.stored >= piece.size:
                begin = piece.data + part.start - piece.at
                for start in range(begin, begin + part.end - part.start, _BLOCK):
                    yield self._source.read(start, min(_BLOCK, begin + part.end - part.start - start))
            else:
                yield from self._decoded(piece, part)

    def _decoded(self, piece: Piece, part: Segment) -> Iterator[bytes]:
        if self._last[0] != piece.start:
            self._left -= piece.size
            if self._left < 0:
                raise LimitReached(f"unpacks to more than {self._outlet.limits.ratio:,} times its size")
            try:
                self._last = piece.start, self._decode(piece)
            except ParseFailure as error:
                self._trouble[piece.start] = str(error)
        if self._last[0] == piece.start:
            yield self._last[1][part.start - piece.at : part.end - piece.at]
        else:
            yield from _zeros(part.end - part.start)

    def _decode(self, piece: Piece) -> bytes:
        codec = piece.codec or stored
        return codec(self._source.data[piece.data : piece.data + piece.stored], piece.size)


def _surplus(piece: Piece) -> str:
    """Of a piece that is not compressed more bytes are stored than belong to the file."""
    wanted = 0 if piece.codec is None else piece.size if piece.codec is stored else piece.stored
    return f"{piece.stored - wanted:,} bytes more are stored than it has" if piece.stored > wanted else ""


def _visible(parts: Iterable[Segment]) -> dict[int, int]:
    """Start of a piece's node to the number of its bytes that count."""
    found: dict[int, int] = {}
    for part in parts:
        if part.piece is not None:
            found[part.piece.start] = found.get(part.piece.start, 0) + part.end - part.start
    return found


def _zeros(count: int) -> Iterator[bytes]:
    block = bytes(min(count, _BLOCK))
    while count > 0:
        yield block[:count]
        count -= len(block)
