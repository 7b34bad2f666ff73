"""One gzip member (RFC 1952): header with its optional fields, deflate data, CRC-32 and size."""

from __future__ import annotations

import struct
from collections.abc import Generator

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ParseFailure
from scanner.unpack.compressed.codecs import ENDS_EARLY, Decoded, Inflater, verify
from scanner.unpack.outlet import Outlet

_HCRC, _EXTRA, _NAME, _COMMENT, _RESERVED = 2, 4, 8, 16, 0xE0


def is_gzip(data: memoryview, start: int) -> bool:
    """Whether a member header without reserved flags stands at ``start``."""
    here = start + 18 <= len(data) and bytes(data[start : start + 3]) == b"\x1f\x8b\x08"
    return here and not data[start + 3] & _RESERVED


def gzip_blocks(source: Source, outlet: Outlet, start: int) -> Generator[bytes, None, int]:
    """Decoded blocks of the member at ``start``; returns the first offset behind it.

    :raises ParseFailure: where it is cut, broken or does not match its checksum.
    """
    stream = Decoded(source.data, _header_end(source, outlet, start), source.size, Inflater())
    yield from stream
    if stream.end + 8 > source.size:
        raise ParseFailure(ENDS_EARLY)
    crc, size = struct.unpack_from("<2L", source.data, stream.end)
    verify(stream.size & 0xFFFFFFFF, stream.crc, (size, crc))
    return stream.end + 8


def _header_end(source: Source, outlet: Outlet, start: int) -> int:
    if not is_gzip(source.data, start):
        raise ParseFailure("no valid gzip header" if source.size >= start + 18 else ENDS_EARLY)
    flags, position = source.data[start + 3], start + 10
    if flags & _EXTRA:
        length = int.from_bytes(source.read(position, 2), "little")
        outlet.field("extra", position + 2, min(length, source.size - position - 2))
        position += 2 + length
    for flag, label in ((_NAME, "name"), (_COMMENT, "comment")):
        if flags & flag:
            text = _text(source, outlet, label, position)
            if start == 0:
                outlet.attributes.append((f"gzip-{label}", safe_text(text, 200)))
            position += len(text) + 1
    return position + (2 if flags & _HCRC else 0)


def _text(source: Source, outlet: Outlet, label: str, position: int) -> bytes:
    window = source.read(position, 1 << 20)
    end = window.find(b"\0")
    if end < 0:
        raise ParseFailure(f"the {label} in the gzip header has no end")
    outlet.field(label, position, end)
    return window[:end]
