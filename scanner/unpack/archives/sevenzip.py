"""Archives that only 7-Zip reads: 7z and Windows cabinets."""

from __future__ import annotations

import re
import struct
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.archives.cab_layout import cabinet
from scanner.unpack.archives.sevenzip_blocks import by_block
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted
from scanner.unpack.seven.engine7z import Listed, Trouble, unpack

_HEAD = 32
_VOLUME = re.compile(r"\.\d{3,5}$")
_PACKED_HEADER = b"\x17\x06"
"""Begins the description of a header that is packed itself (7zFormat.txt, "EncodedHeader" and "PackInfo")."""
_HEADERS = 4096
_HEADER_OF_ONE = 64
"""Bytes that the headers of a 7z take at most, in all and for each member beside its name in UTF-16."""


class SevenZip:
    """7z: the start header says where the archive ends (7zFormat.txt of the 7-Zip sources)."""

    NAME: ClassVar[str] = "7z"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"7z"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Members that are packed together share one state: what is wrong with one counts for all of them.",
        "Volumes are read together where all of them lie in one folder; the first one alone ends as failed.",
        "Encrypted members of a cut file are not decrypted; a changed bit in one can look like a wrong password.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        if source.size < _HEAD:
            raise ParseFailure("shorter than a 7z header")
        offset, size = struct.unpack_from("<2Q", source.data, 12)
        _archive(source, outlet, "7z", _HEAD + offset + size)


class Cabinet:
    """Windows cabinet ([MS-CAB]): its header states its size."""

    NAME: ClassVar[str] = "cab"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"cab"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Cabinets that go on in another file end as failed.",
        "Sets of cabinets are not joined.",
        "Checksums are optional in the format: without one a changed bit can go unnoticed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        if source.size < _HEAD + 4:
            raise ParseFailure("shorter than a cabinet header")
        (size,) = struct.unpack_from("<L", source.data, 8)
        _archive(source, outlet, "cab", size)
        if size <= source.size:
            _between(source, outlet, size)


def _between(source: Source, outlet: Outlet, end: int) -> None:
    """What no member of a cabinet refers to: children, or failed where it is packed with members."""
    try:
        found = cabinet(source.data, end)
    except ParseFailure as error:
        outlet.state(0, end, ByteState.FAILED, str(error))
        return
    for gap in found.gaps:
        unaccounted(source, outlet, gap.offset, gap.end, "unreferenced")
    for span, reason in found.surplus:
        outlet.state(span.offset, span.length, ByteState.FAILED, reason)


def _archive(source: Source, outlet: Outlet, kind: str, end: int) -> None:
    unaccounted(source, outlet, end, source.size, "trailing")
    with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
        unpacked = unpack(file, kind, outlet)
    trouble, members = unpacked.trouble, unpacked.members
    if end > source.size:
        reason = f"the archive is cut: {end:,} bytes by its header, {source.size:,} are there"
        more = ", further volumes are missing" if _VOLUME.search(source.name) else ""
        trouble = Trouble(ByteState.FAILED, reason + more)
    elif trouble and not unpacked.whole and kind == "7z" and by_block(outlet, unpacked, end):
        return
    if trouble is None and kind == "7z":
        trouble = _surplus(source.data, members)
    if trouble is None:
        outlet.carried(0, end)
    else:
        outlet.state(0, min(end, source.size), trouble.state, trouble.reason)


def _surplus(data: memoryview, members: tuple[Listed, ...]) -> Trouble | None:
    """Whether the archive holds more than its members' packed bytes, or its headers more than they may take."""
    offset, size = struct.unpack_from("<2Q", data, 12)
    packed = _packed_header(data, _HEAD + offset)
    surplus = offset - packed - sum(member.packed for member in members)
    headers = max(packed, size)
    if surplus > _HEADERS:
        return Trouble(ByteState.FAILED, f"{surplus:,} bytes belong to no member")
    if headers > _HEADERS + sum(_HEADER_OF_ONE + 2 * len(member.path) for member in members):
        return Trouble(ByteState.FAILED, f"{headers:,} bytes are too many for the headers of {len(members):,} members")
    return None


def _packed_header(data: memoryview, at: int) -> int:
    """Bytes that the header takes among the packed streams; 0 where it stands unpacked at ``at``."""
    if bytes(data[at : at + 2]) != _PACKED_HEADER:
        return 0
    _, at = _number(data, at + 2)
    _, at = _number(data, at)
    return _number(data, at + 1)[0] if bytes(data[at : at + 1]) == b"\x09" else 0


def _number(data: memoryview, at: int) -> tuple[int, int]:
    """A number of 7z and the offset behind it: leading ones of its first byte say how many bytes follow."""
    raw = bytes(data[at : at + 9]).ljust(9, b"\0")
    more = next((count for count in range(8) if not raw[0] & 0x80 >> count), 8)
    high = raw[0] & (0x7F >> more) if more < 7 else 0
    return int.from_bytes(raw[1 : 1 + more], "little") | high << 8 * more, at + 1 + more
