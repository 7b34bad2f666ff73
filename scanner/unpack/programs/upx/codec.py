"""What a block of UPX is packed with: the numbers of its methods (UPX's ``conf.h``), with bounded output."""

from __future__ import annotations

import lzma
import zlib

from scanner.unpack.compressed.codecs import ENDS_EARLY, Engine, Inflater
from scanner.unpack.programs.upx.nrv import BROKEN, Broken, decompress

_NRV = {
    2: ("b", 4),
    3: ("b", 1),
    4: ("b", 2),
    5: ("d", 4),
    6: ("d", 1),
    7: ("d", 2),
    8: ("e", 4),
    9: ("e", 1),
    10: ("e", 2),
}
"""Number → variant and bytes of a word."""
LZMA, DEFLATE = 14, 15
METHODS = frozenset({*_NRV, LZMA, DEFLATE})
SMALLEST_DICTIONARY = 4096
PIECE = 1 << 10
"""Bytes that a decoder is fed and gives at once: so many are lost where a stream breaks."""


def name_of(method: int) -> str:
    """As UPX's options call it."""
    if method in _NRV:
        return f"NRV2{_NRV[method][0].upper()}"
    return {LZMA: "LZMA", DEFLATE: "deflate"}.get(method, f"method {method}")


def unpack(data: memoryview, method: int, most: int) -> tuple[bytes, int]:
    """At most ``most`` bytes out of ``data``, and how many bytes of it were taken.

    Streams of LZMA have no end of their own: what comes out is ``most`` bytes, or fewer where ``data`` ends.

    :raises Broken: where the stream is broken or the method is not known.
    """
    if method in _NRV:
        return decompress(data, *_NRV[method], most)
    if method == LZMA:
        return _lzma(data, most)
    if method == DEFLATE:
        return _in_pieces(Inflater(), data, most)
    raise Broken(f"nothing is known of packing method {method}", b"")


def _lzma(data: memoryview, most: int) -> tuple[bytes, int]:
    """Two bytes of properties, then the stream of a plain LZMA coder without an end mark."""
    if len(data) < 3:
        raise Broken(ENDS_EARLY, b"")
    pb, lp, lc = data[0] & 7, data[1] >> 4, data[1] & 15
    size = max(SMALLEST_DICTIONARY, most)
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": size, "lc": lc, "lp": lp, "pb": pb}]
    try:
        engine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)
    except (lzma.LZMAError, ValueError, MemoryError) as error:
        raise Broken(f"{BROKEN}{error or 'its decoder takes too much memory'}", b"") from error
    out, used = _in_pieces(engine, data[2:], most)
    return out, used + 2


def _in_pieces(engine: Engine, data: memoryview, most: int) -> tuple[bytes, int]:
    """At most ``most`` bytes, fed piece by piece, so that what comes before a break is kept."""
    out, at = bytearray(), 0
    try:
        while len(out) < most and not engine.eof:
            piece = bytes(data[at : at + PIECE]) if engine.needs_input else b""
            if engine.needs_input and not piece:
                break
            at += len(piece)
            out += engine.decompress(piece, min(PIECE, most - len(out)))
    except (lzma.LZMAError, zlib.error) as error:
        raise Broken(f"{BROKEN}{error}", bytes(out)) from error
    return bytes(out), at - len(engine.unused_data)
