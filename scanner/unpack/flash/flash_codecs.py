"""Decoders of the small blocks that flash file systems compress one by one; each output has a known size.

JFFS2 stores zlib streams, raw LZO1X and (with a patch that many makers use) raw LZMA with fixed parameters; UBIFS
stores raw deflate, raw LZO1X and zstd frames (Linux ``fs/jffs2/compr_*.c``, ``fs/ubifs/compress.c``).
"""

from __future__ import annotations

import functools
import lzma
import zlib
from collections.abc import Callable
from typing import Any

from scanner.types import ParseFailure
from scanner.unpack.compressed.codecs import zstd_frame_end

Codec = Callable[[memoryview, int], bytes]
"""(stored bytes, decoded size) to the decoded bytes, exactly that many; :class:`ParseFailure` where they are broken."""

_FILLING = 8
"""Bytes behind the end of stored data that may be there: some writers align what they store."""
LARGEST = 1 << 20
"""Decoded bytes of one compressed block; both file systems write 4 KiB, JFFS2 at most a memory page of 64 KiB."""
_SLACK = 1024
"""Bytes that a stored block may be larger than what it decodes to: both file systems store it plain instead."""
_ZSTD_WINDOW = 8 << 20
_LZMA_END = 64
"""Bytes at the end of LZMA data that need not be read before all has come out: the coder writes some to the end."""
_LZMA = {"id": lzma.FILTER_LZMA1, "dict_size": 0x2000, "lc": 0, "lp": 0, "pb": 0}


def stored(data: memoryview, size: int) -> bytes:
    """Not compressed."""
    _all_used(len(data) - size)
    return _exact(bytes(data[:size]), size)


def deflated(data: memoryview, size: int) -> bytes:
    """A zlib stream (RFC 1950) with its checksum."""
    return _inflate(data, size, zlib.MAX_WBITS)


def raw_deflated(data: memoryview, size: int) -> bytes:
    """Raw deflate (RFC 1951)."""
    return _inflate(data, size, -zlib.MAX_WBITS)


def lzo(data: memoryview, size: int) -> bytes:
    """Raw LZO1X."""
    _bound(data, size)
    compressor, broken = _lzo()
    try:
        return _exact(compressor.decompress(bytes(data), size), size)
    except broken as error:
        raise ParseFailure(f"its LZO data is broken: {error}") from error


def lzma1(data: memoryview, size: int) -> bytes:
    """Raw LZMA without a header: lc, lp and pb are 0, the dictionary has 8 KiB."""
    _bound(data, size)
    engine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_LZMA])
    most = max(0, len(data) - _LZMA_END)
    try:
        block = engine.decompress(bytes(data[:most]), size)
        if len(block) == size and not engine.needs_input:
            raise ParseFailure("bytes stand behind its LZMA data")
        return _exact(block + engine.decompress(bytes(data[most:]), size - len(block)), size)
    except lzma.LZMAError as error:
        raise ParseFailure(f"its LZMA data is broken: {error}") from error


def zstd(data: memoryview, size: int) -> bytes:
    """One zstd frame (RFC 8878)."""
    _bound(data, size)
    decoder, broken = _zstd()
    try:
        with decoder.stream_reader(data, read_across_frames=False) as reader:
            block = _exact(reader.read(size + 1), size)
    except broken as error:
        raise ParseFailure(f"its zstd data is broken: {error}") from error
    _all_used(len(data) - zstd_frame_end(data, 0, len(data)))
    return block


def rtime(data: memoryview, size: int) -> bytes:
    """JFFS2's own: every literal byte is followed by the length of a copy from behind its last occurrence."""
    _bound(data, size)
    out = bytearray()
    last = [0] * 256
    for at in range(0, len(data) - 1, 2):
        value, count = data[at], data[at + 1]
        out.append(value)
        back, last[value] = last[value], len(out)
        _copy(out, back, count)
        if len(out) >= size:
            _all_used(len(data) - at - 2)
            break
    return _exact(bytes(out), size)


def missing(name: str) -> Codec:
    """Stands for the method called ``name``, of which there is no decoder."""

    def decode(data: memoryview, size: int) -> bytes:
        raise ParseFailure(f"compressed with {name}, for which there is no decoder")

    return decode


def _copy(out: bytearray, start: int, count: int) -> None:
    """Append ``count`` bytes from ``start`` on; what is being appended may be among them."""
    while count > 0:
        piece = out[start : start + count]
        if not piece:
            return
        out += piece
        start, count = start + len(piece), count - len(piece)


def _inflate(data: memoryview, size: int, window: int) -> bytes:
    _bound(data, size)
    engine = zlib.decompressobj(window)
    try:
        # One byte more, so that the end of the stream (and zlib's checksum) is reached and seen.
        block = engine.decompress(data, size + 1)
    except zlib.error as error:
        raise ParseFailure(f"its deflate data is broken: {error}") from error
    if not engine.eof and len(block) == size:
        raise ParseFailure("its deflate data has no end")
    _all_used(len(engine.unused_data))
    return _exact(block, size)


def _bound(data: memoryview, size: int) -> None:
    if size > LARGEST or len(data) > size + _SLACK:
        raise ParseFailure(f"{len(data):,} stored bytes cannot be a block of {size:,}")


def _all_used(left: int) -> None:
    """Bytes behind the end of the data would be in no file."""
    if left > _FILLING:
        raise ParseFailure(f"{left:,} bytes stand behind its data")


def _exact(block: bytes, size: int) -> bytes:
    if len(block) != size:
        raise ParseFailure(f"{len(block):,} bytes came out where {size:,} were announced")
    return block


@functools.cache
def _lzo() -> tuple[Any, type[Exception]]:
    import lzallright

    return lzallright.LZOCompressor(), lzallright.LZOError


@functools.cache
def _zstd() -> tuple[Any, type[Exception]]:
    import zstandard

    return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW), zstandard.ZstdError
