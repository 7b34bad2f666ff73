"""Members that 7-Zip can read and the file system cannot hold: their names are too long, or also those of a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scanner.unpack.seven.listing7z import Listed
from scanner.unpack.seven.run7z import OUT, Job, Told

MOST = 200
"""Members: each is a run of 7-Zip of its own."""
LARGEST = 64 << 20
"""Bytes of a member, which goes through memory."""
_UNWRITABLE = re.compile(rf"^errno=\d+ : [^:]* : {OUT}/(?P<path>.*)$", re.DOTALL)


def rescue(job: Job, said: Sequence[Told], members: Sequence[Listed]) -> tuple[list[Told], int, int]:
    """Hand over what could not be written, through a pipe.

    Returns ``said`` without the complaints that are settled by that, the number of members and their bytes.
    """
    by_path = {m.path: m for m in members if m.listable and not (m.folder or m.encrypted) and m.size <= LARGEST}
    left, count, size = [], 0, 0
    for told in said:
        open_complaints = {}
        for where, what in told.members.items():
            member = _named(where, by_path)
            if member is None or count >= MOST or not _rescued(job, member):
                open_complaints[where] = what
                continue
            count += 1
            size += member.size
        settled = not open_complaints and bool(told.members) and not told.whole
        left.append(Told(None) if settled else replace(told, members=open_complaints))
    return left, count, size


def _named(where: str, by_path: Mapping[str, Listed]) -> Listed | None:
    match = _UNWRITABLE.match(where)
    return by_path.get(match["path"]) if match else None


def _rescued(job: Job, member: Listed) -> bool:
    """Whether exactly this member came: a name also stands for what is below it."""
    content = job.content([member])
    if len(content) != member.size:
        return False
    job.outlet.stream(member.path, [content])
    return True
