"""RAR archives of both generations: every block accounted for here, the members unpacked by 7-Zip."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, LimitReached, Span
from scanner.unpack.archives import rar4, rar5
from scanner.unpack.archives.rar_layout import MAGIC4, MAGIC5, Block, Broken, Kind
from scanner.unpack.archives.rar_services import declare_service
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import run_end, unaccounted
from scanner.unpack.seven.engine7z import Listed, Trouble, Unpacked, unpack
from scanner.unpack.volume_sizes import volume_sizes

_COPY = 1 << 20
_HEADERS, _HEADER_OF_ONE = 4096, 400
"""Bytes that encrypted headers take at most, in all and for each member."""
_BLOCKS_PER_FILE = 4
"""Blocks that a limit of one file allows: services stand beside files."""


@dataclass(slots=True)
class _Part:
    """One volume, or the whole archive: its blocks, and where and why they end."""

    span: Span
    new: bool
    blocks: list[Block] = field(default_factory=list)
    end: int = 0
    problem: str = ""
    locked: bool = False

    @property
    def more(self) -> bool:
        """Whether the last block, or its data, says that another volume follows."""
        return bool(self.blocks) and self.blocks[-1].after


class Rar:
    """Members take the state that 7-Zip gives them; volumes that were joined are taken apart for it again."""

    NAME: ClassVar[str] = "rar"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"rar"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Members need a 7zz that was built with RAR; the one in the wheel is, Debian's is not.",
        "Volumes whose first one is a program (.part1.exe) are not joined: each ends as failed.",
        "A changed bit in an encrypted member can look like a wrong password.",
        "Recovery records, packed comments and packed streams are not unpacked.",
        "Behind a block header that is broken nothing more is found in the archive.",
        "Where headers are encrypted and a password opens them, comments and other services are not looked at.",
        "Where names cannot be matched with 7-Zip's listing, trouble with one member counts for all.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        parts = _parts(source, outlet)
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            _declare_blocks(source, outlet, part)
            unaccounted(source, outlet, part.end, following.span.offset if following else source.size, "trailing")
        _missing(outlet, parts)
        unpacked = _unpack(source, outlet, parts)
        if any(part.locked for part in parts):
            _declare_locked(outlet, parts, unpacked)
        else:
            _declare_members(source, outlet, parts, unpacked)


def _parts(source: Source, outlet: Outlet) -> list[_Part]:
    """The volumes that stand one behind the other: by their sizes where the intake knows them, else by their blocks."""
    sizes, at = volume_sizes(outlet.node), 0
    parts: list[_Part] = []
    most = outlet.limits.files * _BLOCKS_PER_FILE
    while not parts or _is_rar(source, at):
        limit = at + sizes[len(parts)] if len(parts) < len(sizes) else source.size
        part = _walk(source, at, limit, most)
        parts.append(part)
        most -= len(part.blocks)
        if not (part.more or len(parts) < len(sizes)):
            break
        at = limit if limit < source.size else run_end(source.data, part.end, source.size)
        at = at if _is_rar(source, at) else part.end
    return parts


def _is_rar(source: Source, at: int) -> bool:
    return source.read(at, 7) in (MAGIC4, MAGIC5[:7])


def _walk(source: Source, start: int, limit: int, most: int) -> _Part:
    new = source.read(start, 8) == MAGIC5
    part = _Part(Span(start, limit - start), new)
    data, at = source.data[:limit], start + (8 if new else 7)
    ended = False
    try:
        while at < limit and not ended:
            if len(part.blocks) >= most:
                raise LimitReached(f"more than {most:,} blocks in a RAR archive")
            block = rar5.block(data, at) if new else rar4.block(data, at)
            part.blocks.append(block)
            at = min(block.data.end, limit)
            ended = block.kind in {Kind.END, Kind.LOCK}
    except Broken as error:
        at, part.problem = limit, error.reason
    part.locked = ended and part.blocks[-1].kind is Kind.LOCK
    if not ended and not part.problem and all(b.end_expected for b in part.blocks if b.kind is Kind.FILE):
        part.problem = "the archive has no end block: cut or damaged"
    part.end = limit if part.locked or part.problem else at
    part.span = Span(start, part.end - start)
    return part


def _declare_blocks(source: Source, outlet: Outlet, part: _Part) -> None:
    """Headers and service data; what was not walked is failed."""
    at = part.span.offset + (8 if part.new else 7)
    outlet.parsed(part.span.offset, at - part.span.offset)
    for block in part.blocks:
        outlet.parsed(block.head.offset, block.head.length)
        if block.kind is not Kind.FILE:
            declare_service(source, outlet, block, part.end)
        at = min(block.data.end, part.end)
    if part.problem:
        outlet.state(at, part.end - at, ByteState.FAILED, part.problem)
        last = part.blocks[-1].head if part.blocks else part.span
        outlet.state(last.offset, min(last.length, 16), ByteState.FAILED, part.problem)


def _missing(outlet: Outlet, parts: list[_Part]) -> None:
    """Members that begin in or go on to a volume that is not here."""
    first, last = parts[0].blocks, parts[-1].blocks
    for blocks, gone, which in ((first, "before", "an earlier"), (last, "after", "the next")):
        for block in blocks:
            if getattr(block, gone):
                reason = f"{which} volume is missing"
                outlet.state(block.head.offset, block.head.length, ByteState.FAILED, reason)
                outlet.state(block.data.offset, block.data.length, ByteState.FAILED, reason)


def _unpack(source: Source, outlet: Outlet, parts: list[_Part]) -> Unpacked:
    kind = "Rar5" if parts[0].new else "Rar"
    if len(parts) == 1:
        with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
            return unpack(file, kind, outlet)
    folder = outlet.folder / ".volumes"
    folder.mkdir()
    try:
        files = [folder / name for name in _names(parts)]
        for part, file in zip(parts, files, strict=True):
            _copy(source, part.span, file)
        return unpack(files[0], kind, outlet, with_neighbours=True)
    finally:
        shutil.rmtree(folder)


def _names(parts: list[_Part]) -> list[str]:
    """File names by which 7-Zip finds the next volume: the archive says which of the two ways it uses."""
    old = not parts[0].new and any(block.old_names for block in parts[0].blocks[:1])
    if not old:
        return [f"v.part{number:05}.rar" for number in range(1, len(parts) + 1)]
    return ["v.rar", *(f"v.{chr(ord('r') + number // 100)}{number % 100:02}" for number in range(len(parts) - 1))]


def _copy(source: Source, span: Span, file: Path) -> None:
    with file.open("wb") as out:
        for start in range(span.offset, span.end, _COPY):
            out.write(source.data[start : min(start + _COPY, span.end)])


def _declare_locked(outlet: Outlet, parts: list[_Part], unpacked: Unpacked) -> None:
    """Headers are encrypted: the volumes are opened by one password or not at all."""
    trouble = unpacked.trouble or _surplus(parts, unpacked)
    for part in parts:
        at = part.blocks[-1].head.end if part.blocks else part.span.offset
        if trouble is None:
            outlet.carried(at, part.end - at)
        else:
            outlet.state(at, part.end - at, trouble.state, trouble.reason)


def _surplus(parts: list[_Part], unpacked: Unpacked) -> Trouble | None:
    """Whether the encrypted archive holds more than its members' data and what their headers may take."""
    inside = sum(part.span.length for part in parts) - sum(member.packed for member in unpacked.members)
    if inside <= _HEADERS * len(parts) + _HEADER_OF_ONE * len(unpacked.members):
        return None
    return Trouble(ByteState.FAILED, f"{inside:,} bytes belong to no member and are too many for headers")


