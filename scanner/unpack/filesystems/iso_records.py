"""Folder records of ISO 9660 (ECMA-119) with Joliet names, Rock Ridge (IEEE P1282) and its continuation areas."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scanner.types import Span

SECTOR = 2048
FOLDER, MORE = 0x02, 0x80
_HEAD = 33
_MOST_CONTINUATIONS = 32
_ROCK = frozenset({b"NM", b"PX", b"SL", b"CL", b"PL", b"RE", b"TF", b"ZF", b"PN", b"SP", b"ER", b"CE", b"RR"})
_SPECIAL = {0o020000: "device", 0o060000: "device", 0o010000: "fifo", 0o140000: "socket"}

Read = Callable[[int, int], bytes]


@dataclass(slots=True)
class Extra:
    """What Rock Ridge says about one record."""

    name: bytes = b""
    link: bytes | None = None
    mode: int = 0
    moved_from: int = 0
    """Sector of a folder that stands elsewhere (CL); 0 for none."""
    moved: bool = False
    """The folder is listed at its true place too (RE)."""
    areas: list[Span] = field(default_factory=list)
    """Continuation areas that were read."""

    @property
    def special(self) -> str:
        """Kind of a device, fifo or socket; empty for others."""
        return _SPECIAL.get(self.mode & 0o170000, "")


@dataclass(frozen=True, slots=True)
class Record:
    """One file or folder, or one extent of it; ``at`` is the record's place in its folder."""

    at: int
    length: int
    name: bytes
    flags: int
    start: int
    """First sector, behind an extended attribute record."""
    attributes: int
    """Sectors of that record."""
    size: int
    sound: bool
    """Both byte orders of its numbers agree."""
    extra: Extra


def records(raw: bytes, read: Read, rock: bool) -> Iterator[Record]:
    """The records of a folder's bytes, ``.`` and ``..`` among them; a zero length leads to the next sector."""
    at = 0
    while at + _HEAD < len(raw):
        length = raw[at]
        if length < _HEAD + 1 or at + length > len(raw):
            at = (at // SECTOR + 1) * SECTOR
            continue
        yield _record(raw[at : at + length], at, read, rock)
        at += length


def damaged(raw: bytes) -> list[int]:
    """Offsets at which a folder's bytes are neither a record nor the zeros that fill a sector up."""
    found, at = [], 0
    while at < len(raw):
        length, end = raw[at], (at // SECTOR + 1) * SECTOR
        if _HEAD < length <= len(raw) - at:
            at += length
            continue
        if any(raw[at:end]):
            found.append(at)
        at = end
    return found


def root(raw: bytes, read: Read) -> Record:
    """The record of a root folder in a volume descriptor."""
    return _record(raw, 0, read, False)


def uses_rock(raw: bytes, read: Read) -> bool:
    """Whether the first record of a root folder begins a system use area of Rock Ridge."""
    first = next(records(raw, read, False), None)
    return first is not None and raw[first.at + 34 : first.at + 36] in _ROCK


def _record(raw: bytes, at: int, read: Read, rock: bool) -> Record:
    attributes, low, high, size, size_high = struct.unpack_from("<BI4sI4s", raw, 1)
    sound = low.to_bytes(4, "big") == high and size.to_bytes(4, "big") == size_high
    name = raw[_HEAD : _HEAD + raw[32]]
    extra = Extra()
    if rock:
        _system_use(raw[_HEAD + raw[32] + (1 - raw[32] % 2) :], read, extra)
    return Record(at, len(raw), name, raw[25], low + attributes, attributes, size, sound, extra)


def _system_use(area: bytes, read: Read, extra: Extra) -> None:
    for _ in range(_MOST_CONTINUATIONS):
        following = None
        at = 0
        while at + 4 <= len(area):
            mark, length = area[at : at + 2], area[at + 2]
            if length < 4 or mark == b"ST":
                break
            body = area[at + 4 : at + length]
            if mark == b"CE" and len(body) >= 24:
                sector, offset, size = (struct.unpack_from("<I", body, place)[0] for place in (0, 8, 16))
                following = Span(sector * SECTOR + offset, size)
            else:
                _entry(mark, body, extra)
            at += length
        if following is None or following.length > SECTOR:
            return
        extra.areas.append(following)
        area = read(following.offset, following.length)


def _entry(mark: bytes, body: bytes, extra: Extra) -> None:
    if mark == b"NM" and body:
        extra.name += {2: b".", 4: b".."}.get(body[0] & 6, body[1:])
    elif mark == b"PX" and len(body) >= 4:
        extra.mode = int.from_bytes(body[:4], "little")
    elif mark == b"SL" and body:
        extra.link = _target(extra.link or b"", body[1:])
    elif mark == b"CL" and len(body) >= 4:
        extra.moved_from = int.from_bytes(body[:4], "little")
    elif mark == b"RE":
        extra.moved = True


def _target(link: bytes, parts: bytes) -> bytes:
    """``link`` with one entry's components behind it."""
    at = 0
    while at + 2 <= len(parts):
        flags, length = parts[at], parts[at + 1]
        part = {2: b".", 4: b"..", 8: b""}.get(flags & 14, parts[at + 2 : at + 2 + length])
        link += part if flags & 1 else part + b"/"
        at += 2 + length
    return link.rstrip(b"/") or b"/" if at + 2 > len(parts) else link
