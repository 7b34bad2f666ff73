"""Disk space of one screening: what is free before the start, what unpacked files take, and which can go again."""

from __future__ import annotations

import contextlib
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.text import safe_text, size_text
from scanner.types import Limits, UsageError
from scanner.unpack.outlet import Child
from scanner.unpack.watch import free_and_kept
from scanner.workdir import remove_tree

AT_ONCE = 1 << 20
"""Bytes from which a file is removed as soon as it is done; smaller ones wait for the last one of their folder."""
NODES, JOINED = "nodes", "joined"
"""Folders of the work folder: what workers unpack, who can write there only, and what the supervisor writes itself. A
worker that a delivery took over could put a link where the supervisor writes, if both wrote to one folder."""
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def within_free_space(limits: Limits, work: Path, largest: int) -> tuple[Limits, tuple[str, ...]]:
    """``limits`` with no more disk than is free beside ``work`` (less a reserve), and sentences that say so.

    ``largest`` is the size of the delivery's largest file.

    :raises UsageError: where not even that file would fit: unpacking would end before it began.
    """
    free, kept = free_and_kept(work)
    room = free - kept
    if room < largest:
        raise UsageError(
            f"the disk of {safe_text(str(work.parent))} has {size_text(free)} free and keeps {size_text(kept)} in "
            f"reserve; the largest file of the delivery has {size_text(largest)}. Make room, or name a folder on "
            "another disk with --work-dir"
        )
    if room >= limits.disk_bytes:
        return limits, ()
    said = f"Unpacked files may take {size_text(room)} at a time, which is what the disk of the work folder has free."
    return replace(limits, disk_bytes=max(1, room)), (said,)


def size_of(root: object) -> int:
    """Bytes of a file of the delivery; 0 for a link or what could not be listed."""
    return root.node.size if isinstance(root, Child) else 0


@dataclass(slots=True)
class _Folder:
    """What one container was unpacked to. ``waiting`` counts the nodes per file that are not examined yet."""

    closed: bool = False
    open: int = 0
    """Sum of ``waiting``."""
    waiting: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sizes: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Unpacked:
    """The files below the work folder, and the nodes that still need them.

    The rule: a file goes when every node whose bytes lie in it has been examined (or given up) and the container that
    it came from is done, so that no further node can come to lie in it; a folder goes with its last file. Views have
    their parent's file, so a container's own file stays until all that stands in it has been examined.
    """

    def __init__(self, work: Path, room: int) -> None:
        self._work = work
        self._prefix = f"{work}{os.sep}"
        self._room = room
        self._folders: dict[str, _Folder] = defaultdict(_Folder)
        self.used = 0
        """Bytes that are there now."""

    @property
    def left(self) -> int:
        """Bytes that may still be written."""
        return self._room - self.used

    def came(self, file: str, written: int) -> None:
        """A child was handed over whose bytes lie in ``file``, ``written`` of them new."""
        place = self._place(file)
        if place is not None:
            self._folders[place[0]].sizes[place[1]] += written
            self.used += written

    def needed(self, file: str) -> None:
        """A node whose bytes lie in ``file`` is going to be examined."""
        place = self._place(file)
        if place is not None:
            self._folders[place[0]].waiting[place[1]] += 1
            self._folders[place[0]].open += 1

    def closed(self, folder: str) -> None:
        """The worker that was given ``folder`` is done with its node: nothing more comes into it."""
        own = folder.removeprefix(self._prefix).replace(os.sep, "/")
        self._folders[own].closed = True
        self._tidy(own, tuple(self._folders[own].sizes))

    def done(self, file: str) -> None:
        """A node whose bytes lie in ``file`` is examined or given up."""
        place = self._place(file)
        if place is not None:
            self._folders[place[0]].waiting[place[1]] -= 1
            self._folders[place[0]].open -= 1
            self._tidy(place[0], (place[1],))

    def _place(self, file: str) -> tuple[str, str] | None:
        """(folder, name in it) of a file below the work folder; None for one of the delivery itself.

        What comes from a worker is not believed: a path that leads out of its folder is nobody's.
        """
        inside, parts = (
            file.startswith(self._prefix),
            file.removeprefix(self._prefix).replace(os.sep, "/").split("/", 2),
        )
        fair = inside and len(parts) > 2 and {"", ".", ".."}.isdisjoint((*parts[:2], *parts[2].split("/")))
        return ("/".join(parts[:2]), parts[2]) if fair else None

    def _tidy(self, name: str, files: Iterable[str]) -> None:
        """Remove what nobody needs any more of ``files``, or the whole folder."""
        folder = self._folders[name]
        if not folder.closed:
            return
        if not folder.open:
            remove_tree(self._work / name)
            self.used -= sum(folder.sizes.values())
            del self._folders[name]
            return
        for file in files:
            if folder.sizes[file] >= AT_ONCE and not folder.waiting[file]:
                _remove(self._work / name, file)
                self.used -= folder.sizes.pop(file)


def _remove(folder: Path, file: str) -> None:
    """Remove ``file`` below ``folder``; no step of its path may be a link, for a worker could have put one there."""
    *steps, last = Path(file).parts
    opened: list[int] = []
    with contextlib.suppress(OSError):
        if os.unlink not in os.supports_dir_fd:
            folder.joinpath(file).unlink()
            return
        try:
            opened.append(os.open(folder, _FOLDER))
            for step in steps:
                opened.append(os.open(step, _FOLDER, dir_fd=opened[-1]))
            os.unlink(last, dir_fd=opened[-1])
        finally:
            for descriptor in opened:
                os.close(descriptor)
