"""Reads the data of one zip member: stored, packed by one of the methods, encrypted, or a link."""

from __future__ import annotations

import lzma
import stat
import struct
from collections.abc import Callable

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span, ToolMissing
from scanner.unpack.archives.zip_foreign import by_tool
from scanner.unpack.archives.zip_layout import Member
from scanner.unpack.compressed.codecs import (
    ENDS_EARLY,
    Decoded,
    Engine,
    Inflater,
    Zstd,
    bzip2_engine,
    lzma_engine,
    lzma_header,
    verify,
    xz_engine,
    zstd_frame_end,
)
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted
from scanner.unpack.sums import crc32

STORED, DEFLATE, BZIP2, LZMA, ZSTD, XZ, AES = 0, 8, 12, 14, 93, 95, 99
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_HAS_END_MARK = 0x0002
_LINK_BYTES = 1024


def is_encrypted(member: Member) -> bool:
    """Whether its data is encrypted, by any of the format's ways."""
    return bool(member.flags & _ENCRYPTED) or member.method == AES


def read_data(source: Source, outlet: Outlet, member: Member, data: Span) -> None:
    """Declare ``data``, the member's bytes behind its local header, and hand over what is in it.

    A member that breaks costs its own range only; limits end the archive.
    """
    cut = data.end > source.size
    shown = safe_text(member.name, 200)
    if is_encrypted(member):
        outlet.state(data.offset, data.length, ByteState.ENCRYPTED, f"member {shown} is encrypted")
        return
    try:
        _decode(source, outlet, member, data)
    except ParseFailure as error:
        outlet.state(data.offset, data.length, ByteState.FAILED, f"member {shown}: {error}")
    except ToolMissing as error:
        outlet.state(data.offset, data.length, ByteState.NO_TOOL, f"member {shown}: {error}")
    if cut:
        outlet.state(data.offset, data.length, ByteState.FAILED, f"member {shown} is cut: the file ends within it")


def _decode(source: Source, outlet: Outlet, member: Member, data: Span) -> None:
    if member.name[-1:] in {"/", b"/"} and not member.size and not member.packed:
        return
    if stat.S_ISLNK(member.mode) and member.size <= _LINK_BYTES and _link(source, outlet, member, data):
        return
    if member.method == STORED:
        _stored(source, outlet, member, data)
    elif member.method in _ENGINES or member.method in {LZMA, ZSTD}:
        stream = _stream(source.data, member, data)
        _hand_over(source, outlet, member, data, stream)
    else:
        by_tool(source, outlet, member, data)


def _stored(source: Source, outlet: Outlet, member: Member, data: Span) -> None:
    here = min(data.length, max(0, source.size - data.offset))
    outlet.view(member.name, data.offset, here)
    verify(here, crc32(source.data, data.offset, here), (member.size, member.crc))


def _stream(data: memoryview, member: Member, span: Span) -> Decoded | Zstd:
    limit, expect = min(span.end, len(data)), (member.size, member.crc)
    if member.method == ZSTD:
        return Zstd(data, span.offset, zstd_frame_end(data, span.offset, limit), expect)
    if member.method != LZMA:
        return Decoded(data, span.offset, limit, _ENGINES[member.method](), expect)
    head = bytes(data[span.offset : min(span.offset + 9, limit)])
    if len(head) < 9 or struct.unpack_from("<H", head, 2) != (5,):
        raise ParseFailure(ENDS_EARLY if len(head) < 9 else "its LZMA properties are not 5 bytes long")
    engine = lzma_engine()
    size = None if member.flags & _HAS_END_MARK else member.size
    try:
        engine.decompress(lzma_header(head[4:], size), 0)
    except lzma.LZMAError as error:
        raise ParseFailure(f"its LZMA properties are broken: {error}") from error
    return Decoded(data, span.offset + 9, limit, engine, expect)


def _hand_over(source: Source, outlet: Outlet, member: Member, data: Span, stream: Decoded | Zstd) -> None:
    """The member as a child; packed data that goes on behind the end of its stream is a child of its own."""
    outlet.stream(member.name, stream)
    outlet.carried(data.offset, stream.end - data.offset)
    unaccounted(source, outlet, stream.end, min(data.end, source.size), "gap")


def _link(source: Source, outlet: Outlet, member: Member, data: Span) -> bool:
    """Record a symbolic link whose target is stored or deflated; False where it is anything else."""
    if member.method not in {STORED, DEFLATE} or data.end > source.size:
        return False
    target = source.read(data.offset, data.length)
    if member.method == DEFLATE:
        stream = Decoded(source.data, data.offset, data.end, Inflater(), (member.size, member.crc))
        target = b"".join(stream) if member.packed <= _LINK_BYTES else b""
        if stream.end != data.end:
            return False
    if len(target) != member.size:
        return False
    outlet.link(member.name, target)
    outlet.parsed(data.offset, data.length)
    return True


_ENGINES: dict[int, Callable[[], Engine]] = {DEFLATE: Inflater, BZIP2: bzip2_engine, XZ: xz_engine}
