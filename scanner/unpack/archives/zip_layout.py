"""The structures of a zip file by their exact bytes (PKWARE APPNOTE 6.3.10): end records, directory, local headers."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scanner.formats.source import Source
from scanner.types import Span
from scanner.unpack.outlet import LONG_FIELD, Outlet
from scanner.unpack.regions import uniform

LOCAL, CENTRAL, END, END64, LOCATOR64, DESCRIPTOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08"
_CENTRAL = struct.Struct("<4x6H3L5H2L")
_LOCAL = struct.Struct("<4x5H3L2H")
_END = struct.Struct("<4x4H2LH")
_END64 = struct.Struct("<4xQ2H2L4Q")
_LOCATOR64 = 20
_NEAR_THE_END = 1 << 17
_NONE32, _NONE16 = 0xFFFFFFFF, 0xFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the central directory, or a local header read as one. Offsets are bytes from the file's start."""

    name: str | bytes
    offset: int
    """Of the local header."""
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    """Unix mode from the external attributes; 0 where the writer was no Unix."""
    entry: Span
    """The central directory's entry."""
    fields: tuple[tuple[str, Span], ...] = ()
    """Label and place of the free fields of this header."""


@dataclass(frozen=True, slots=True)
class Local:
    """One local header: where its data starts, and its own idea of the member."""

    member: Member
    data: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory and the end records lie. ``shift`` is what every stored offset lacks."""

    start: int
    end: int
    record: int
    """The end record; those of zip64 lie between ``end`` and it."""
    finish: int
    """First byte behind the end record and its comment."""
    shift: int
    disks: tuple[int, ...] = ()
    """Where each volume of a split archive begins: stored offsets count from there. Empty for one file."""


def find_directory(data: memoryview, volumes: Sequence[int] = ()) -> Directory | None:
    """The last end record that points to a central directory, or None where the file has none.

    ``volumes`` are the sizes of the files that ``data`` was joined from, if it was.
    """
    disks = tuple(accumulate(volumes[:-1], initial=0)) if volumes else ()
    near = max(0, len(data) - _NEAR_THE_END)
    for start in (near, 0) if near else (0,):
        for hit in reversed([match.start() for match in re.finditer(re.escape(END), data[start:])]):
            directory = _at_end_record(data, start + hit, disks)
            if directory is not None:
                return directory
    return None


def _at_end_record(data: memoryview, position: int, disks: tuple[int, ...]) -> Directory | None:
    if position + _END.size > len(data):
        return None
    disk, first_disk, _, count, size, offset, comment = _END.unpack_from(data, position)
    finish = position + _END.size + comment
    split = bool({disk, first_disk} - {0, _NONE16})
    if finish > len(data) or (split and max(disk, first_disk) >= len(disks)):
        return None
    end = position
    if data[position - 20 : position - 16] == LOCATOR64:
        wide = _end64(data, position)
        if wide is not None:
            end, count, size, offset = wide
    for start in (end - size, offset):
        if 0 <= start <= end and (data[start : start + 4] == CENTRAL or (count == 0 and size == 0)):
            shift = 0 if split else max(0, start - offset)
            return Directory(start, end, position, finish, shift, disks if split else ())
    return None


def _end64(data: memoryview, position: int) -> tuple[int, int, int, int] | None:
    (stored,) = struct.unpack_from("<8xQ", data, position - 20)
    for start in (position - 20 - _END64.size, stored):
        if 0 <= start <= position - 20 - _END64.size and data[start : start + 4] == END64:
            fields = _END64.unpack_from(data, start)
            return start, fields[6], fields[7], fields[8]
    return None


def members(data: memoryview, directory: Directory) -> Iterator[Member]:
    """Entries of the central directory in its order; stops at the first byte that is none."""
    position = directory.start
    while position + _CENTRAL.size <= directory.end and data[position : position + 4] == CENTRAL:
        values = _CENTRAL.unpack_from(data, position)
        maker, _, flags, method, _, _, crc, packed, size, names, extras, comments, disk, _, outside, offset = values
        names_end = position + _CENTRAL.size + names
        length = _CENTRAL.size + names + extras + comments
        if position + length > directory.end:
            return
        extra = bytes(data[names_end : names_end + extras])
        size, packed, offset = _wide(extra, size, packed, offset)
        name = _name(bytes(data[position + _CENTRAL.size : names_end]))
        mode = outside >> 16 if maker >> 8 == 3 else 0
        entry = Span(position, length)
        fields = _fields(position + _CENTRAL.size, name=names, extra=extras, comment=comments)
        offset += directory.disks[disk] if disk < len(directory.disks) else directory.shift
        yield Member(name, offset, flags, method, crc, packed, size, mode, entry, fields)
        position += length


def local_header(data: memoryview, position: int) -> Local | None:
    """The local header at ``position``, or None where there is none or it passes the end."""
    if position < 0 or position + _LOCAL.size > len(data) or data[position : position + 4] != LOCAL:
        return None
    _, flags, method, _, _, crc, packed, size, names, extras = _LOCAL.unpack_from(data, position)
    names_end = position + _LOCAL.size + names
    start = names_end + extras
    if start > len(data):
        return None
    size, packed, _ = _wide(bytes(data[names_end:start]), size, packed, 0)
    name = _name(bytes(data[position + _LOCAL.size : names_end]))
    fields = _fields(position + _LOCAL.size, name=names, extra=extras)
    member = Member(name, position, flags, method, crc, packed, size, 0, Span(position, start - position), fields)
    return Local(member, start)


def _fields(start: int, **lengths: int) -> tuple[tuple[str, Span], ...]:
    """Label and place of fields that stand one behind the other from ``start`` on."""
    found = []
    for label, length in lengths.items():
        found.append((label, Span(start, length)))
        start += length
    return tuple(found)


def end_fields(data: memoryview, directory: Directory) -> tuple[tuple[str, Span], ...]:
    """The free fields of the end records: what follows the fixed part of zip64's, and the comment."""
    behind = directory.record + _END.size
    comment = ("comment", Span(behind, directory.finish - behind))
    fixed = directory.end + _END64.size
    if data[directory.end : directory.end + 4] != END64 or fixed > directory.record - _LOCATOR64:
        return (comment,)
    return (("end-record", Span(fixed, directory.record - _LOCATOR64 - fixed)), comment)


