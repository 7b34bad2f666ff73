"""Streams that hold one packed file: gzip, bzip2, xz, zstd and the old lzma; several in a row make one file."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure
from scanner.unpack.compressed.codecs import (
    ZSTD_MAGIC,
    Decoded,
    Engine,
    Zstd,
    bzip2_engine,
    lzma_engine,
    xz_engine,
    zstd_frame_end,
)
from scanner.unpack.compressed.gzip_member import gzip_blocks, is_gzip
from scanner.unpack.compressed.skippable import is_skippable, skippable_frame
from scanner.unpack.compressed.stream_magics import next_stream
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import run_end, unaccounted

_SUFFIXES = {
    ".gz": "", ".tgz": ".tar", ".taz": ".tar", ".bz2": "", ".tbz": ".tar", ".tbz2": ".tar", ".xz": "", ".txz": ".tar",
    ".zst": "", ".tzst": ".tar", ".lzma": "", ".tlz": ".tar", ".svgz": ".svg", ".lz4": "", ".lzo": "", ".tzo": ".tar",
    ".lz": "", ".z": "",
}  # fmt: skip


class Carver:
    """Decodes the streams of one node one after the other; ``at`` is the first byte behind what was understood."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet = source, outlet
        self.at = 0

    def finish(self, blocks: Iterator[bytes]) -> None:
        """Hand over ``blocks`` as one child, then what follows the last stream.

        A stream that breaks makes all bytes of the node failed, for nobody can say where it would have ended; what
        came out before is still a child.
        """
        try:
            self.outlet.stream(child_name(self.source.name), blocks)
        except (ParseFailure, LimitReached) as error:
            state = ByteState.LIMIT if isinstance(error, LimitReached) else ByteState.FAILED
            self.outlet.state(0, self.source.size, state, str(error))
            return
        self.outlet.carried(0, self.at)
        self.trailing()

    def trailing(self) -> None:
        """What follows: padding, or unknown content up to the next stream, which is a child of its own."""
        size, start = self.source.size, self.at
        if run_end(self.source.data, start, size) >= size:
            self.outlet.state(start, size - start, ByteState.PADDING)
            return
        split = next_stream(self.source.data, start)
        unaccounted(self.source, self.outlet, start, split, "trailing")
        if split < size:
            self.outlet.view(f".trailing@{split:#x}", split, size - split)

    def repeated(self, magic: bytes, engine: Callable[[], Engine], zeros: int = 0) -> Iterator[bytes]:
        """Blocks of consecutive streams that begin with ``magic``; ``zeros`` is the unit of padding between them."""
        while True:
            stream = Decoded(self.source.data, self.at, self.source.size, engine())
            yield from stream
            self.at = stream.end
            following = _behind_zeros(self.source, self.at) if zeros else self.at
            if self.source.read(following, len(magic)) != magic or (zeros and (following - self.at) % zeros):
                return
            self.at = following


def _behind_zeros(source: Source, start: int) -> int:
    return run_end(source.data, start, source.size) if source.read(start, 1) == b"\0" else start


def child_name(name: str) -> str:
    """The name of the unpacked file: the packed one's without its suffix."""
    stem, dot, suffix = name.rpartition(".")
    ending = _SUFFIXES.get(f".{suffix.lower()}") if dot and stem else None
    return "unpacked" if ending is None else stem + ending


class Gzip:
    """Gzip (RFC 1952)."""

    NAME: ClassVar[str] = "gzip"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"gzip"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("The name inside the header is only noted; it names no child.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(self._members(carver))

    def _members(self, carver: Carver) -> Iterator[bytes]:
        while True:
            carver.at = yield from gzip_blocks(carver.source, carver.outlet, carver.at)
            if not is_gzip(carver.source.data, carver.at):
                return


class Bzip2:
    """Bzip2."""

    NAME: ClassVar[str] = "bzip2"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"bzip2"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("Intact blocks behind a broken one are not searched for.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(carver.repeated(b"BZh", bzip2_engine))


class Xz:
    """Xz."""

    NAME: ClassVar[str] = "xz"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"xz"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("Streams that need more than 512 MiB of memory are not unpacked.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(carver.repeated(b"\xfd7zXZ\0", xz_engine, 4))


class Lzma:
    """The format of ``.lzma`` files, older than xz."""

    NAME: ClassVar[str] = "lzma"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"lzma"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("The format has no integrity data: a changed bit can go unnoticed.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(self._one(carver))

    def _one(self, carver: Carver) -> Iterator[bytes]:
        stream = Decoded(carver.source.data, 0, carver.source.size, lzma_engine())
        yield from stream
        carver.at = stream.end


class ZstdReader:
    """Zstandard (RFC 8878)."""

    NAME: ClassVar[str] = "zstd"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"zstd"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Frames that need a dictionary or more than 512 MiB of memory are not unpacked.",
        "Checksums are optional in the format: without one a changed bit can go unnoticed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        carver = Carver(source, outlet)
        carver.finish(self._frames(carver))

    def _frames(self, carver: Carver) -> Iterator[bytes]:
        data, size = carver.source.data, carver.source.size
        while carver.at < size:
            if data[carver.at : carver.at + 4] == ZSTD_MAGIC:
                end = yield from self._frame(data, carver.at, size)
            elif is_skippable(data, carver.at):
                end = skippable_frame(carver.source, carver.outlet, carver.at)
            else:
                return
            carver.at = end

    def _frame(self, data: memoryview, start: int, size: int) -> Generator[bytes, None, int]:
        try:
            end = zstd_frame_end(data, start, size)
        except ParseFailure:
            yield from Zstd(data, start, size)  # what a cut frame still gives
            raise
        yield from Zstd(data, start, end)
        return end
