"""What a program has unpacked to disk: regular files, whatever their names and wherever they lie."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from scanner.unpack.outlet import Outlet

_HARMLESS = frozenset({0o600, 0o644, 0o640, 0o664, 0o755, 0o775, 0o700})
"""Modes with which a file can stay: its owner may read it, and it has no set-user bit."""
LONGEST = 2000
"""Bytes of a folder's path from which on it is moved up: a program that works with relative paths gets deeper than an
absolute path can name (PATH_MAX is 4096 on Linux)."""


def walk(root: bytes, outlet: Outlet) -> Iterator[tuple[bytes, bytes]]:
    """(path, name below ``root``) of every regular file, sorted by name; links and the like are recorded only.

    Set-user bits are dropped. Folders with long paths are moved to a folder beside ``root``.
    """
    # bytes and os functions throughout: names need not be text, and a Path per file would double the cost
    pending = [(root, b"")] if stat.S_ISDIR(_mode(root)) else []
    moved = 0
    while pending:
        folder, above = pending.pop()
        if len(folder) > LONGEST:
            moved += 1
            folder = _move(folder, root, moved)
        os.chmod(folder, 0o700)  # noqa: PTH101 - the image's own mode could shut us out
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            mode, name = entry.stat(follow_symlinks=False).st_mode, above + entry.name
            if stat.S_ISDIR(mode):
                pending.append((entry.path, name + b"/"))
            elif stat.S_ISREG(mode):
                if mode & 0o7777 not in _HARMLESS:
                    os.chmod(entry.path, 0o600)  # noqa: PTH101
                yield entry.path, name
            elif stat.S_ISLNK(mode):
                outlet.link(name, os.readlink(entry.path))  # noqa: PTH115
            else:
                outlet.link(name, "", "device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "fifo")


def _mode(path: bytes) -> int:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return 0


def _move(folder: bytes, root: bytes, number: int) -> bytes:
    """``folder`` under a short path beside ``root``, where no name of the archive can stand."""
    os.makedirs(root + b".deep", mode=0o700, exist_ok=True)  # noqa: PTH103
    target = b"%s.deep/%x" % (root, number)
    os.chmod(folder, 0o700)  # noqa: PTH101 - a locked folder cannot be moved
    os.rename(folder, target)  # noqa: PTH104
    return target
