"""Unpacks one container with 7-Zip: list, bound, extract, compare, and hand over what lies on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.text import plural, safe_text
from scanner.types import ByteState, LimitReached
from scanner.unpack.on_disk import walk
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.listing7z import Listed
from scanner.unpack.seven.rescue7z import rescue
from scanner.unpack.seven.run7z import OUT, Job, Told, Trouble, apart
from scanner.unpack.seven.stream7z import streamed
from scanner.unpack.seven.unlock7z import open_listing, unlock

__all__ = ["Listed", "Trouble", "Unpacked", "unpack", "walk"]

_SPECIAL = {"c": "device", "b": "device", "p": "fifo", "s": "socket"}
OPTIONS = "--max-files, --max-unpacked-bytes, --max-disk-bytes, --max-ratio or --max-node-bytes"
"""What to raise where members were left out."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came of it; ``trouble`` None: all that was listed was extracted, and 7-Zip had nothing to complain about."""

    members: tuple[Listed, ...]
    trouble: Trouble | None
    complaints: Mapping[str, str] = field(default_factory=dict)
    """What 7-Zip says about single members, by their path."""
    locked: frozenset[str] = frozenset()
    """Paths of the encrypted members that no password opened."""
    whole: bool = False
    """The trouble is more than ``complaints`` and ``locked``: it may be anywhere in the archive."""

    @property
    def placed(self) -> bool:
        """Every complaint is about a member of the listing (a name that is no text can differ between the two)."""
        return self.complaints.keys() <= {member.path for member in self.members}


def unpack(archive: Path, kind: str, outlet: Outlet, *, with_neighbours: bool = False) -> Unpacked:
    """Unpack ``archive``, of 7-Zip's type ``kind``, below ``outlet.folder`` and hand over every regular file.

    Links and special files are recorded from the listing and never made. Files that would pass the limits are left
    out, the others still come. Encrypted members come where one of the outlet's passwords opens them.
    ``with_neighbours`` lets 7-Zip find further volumes beside ``archive``, which must then be in a folder of ours.

    :raises ToolMissing: without 7-Zip.
    :raises LimitReached: by time, count or size; what came before is kept.
    """
    if with_neighbours:
        return _unpack(Job(archive, kind, outlet))
    link = apart(archive, outlet.folder)
    try:
        return _unpack(Job(link, kind, outlet))
    finally:
        link.unlink()


def _unpack(job: Job) -> Unpacked:
    outlet = job.outlet
    job, members, listing = open_listing(job)
    files = [m for m in members if not m.folder and m.kind not in _SPECIAL and m.kind != "l"]
    chosen = _within_room(files, outlet)
    if len(chosen) == len(files) and not listing and streamed(job, members, frozenset(_SPECIAL)):
        _record((m for m in members if m.kind in _SPECIAL), outlet, {})
        return Unpacked(members, None)
    special = {m.path for m in members if m.kind in _SPECIAL}
    try:
        said, locked = _extract(job, files, chosen)
    except LimitReached:
        _adopt(outlet, special)  # what came before
        raise
    targets = _targets(job, [m for m in members if m.kind == "l" and not m.target])
    count, size = _adopt(outlet, special)
    said, more, bytes_more = rescue(job, said, chosen)
    # Last, for there may be more of them than may be recorded.
    _record((m for m in members if m.kind == "l" or m.kind in _SPECIAL), outlet, targets)
    if len(chosen) < len(files):
        left = plural(len(files) - len(chosen), "file")
        raise LimitReached(f"{left} left out: more than may still be unpacked ({OPTIONS})")
    complaints = {path: what for one in said for path, what in one.members.items()}
    names = frozenset(m.path for m in locked)
    if locked:
        return Unpacked(members, _encrypted(locked), complaints, names, bool(listing) or any(o.whole for o in said))
    trouble = next((one.trouble for one in said if one.trouble), None) or listing
    short = None if complaints else _difference(files, count + more, size + bytes_more)
    whole = bool(listing or short) or any(one.whole for one in said)
    return Unpacked(members, trouble or short, complaints, names, whole)


def _record(links: Iterable[Listed], outlet: Outlet, targets: Mapping[str, str]) -> None:
    """Record links and special files; nothing is made."""
    for member in links:
        target = member.target or targets.get(member.path, "")
        outlet.link(member.path, target, _SPECIAL.get(member.kind, "symlink"))


def _extract(job: Job, files: list[Listed], chosen: list[Listed]) -> tuple[list[Told], list[Listed]]:
    """Extract what is chosen: clear members, then those that a password opens; returns also what stays locked."""
    clear = [m for m in chosen if not m.encrypted]
    locked = {id(m): m for m in chosen if m.encrypted}
    part = len(clear) < len(files)
    nameable = [m for m in clear if m.listable] if part else clear
    said = [] if files and not nameable else [job.extract(nameable if part else None)]
    if len(nameable) < len(clear):
        reason = f"{plural(len(clear) - len(nameable), 'member')} with a name that 7-Zip cannot be told"
        said.append(Told(Trouble(ByteState.FAILED, reason), whole=True))
    for opener, opened in unlock(job, tuple(locked.values())):
        said.append(opener.extract(opened))
        for member in opened:
            del locked[id(member)]
    return said, list(locked.values())


def _encrypted(locked: list[Listed]) -> Trouble:
    first = safe_text(locked[0].path, 100)
    return Trouble(ByteState.ENCRYPTED, f"{plural(len(locked), 'encrypted member')}, first {first}")


def _within_room(files: list[Listed], outlet: Outlet) -> list[Listed]:
    """The listed files in their order, without those that would pass a limit."""
    room, most = outlet.room(), outlet.files_left
    chosen: list[Listed] = []
    fits = sum(m.size for m in files) <= room and all(m.size <= outlet.limits.node_bytes for m in files)
    fits = fits and len(files) <= most
    for member in files:
        if len(chosen) < most and member.size <= min(room, outlet.limits.node_bytes) and (fits or member.listable):
            chosen.append(member)
            room -= member.size
    return chosen


def _targets(job: Job, links: list[Listed]) -> dict[str, str]:
    """Targets of links whose listing has none: their content, one behind the other; empty where sizes do not fit."""
    links = [link for link in links if link.listable and not link.encrypted]
    if not links:
        return {}
    raw = job.content(links)
    if len(raw) != sum(link.size for link in links):
        return {}
    targets, position = {}, 0
    for link in links:
        targets[link.path] = raw[position : position + link.size].decode("utf-8", "surrogateescape")
        position += link.size
    return targets


def _difference(files: list[Listed], count: int, size: int) -> Trouble | None:
    """Fewer files or bytes on disk than listed (a hard link counts as a file of its own in both)."""
    listed = sum(member.size for member in files)
    if count < len(files) or size < listed:
        reason = f"{len(files):,} files of {listed:,} bytes are listed, {count:,} of {size:,} bytes came out"
        return Trouble(ByteState.FAILED, reason)
    return None


def _adopt(outlet: Outlet, special: set[str]) -> tuple[int, int]:
    """Hand over the regular files below the output folder; returns how many and their bytes."""
    root = os.fsencode(outlet.folder / OUT)
    count = size = 0
    for path, name in walk(root, outlet):
        if name.decode("utf-8", "surrogateescape") in special and not os.lstat(path).st_size:
            Path(os.fsdecode(path)).unlink()  # 7-Zip writes an empty file in the place of a device
            continue
        size += outlet.adopt(name, Path(os.fsdecode(path)))
        count += 1
    return count, size
