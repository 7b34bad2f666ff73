"""Encrypted members of a zip (ZipCrypto and the AES of WinZip), opened with the operator's passwords by 7-Zip.

They are copied into an archive of their own with numbers as names: no name of the delivery reaches the program, and
one run opens all that have the same password. It tells a wrong password by the member's own check value, its CRC-32 or
its authentication code.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, LimitReached, Span, ToolMissing
from scanner.unpack.archives.zip_layout import CENTRAL, DESCRIPTOR, END, LOCAL, Member
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.listing7z import Listed
from scanner.unpack.seven.run7z import OUT, Job
from scanner.unpack.seven.unlock7z import unlock

_COPY = 1 << 20
_LARGEST = (1 << 32) - 2
_MOST = 65_000
"""Members that fit an archive without zip64."""
_AES_EXTRA = 0x9901
_LATER = 0x0008
_LINK_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Locked:
    """One encrypted member and its data."""

    member: Member
    data: Span


def read_locked(source: Source, outlet: Outlet, locked: Sequence[Locked]) -> None:
    """Hand over what a password opens; the rest is encrypted, or failed where the archive is cut.

    :raises LimitReached: where the members announce more than may still be unpacked.
    """
    opened = _open(source, outlet, locked) if outlet.passwords else {}
    for number, one in enumerate(locked):
        shown = safe_text(one.member.name, 200)
        file = opened.get(number)
        if file is None:
            outlet.state(one.data.offset, one.data.length, ByteState.ENCRYPTED, f"member {shown} is encrypted")
        else:
            _hand_over(outlet, one, file)
        if one.data.end > source.size:
            reason = f"member {shown} is cut: the file ends within it"
            outlet.state(one.data.offset, one.data.length, ByteState.FAILED, reason)


def _open(source: Source, outlet: Outlet, locked: Sequence[Locked]) -> dict[int, Path]:
    """Number → file of every member that a password opens."""
    fit = [n for n, one in enumerate(locked[:_MOST]) if one.data.end <= source.size and _is_plain(one)]
    if sum(locked[n].member.size for n in fit) > outlet.room():
        raise LimitReached("the encrypted members announce more bytes than may still be unpacked")
    archive = outlet.folder / ".locked.zip"
    try:
        if not fit or not _write(archive, source, locked, fit):
            return {}
        listed = [Listed(str(n), locked[n].member.size, False, "", "", True, locked[n].data.length) for n in fit]
        opened: dict[int, Path] = {}
        for job, members in unlock(Job(archive, "zip", outlet), listed):
            job.extract(members)
            files = {int(m.path): outlet.folder / OUT / m.path for m in members}
            opened |= {number: file for number, file in files.items() if file.is_file() and not file.is_symlink()}
    except ToolMissing:
        return {}
    finally:
        archive.unlink(missing_ok=True)
    return opened


def _is_plain(one: Locked) -> bool:
    return max(one.member.size, one.data.length) <= _LARGEST


def _hand_over(outlet: Outlet, one: Locked, file: Path) -> None:
    member = one.member
    if stat.S_ISLNK(member.mode) and member.size <= _LINK_BYTES:
        outlet.link(member.name, file.read_bytes())
        outlet.parsed(one.data.offset, one.data.length)
        return
    size = outlet.adopt(member.name, file, one.data)
    outlet.carried(one.data.offset, one.data.length)
    if size != member.size:
        reason = f"member {safe_text(member.name, 200)}: {size:,} bytes came out, {member.size:,} were announced"
        outlet.state(one.data.offset, one.data.length, ByteState.FAILED, reason)


def _write(archive: Path, source: Source, locked: Sequence[Locked], numbers: Sequence[int]) -> bool:
    """An archive of the members ``numbers``; False where it would need zip64."""
    central = b""
    with archive.open("wb") as out:
        for number in numbers:
            at = out.tell()
            head, entry, behind = _records(source, locked[number], str(number).encode(), at)
            central += entry
            out.write(head)
            data = locked[number].data
            for start in range(data.offset, data.end, _COPY):
                out.write(source.data[start : min(start + _COPY, data.end)])
            out.write(behind)
            if out.tell() > _LARGEST:
                return False
        end = struct.pack("<4H2LH", 0, 0, len(numbers), len(numbers), len(central), out.tell(), 0)
        out.write(central + END + end)
    return True


def _records(source: Source, one: Locked, name: bytes, at: int) -> tuple[bytes, bytes, bytes]:
    """Local header, directory entry and data descriptor: the time stays, ZipCrypto checks the password with it."""
    member = one.member
    clock = source.read(member.entry.offset + 12, 4)
    extra = _aes_extra(source.read(*_extra(source, member)))
    common = struct.pack("<3H4s3L", 63, member.flags, member.method, clock, member.crc, one.data.length, member.size)
    sizes = struct.pack("<2H", len(name), len(extra))
    entry = CENTRAL + struct.pack("<H", 63) + common + sizes + struct.pack("<3H2L", 0, 0, 0, 0, at) + name + extra
    behind = DESCRIPTOR + struct.pack("<3L", member.crc, one.data.length, member.size)
    return LOCAL + common + sizes + name + extra, entry, behind if member.flags & _LATER else b""


def _extra(source: Source, member: Member) -> tuple[int, int]:
    """Place of the extra field in the member's entry of the directory."""
    names, extras = struct.unpack_from("<2H", source.data, member.entry.offset + 28)
    return member.entry.offset + 46 + names, extras


def _aes_extra(extra: bytes) -> bytes:
    """The record with the strength of WinZip's AES (its specification, "AE-x encryption information")."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == _AES_EXTRA:
            return extra[position : position + 4 + length]
        position += 4 + length
    return b""
