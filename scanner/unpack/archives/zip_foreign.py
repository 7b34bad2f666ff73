"""Zip members of methods that Python has no decoder for (deflate64, PPMd, implode, shrink …), through 7-Zip."""

from __future__ import annotations

import struct
from pathlib import Path

from scanner.formats.source import Source
from scanner.types import LimitReached, ParseFailure, Span
from scanner.unpack.archives.zip_layout import CENTRAL, END, LOCAL, Member
from scanner.unpack.outlet import Outlet
from scanner.unpack.tools import run_tool

_NAME = b"member"
_COPY = 1 << 20
_LARGEST = (1 << 32) - 2


def by_tool(source: Source, outlet: Outlet, member: Member, data: Span) -> None:
    """Unpack one member from a zip of its own: no name of the delivery reaches the tool, and duplicates cannot mix.

    :raises ParseFailure: where the tool reports an error or its result differs from what was announced.
    :raises ToolMissing: without 7-Zip.
    """
    if member.size > outlet.room() or max(member.size, data.length) > _LARGEST:
        raise LimitReached(f"a member announces {member.size:,} bytes, more than may still be unpacked")
    folder = outlet.folder / f"method{data.offset:x}"
    folder.mkdir()
    archive = folder / "one.zip"
    _write(archive, source, member, data)
    args = ["x", "-y", "-aou", "-snl-", "-p", "-mmt1", "-bd", "-tzip", "-oout", "--", archive.name]
    run = run_tool("7zz", args, folder, outlet.limits.node_seconds, member.size)
    archive.unlink()
    run.output.unlink()
    unpacked = folder / "out" / _NAME.decode()
    if not unpacked.is_file() or unpacked.is_symlink():
        raise ParseFailure(f"7-Zip cannot unpack method {member.method}")
    size = outlet.adopt(member.name, unpacked, data)
    if run.code or size != member.size:
        raise ParseFailure(f"7-Zip reports an error in data of method {member.method}")
    outlet.carried(data.offset, data.length)


def _write(archive: Path, source: Source, member: Member, data: Span) -> None:
    flags = member.flags & 0x0006
    common = struct.pack("<5H3L", 63, flags, member.method, 0, 0x21, member.crc, data.length, member.size)
    local = LOCAL + common + struct.pack("<2H", len(_NAME), 0) + _NAME
    central = CENTRAL + struct.pack("<H", 63) + common + struct.pack("<5H2L", len(_NAME), 0, 0, 0, 0, 0, 0) + _NAME
    with archive.open("wb") as out:
        out.write(local)
        for start in range(data.offset, data.end, _COPY):
            out.write(source.data[start : min(start + _COPY, data.end)])
        at = out.tell()
        out.write(central + END + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), at, 0))
