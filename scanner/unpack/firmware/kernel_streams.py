"""Packed streams and cpio archives in the bytes of a Linux kernel: each is tried to its end before it counts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from scanner.formats.checks import lzma_alone
from scanner.formats.source import Source
from scanner.types import LimitReached, ParseFailure, Span
from scanner.unpack.archives.cpio_headers import TRAILER, header
from scanner.unpack.compressed.codecs import (
    Decoded,
    Inflater,
    Zstd,
    bzip2_engine,
    lzma_engine,
    xz_engine,
    zstd_frame_end,
)
from scanner.unpack.compressed.lz4 import Legacy, Lz4Engine
from scanner.unpack.compressed.lzop import LzopFile
from scanner.unpack.outlet import Outlet

HEADS = re.compile(
    rb"(?P<gz>\x1f\x8b\x08[\x00-\x1f])|(?P<xz>\xfd7zXZ\x00)|(?P<lz4>\x02\x21\x4c\x18|\x04\x22\x4d\x18)"
    rb"|(?P<lzo>\x89LZO\x00\r\n\x1a\n)|(?P<zst>\x28\xb5\x2f\xfd)|(?P<bz2>BZh[1-9]1AY&SY)"
    rb"|(?P<lzma>[\x5d\x6d]\x00\x00.{2}(?:\xff{8}|.{4}\x00{4})\x00)|(?P<cpio>07070[12][0-9a-fA-F]{104})",
    re.DOTALL,
)
BEGINNINGS = (
    b"\x1f\x8b\x08", b"\xfd7zXZ\x00", b"\x02\x21\x4c\x18", b"\x04\x22\x4d\x18", b"\x89LZO\x00\r\n\x1a\n",
    b"\x28\xb5\x2f\xfd", b"BZh", b"\x5d\x00\x00", b"\x6d\x00\x00", b"07070",
)  # fmt: skip
"""First bytes of all of them: searching for each takes a fifth of the time that the expression needs for all."""
WINDOW = 1 << 22
TRIES = 2048
"""Heads that are tried in one kernel; real ones have about 200, most of them chance."""
SMALLEST = 256
"""Decoded bytes below which a stream is left where it is; the codecs' own magic numbers stand in every kernel."""
MOST_MEMBERS = 200_000
AFTER_BREAK = 512
"""Bytes behind the last good header of a broken cpio that its reader is given to see the break."""


class Stream(Protocol):
    """Decoded blocks; afterwards ``end`` is the first offset behind the stream."""

    end: int

    def __iter__(self) -> Iterator[bytes]:
        """The blocks, once."""


class Gunzip(Inflater):
    """One gzip member with its header; zlib checks the CRC-32 and the size."""

    def __init__(self) -> None:
        super().__init__()
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 16)


def _lz4(data: memoryview, start: int, limit: int) -> Stream:
    legacy = data[start] == 2
    return Legacy(data, start, limit) if legacy else Decoded(data, start, limit, Lz4Engine())


_OPENERS: dict[str, Callable[[memoryview, int, int], Stream]] = {
    "gz": lambda data, start, limit: Decoded(data, start, limit, Gunzip()),
    "xz": lambda data, start, limit: Decoded(data, start, limit, xz_engine()),
    "bz2": lambda data, start, limit: Decoded(data, start, limit, bzip2_engine()),
    "lzma": lambda data, start, limit: Decoded(data, start, limit, lzma_engine()),
    "zst": lambda data, start, limit: Zstd(data, start, zstd_frame_end(data, start, limit)),
    "lz4": _lz4,
    "lzo": LzopFile,
}


class Tried:
    """One stream that was decoded as far as it goes: ``end`` behind it, ``size`` and first bytes of what came out."""

    def __init__(self, data: memoryview, kind: str, span: Span, most: int) -> None:
        self.kind, self.start, self.end = kind, span.offset, span.offset
        self.size, self.head, self.whole = 0, b"", False
        if kind == "lzma" and not lzma_alone(data[span.offset : span.offset + 32]):
            return
        try:
            self._decode(_OPENERS[kind](data, span.offset, span.end), most)
        except (ParseFailure, LimitReached):
            return  # chance, or a broken one: ``whole`` says so

    def _decode(self, stream: Stream, most: int) -> None:
        for block in stream:
            self.head = self.head or block[:6]
            self.size += len(block)
            if self.size > most:
                return
        self.end, self.whole = stream.end, True