def _declare_members(source: Source, outlet: Outlet, parts: list[_Part], unpacked: Unpacked) -> None:
    """Every member's data, over all volumes, takes the state of the listed entry that stands in its place."""
    members: list[list[Block]] = []
    for block in (b for part in parts for b in part.blocks if b.kind is Kind.FILE):
        if block.before and members:
            members[-1].append(block)
        else:
            members.append([block])
    listed = [entry for entry in unpacked.members if not entry.stream]
    if len(listed) != len(members) or not unpacked.placed:
        _one_for_all(outlet, members, unpacked)
        return
    for entry, blocks in zip(listed, members, strict=True):
        state, reason = _state(entry, blocks, unpacked)
        for block in blocks:
            outlet.state(block.data.offset, block.data.length, state, reason)
    if unpacked.whole and unpacked.trouble and not any(part.problem or part.more for part in parts):
        head = parts[0].blocks[0].head if parts[0].blocks else parts[0].span
        outlet.state(head.offset, head.length, unpacked.trouble.state, unpacked.trouble.reason)


def _state(entry: Listed, blocks: list[Block], unpacked: Unpacked) -> tuple[ByteState, str]:
    shown = safe_text(entry.path, 200)
    if entry.path in unpacked.locked:
        return ByteState.ENCRYPTED, f"member {shown} is encrypted"
    if entry.path in unpacked.complaints:
        return ByteState.FAILED, f"member {shown}: {safe_text(unpacked.complaints[entry.path], 200)}"
    return (ByteState.PARSED if entry.kind == "l" else ByteState.CARRIED), ""


def _one_for_all(outlet: Outlet, members: list[list[Block]], unpacked: Unpacked) -> None:
    reason = f"{len(members):,} members are in the archive, 7-Zip lists {len(unpacked.members):,}"
    for block in (block for blocks in members for block in blocks):
        if unpacked.trouble:
            outlet.state(block.data.offset, block.data.length, unpacked.trouble.state, unpacked.trouble.reason)
        else:
            outlet.state(block.data.offset, block.data.length, ByteState.FAILED, reason)
