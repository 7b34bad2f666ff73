"""A zip whose central directory is lost: its members one after the other by their local headers, as far as it goes."""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.archives.zip_layout import (
    DESCRIPTOR,
    LOCAL,
    Local,
    Member,
    descriptor_end,
    hand_over_fields,
    local_header,
)
from scanner.unpack.archives.zip_members import DEFLATE, is_encrypted, read_data
from scanner.unpack.compressed.codecs import Decoded, Inflater
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted

_NO_DIRECTORY = "the zip has no readable central directory: cut or damaged"
_SIZE_LATER = 0x0008


def salvage(source: Source, outlet: Outlet) -> None:
    """Read what stands before the damage; the rest is failed.

    :raises ParseFailure: where there is no local header at all.
    """
    first = re.search(re.escape(LOCAL), source.data)
    if first is None:
        raise ParseFailure(_NO_DIRECTORY)
    position = first.start()
    del first  # it holds the buffer
    unaccounted(source, outlet, 0, position, "prefix")
    last = position
    while (local := local_header(source.data, position)) is not None:
        outlet.parsed(position, local.data - position)
        hand_over_fields(source, outlet, local.member.fields)
        last, position = position, _member(source, outlet, local)
    if position >= source.size:
        position = last
    outlet.state(position, source.size - position, ByteState.FAILED, _NO_DIRECTORY)


def _member(source: Source, outlet: Outlet, local: Local) -> int:
    """Read one member; returns the first byte behind it."""
    member = local.member
    if not member.flags & _SIZE_LATER or member.packed:
        read_data(source, outlet, member, Span(local.data, member.packed))
        return min(source.size, descriptor_end(source.data, local.data + member.packed, member))
    if member.method == DEFLATE and not is_encrypted(member):
        return _open_ended(source, outlet, member, local.data)
    reason = f"the size of member {safe_text(member.name, 200)} is only in the lost directory"
    outlet.state(local.data, source.size - local.data, ByteState.FAILED, reason)
    return source.size


def _open_ended(source: Source, outlet: Outlet, member: Member, start: int) -> int:
    stream = Decoded(source.data, start, source.size, Inflater())
    try:
        size = outlet.stream(member.name, stream)
    except ParseFailure as error:
        reason = f"member {safe_text(member.name, 200)}: {error}"
        outlet.state(start, source.size - start, ByteState.FAILED, reason)
        return source.size
    outlet.carried(start, stream.end - start)
    done = replace(member, packed=stream.end - start, size=size, crc=stream.crc)
    end = descriptor_end(source.data, stream.end, done)
    outlet.parsed(stream.end, end - stream.end)
    if end == stream.end and source.data[end : end + 4] == DESCRIPTOR:
        reason = f"member {safe_text(member.name, 200)} differs from its data descriptor"
        outlet.state(start, end - start, ByteState.FAILED, reason)
    return end