def heads(data: memoryview, area: Span) -> Iterator[tuple[int, str]]:
    """(offset, kind) of what looks like the beginning of a stream or archive in ``area``, in order."""
    for start in range(area.offset, area.end, WINDOW):
        window = bytes(data[start : min(start + WINDOW + len(max(BEGINNINGS, key=len)) - 1, area.end)])
        for at in sorted({start + found for magic in BEGINNINGS for found in _places(window, magic)}):
            match = HEADS.match(data, at)
            if match is not None and match.lastgroup is not None:
                yield at, match.lastgroup


def _places(window: bytes, magic: bytes) -> Iterator[int]:
    at = window.find(magic)
    while 0 <= at < WINDOW:
        yield at
        at = window.find(magic, at + 1)


class Trial:
    """Decodes streams of one node to see whether they are whole; all together up to ``most`` bytes."""

    def __init__(self, source: Source, most: int) -> None:
        self.source, self.left, self.tries = source, most, TRIES

    def stream(self, kind: str, span: Span) -> Tried:
        """The stream of ``kind`` at the start of ``span``.

        :raises LimitReached: after too many trials, or too many bytes in all of them.
        """
        self._count()
        tried = Tried(self.source.data, kind, span, self.left)
        self.left -= tried.size
        if self.left < 0:
            raise LimitReached("too many bytes came out of what looks like packed streams in a kernel")
        return tried

    def end(self, kind: str, span: Span) -> int:
        """Where what begins ``span`` ends, if it is an archive or a stream that counts; else where it begins."""
        if kind == "cpio":
            self._count()
            return cpio_end(self.source, span)
        tried = self.stream(kind, span)
        # The old lzma format has no checksum: chance decodes to something, but not to an archive.
        counts = tried.whole and tried.size >= SMALLEST and (kind != "lzma" or tried.head[:4] == b"0707")
        return tried.end if counts else span.offset

    def _count(self) -> None:
        self.tries -= 1
        if self.tries < 0:
            raise LimitReached(f"more than {TRIES:,} beginnings of packed streams in a kernel")


def streams_in(source: Source, area: Span, most: int) -> Iterator[Tried]:
    """Every head of a packed stream in ``area``, decoded as far as it goes; none inside a whole one before it."""
    last, trial = area.offset, Trial(source, most)
    for start, kind in heads(source.data, area):
        if start >= last and kind != "cpio":
            tried = trial.stream(kind, Span(start, area.end - start))
            last = max(last, tried.end)
            yield tried


def hand_over_archives(source: Source, outlet: Outlet, area: Span, taken: Sequence[Span] = ()) -> list[Span]:
    """Make every whole stream and every cpio archive in ``area`` a child, but not those in ``taken``; returns where."""
    found: list[Span] = []
    last, trial = area.offset, Trial(source, outlet.room())
    for start, kind in heads(source.data, area):
        if start < last or any(span.offset <= start < span.end for span in taken):
            continue
        limit = min([area.end, *(span.offset for span in taken if span.offset > start)])
        end = trial.end(kind, Span(start, limit - start))
        if end > start:
            name = f"initramfs@{start:#x}.cpio" if kind == "cpio" else f"part@{start:#x}.{kind}"
            outlet.view(name, start, end - start)
            found.append(Span(start, end - start))
            last = end
    return found


def cpio_end(source: Source, span: Span) -> int:
    """Offset behind the end mark of the cpio at the start of ``span``; of a broken one, a little behind the break."""
    at = span.offset
    for _ in range(MOST_MEMBERS):
        found = header(source, at)
        if found is None or found.next > span.end:
            break
        at = found.next
        if not found.size and source.read(found.name.offset, len(TRAILER)) == TRAILER:
            return at
    return min(at + AFTER_BREAK, span.end) if at > span.offset else span.offset