def descriptor_end(data: memoryview, position: int, member: Member) -> int:
    """First byte behind the data descriptor at ``position``; or ``position`` where none agrees with ``member``."""
    for form in ("<4sLLL", "<4sLQQ", "<LLL", "<LQQ"):
        end = position + struct.calcsize(form)
        if end <= len(data):
            *sign, crc, packed, size = struct.unpack_from(form, data, position)
            if (crc, packed, size) == (member.crc, member.packed, member.size) and sign in ([], [DESCRIPTOR]):
                return end
    return position


def hand_over_fields(source: Source, outlet: Outlet, fields: tuple[tuple[str, Span], ...]) -> None:
    """Long fields become children; uniform ones are padding that aligns the data behind them."""
    for label, span in fields:
        if span.length > LONG_FIELD and not uniform(source.data, span.offset, span.end):
            outlet.view(f".{label}@{span.offset:#x}", span.offset, span.length)


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The three values with those that do not fit 32 bits taken from the zip64 extra field."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            count = min(length, len(extra) - position - 4) // 8
            values = iter(struct.unpack_from(f"<{count}Q", extra, position + 4))
            size, packed, offset = (next(values, v) if v == _NONE32 else v for v in (size, packed, offset))
            break
        position += 4 + length
    return size, packed, offset


def _name(raw: bytes) -> str | bytes:
    """Writers store UTF-8 with and without its flag; what is not UTF-8 is the format's old code page."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")
    return raw
