"""Unpacks one container with 7-Zip: list, bound, extract, compare, and hand over what lies on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.text import plural, safe_text
from scanner.types import ByteState, LimitReached
from scanner.unpack.outlet import Outlet
from scanner.unpack.tools import Run, run_tool

_OUT = "out"
_LIST = ".list"
_SPECIAL = {"c": "device", "b": "device", "p": "fifo", "s": "socket"}
_ENCRYPTED = ("Wrong password", "encrypted archive", "encrypted file")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of 7-Zip's listing; control characters in ``path`` are already replaced by it."""

    path: str
    size: int
    folder: bool
    kind: str
    """First letter of the Unix mode: ``l`` link, ``c`` ``b`` device, ``p`` fifo, ``s`` socket, else empty or ``-``."""
    target: str
    encrypted: bool
    packed: int = 0
    """Bytes in the archive, of a solid block at its first member; 0 where the listing has none."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the container is not fully unpacked, as a ledger state with its reason."""

    state: ByteState
    reason: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came of it; ``trouble`` None: all that was listed was extracted, and 7-Zip had nothing to complain about."""

    members: tuple[Listed, ...]
    trouble: Trouble | None


def unpack(archive: Path, kind: str, outlet: Outlet) -> Unpacked:
    """Unpack ``archive``, of 7-Zip's type ``kind``, below ``outlet.folder`` and hand over every regular file.

    Links and special files are recorded from the listing and never made. Files that would pass the limits are left
    out, the others still come.

    :raises ToolMissing: without 7-Zip.
    :raises LimitReached: by time, count or size; what came before is kept.
    """
    members, listing = _list(archive, kind, outlet)
    files = [m for m in members if not m.folder and m.kind not in _SPECIAL and m.kind != "l"]
    chosen = _within_room(files, outlet)
    trouble = _extract(archive, kind, outlet, chosen if len(chosen) < len(files) else None)
    targets = _targets(archive, kind, outlet, [m for m in members if m.kind == "l" and not m.target])
    for member in members:
        if member.kind == "l" or member.kind in _SPECIAL:
            target = member.target or targets.get(member.path, "")
            outlet.link(member.path, target, _SPECIAL.get(member.kind, "symlink"))
    special = {m.path for m in members if m.kind in _SPECIAL}
    count, size = _adopt(outlet, special)
    if len(chosen) < len(files):
        raise LimitReached(f"{plural(len(files) - len(chosen), 'file')} left out: more than may still be unpacked")
    if any(m.encrypted for m in members):
        return Unpacked(members, Trouble(ByteState.ENCRYPTED, _encrypted_reason(members)))
    return Unpacked(members, trouble or listing or _difference(files, count, size))


def _encrypted_reason(members: tuple[Listed, ...]) -> str:
    names = [safe_text(m.path, 100) for m in members if m.encrypted]
    return f"{plural(len(names), 'encrypted member')}, first {names[0]}"


def _list(archive: Path, kind: str, outlet: Outlet) -> tuple[tuple[Listed, ...], Trouble | None]:
    args = ["l", "-slt", "-ba", "-p", "-spd", f"-t{kind}", "--", str(archive.absolute())]
    run = run_tool("7zz", args, outlet.folder, outlet.limits.node_seconds, 0)
    members = tuple(_entries(run.output))
    run.output.unlink()
    return members, _trouble(run.code, run.errors)


def _entries(output: Path) -> Iterator[Listed]:
    fields: dict[str, str] = {}
    with output.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            key, separator, value = line.rstrip("\n").partition(" = ")
            if separator or key.endswith(" ="):
                fields[key.removesuffix(" =")] = value
            elif fields:
                yield _listed(fields)
                fields = {}
    if fields:
        yield _listed(fields)


def _listed(fields: dict[str, str]) -> Listed:
    attributes = fields.get("Attributes", "")
    mode = fields.get("Mode") or attributes.rpartition(" ")[2]
    kind = mode[:1] if len(mode) == 10 else ""
    size = fields.get("Size", "")
    folder = fields.get("Folder") == "+" or attributes.startswith("D") or kind == "d"
    target = fields.get("Symbolic Link", "")
    encrypted = fields.get("Encrypted") == "+"
    packed = fields.get("Packed Size", "")
    length, stored = (int(text) if text.isdecimal() else 0 for text in (size, packed))
    return Listed(fields.get("Path", ""), length, folder, kind, target, encrypted, stored)


def _within_room(files: list[Listed], outlet: Outlet) -> list[Listed]:
    """The listed files in their order, without those that would pass a limit."""
    room, chosen = outlet.room(), []
    fits = sum(m.size for m in files) <= room and all(m.size <= outlet.limits.node_bytes for m in files)
    for member in files:
        if member.size <= min(room, outlet.limits.node_bytes) and (fits or _listable(member)):
            chosen.append(member)
            room -= member.size
    return chosen


def _extract(archive: Path, kind: str, outlet: Outlet, chosen: list[Listed] | None) -> Trouble | None:
    run = _chosen_only(["x", "-y", "-aou", "-snl-", "-bso0", f"-o{_OUT}"], archive, kind, outlet, chosen)
    run.output.unlink()
    return _trouble(run.code, run.errors)


def _chosen_only(args: list[str], archive: Path, kind: str, outlet: Outlet, chosen: list[Listed] | None) -> Run:
    """Run 7-Zip for the ``chosen`` members (None: all); their names go through a file, without wildcards."""
    args = [*args, "-p", "-mmt1", "-bd", "-spd", f"-t{kind}"]
    names = outlet.folder / _LIST
    if chosen is not None:
        names.write_text("".join(f"{m.path}\n" for m in chosen), encoding="utf-8")
        args.append(f"-i@{_LIST}")
    size = min(outlet.room(), outlet.limits.node_bytes)
    try:
        return run_tool("7zz", [*args, "--", str(archive.absolute())], outlet.folder, outlet.limits.node_seconds, size)
    finally:
        names.unlink(missing_ok=True)


def _targets(archive: Path, kind: str, outlet: Outlet, links: list[Listed]) -> dict[str, str]:
    """Targets of links whose listing has none: their content, one behind the other; empty where sizes do not fit."""
    links = [link for link in links if _listable(link)]
    if not links:
        return {}
    run = _chosen_only(["x", "-so", "-bso0"], archive, kind, outlet, links)
    raw = run.output.read_bytes()
    run.output.unlink()
    if len(raw) != sum(link.size for link in links):
        return {}
    targets, position = {}, 0
    for link in links:
        targets[link.path] = raw[position : position + link.size].decode("utf-8", "surrogateescape")
        position += link.size
    return targets


def _listable(member: Listed) -> bool:
    """Whether the name can stand in 7-Zip's list file, which must be UTF-8."""
    return member.path.isprintable() and bool(member.path)


