"""Unpacks a SquashFS image with the program unsquashfs (4.5 or later): list, then extract regular files only.

Links and special files are recorded from the listing (``-lln``, its lines look like those of ``ls -l``) and never made.
They are named as exceptions: a list of all files would cost the square of their number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.text import plural
from scanner.types import ByteState, LimitReached
from scanner.unpack.on_disk import walk
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.engine7z import OPTIONS
from scanner.unpack.seven.run7z import Trouble
from scanner.unpack.tools import run_tool

_OUT = "out"
_LIST = ".list"
_KINDS = {b"l": "symlink", b"c": "device", b"b": "device", b"p": "fifo", b"s": "socket"}
_LINE = re.compile(
    rb"(?P<kind>[-dlcbps])[-rwxsStT]{9} \d+/\d+ +(?P<size>\d+|\d+, +\d+) "
    rb"\d{4}-\d\d-\d\d \d\d:\d\d out(?:/(?P<rest>.*))?"
)
_PATTERN = re.compile(rb"([\\*?\[\]])")
_MOST_COMPARED = 3_000_000_000
"""Entries times exceptions: unsquashfs compares each with each, 100 million in a second."""
_ONE_BY_ONE = ["-no-progress", "-no-xattrs", "-processors", "1", "-d", _OUT]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the listing; ``target`` of a symbolic link."""

    name: bytes
    kind: bytes
    size: int
    target: bytes = b""


def unsquash(image: Path, outlet: Outlet) -> Trouble | None:
    """Unpack ``image`` below ``outlet.folder`` and hand over its regular files; returns what went wrong.

    :raises ToolMissing: without unsquashfs.
    :raises LimitReached: by time or size; what came before is kept.
    """
    path, seconds = str(image.absolute()), outlet.limits.node_seconds
    listed = run_tool("unsquashfs", ["-lln", *_ONE_BY_ONE, path], outlet.folder, seconds, 0)
    entries = list(_entries(listed.output))
    listed.output.unlink()
    files = [entry for entry in entries if entry.kind == b"-"]
    large = list(_too_large(files, outlet))
    errors = listed.errors if listed.code else ""
    never = [entry for entry in entries if entry.kind in _KINDS]
    if len(entries) * (len(never) + len(large)) > _MOST_COMPARED:
        raise LimitReached(f"{len(entries):,} entries, of which {len(never) + len(large):,} must not be unpacked")
    if len(large) < len(files):
        errors = _extract(path, never + large, len(files) - len(large), outlet) or errors
    for entry in never:  # last: there may be more than may be recorded
        outlet.link(entry.name, entry.target, _KINDS[entry.kind])
    if large:
        raise LimitReached(f"{plural(len(large), 'file')} left out: more than may still be unpacked ({OPTIONS})")
    return Trouble(ByteState.FAILED, f"unsquashfs reports: {errors.strip()[:300]}") if errors else None


def _entries(output: Path) -> Iterator[_Entry]:
    """Entries of the listing. A line that is none goes on with the name before it, which holds a line break."""
    pending: re.Match[bytes] | None = None
    more = b""
    with output.open("rb") as lines:
        for line in lines:
            match = _LINE.fullmatch(line.rstrip(b"\n"))
            if match is None:
                more += b"\n" + line.rstrip(b"\n")
                continue
            yield from _entry(pending, more)
            pending, more = match, b""
    yield from _entry(pending, more)


def _entry(match: re.Match[bytes] | None, more: bytes) -> Iterator[_Entry]:
    if match is None or match["rest"] is None:  # nothing yet, or the root folder
        return
    name, kind = match["rest"] + more, match["kind"]
    size = 0 if b"," in match["size"] else int(match["size"])
    if kind == b"l":  # "name -> target", and the size is the target's length
        yield _Entry(name[: -size - 4], kind, size, name[-size:])
    elif kind != b"d":
        yield _Entry(name, kind, size)


def _too_large(files: Iterable[_Entry], outlet: Outlet) -> Iterator[_Entry]:
    room, most = outlet.room(), outlet.files_left
    for number, entry in enumerate(files):
        if number < most and entry.size <= min(room, outlet.limits.node_bytes):
            room -= entry.size
        else:
            yield entry


def _extract(image: str, without: list[_Entry], expected: int, outlet: Outlet) -> str:
    """Extract all but ``without`` and hand over what lies on disk; returns what is wrong, in words."""
    room = outlet.room()
    names = outlet.folder / _LIST
    # The names are patterns (escaped); a backslash in front keeps a first blank or "#". A line break would end a name.
    lines = (b"\\" + _PATTERN.sub(rb"\\\1", entry.name).replace(b"\n", b"?") + b"\n" for entry in without)
    names.write_bytes(b"".join(lines))
    words = [*_ONE_BY_ONE, *(["-excf", _LIST] if without else []), image]
    bound = min(room, outlet.limits.node_bytes)
    count = 0
    try:
        run = run_tool("unsquashfs", words, outlet.folder, outlet.limits.node_seconds, bound, room=room)
    finally:  # a limit may have ended it: what came before is kept
        names.unlink()
        for path, name in walk(os.fsencode(outlet.folder / _OUT), outlet):
            outlet.adopt(name, Path(os.fsdecode(path)))
            count += 1
    run.output.unlink()
    if run.code:
        return run.errors or f"exit code {run.code}"
    return "" if count >= expected else f"{plural(expected, 'file')} listed, {count:,} came out"