def _trouble(code: int, errors: str) -> Trouble | None:
    if not code:
        return None
    lines = [line.strip() for line in errors.splitlines() if line.strip() and line.strip() != "ERRORS:"]
    said = safe_text("; ".join(lines[:3]) or f"exit code {code}", 300)
    encrypted = any(mark in errors for mark in _ENCRYPTED)
    reason = "encrypted" if encrypted else f"7-Zip reports: {said}"
    return Trouble(ByteState.ENCRYPTED if encrypted else ByteState.FAILED, reason)


def _difference(files: list[Listed], count: int, size: int) -> Trouble | None:
    """Fewer files or bytes on disk than listed (a hard link counts as a file of its own in both)."""
    listed = sum(member.size for member in files)
    if count < len(files) or size < listed:
        reason = f"{len(files):,} files of {listed:,} bytes are listed, {count:,} of {size:,} bytes came out"
        return Trouble(ByteState.FAILED, reason)
    return None


def _adopt(outlet: Outlet, special: set[str]) -> tuple[int, int]:
    """Hand over the regular files below the output folder; returns how many and their bytes."""
    root = os.fsencode(outlet.folder / _OUT)
    count = size = 0
    for path, name in walk(root, outlet):
        if name.decode("utf-8", "surrogateescape") in special and not os.lstat(path).st_size:
            Path(os.fsdecode(path)).unlink()  # 7-Zip writes an empty file in the place of a device
            continue
        size += outlet.adopt(name, Path(os.fsdecode(path)))
        count += 1
    return count, size


def walk(root: bytes, outlet: Outlet) -> Iterator[tuple[bytes, bytes]]:
    """(path, name below ``root``) of every regular file, sorted by name; links and the like are recorded only."""
    # bytes and os functions throughout: names need not be text, and a Path per file would double the cost
    pending = [root] if os.path.isdir(root) else []  # noqa: PTH112
    while pending:
        folder = pending.pop()
        os.chmod(folder, 0o700)  # noqa: PTH101 - the image's own mode could shut us out
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            mode, name = entry.stat(follow_symlinks=False).st_mode, entry.path[len(root) + 1 :]
            if stat.S_ISDIR(mode):
                pending.append(entry.path)
            elif stat.S_ISREG(mode):
                os.chmod(entry.path, 0o600)  # noqa: PTH101
                yield entry.path, name
            elif stat.S_ISLNK(mode):
                outlet.link(name, os.readlink(entry.path))  # noqa: PTH115
            else:
                outlet.link(name, "", "device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "fifo")
