"""What was handed over, before any byte is parsed: files become root nodes, links and special files are recorded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.text import safe_text
from scanner.types import Link, Node, UsageError
from scanner.unpack.outlet import Artefact, Child

_KINDS = {
    stat.S_IFCHR: "character device",
    stat.S_IFBLK: "block device",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Something of the delivery that could not even be listed, with the reason in words."""

    path: str
    reason: str


def intake(path: Path, name: str | None = None) -> Iterator[Child | Link | Refused]:
    """Root nodes of the delivery at ``path``: the file itself, or every regular file below the folder.

    Links in it are recorded, never followed, whether they lead out of the folder or round in a circle; so are devices,
    pipes and sockets. ``path`` itself may be a link. ``name`` replaces the file name (for standard input).

    :raises UsageError: when ``path`` is missing or neither a regular file nor a folder.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UsageError(f"{safe_text(str(path))}: {error.strerror}") from error
    shown = safe_text(name or path.resolve().name or str(path))
    if stat.S_ISREG(status.st_mode):
        # Where the path itself is a link, who started the run named it: files are opened without following links.
        yield _root(path.resolve(), shown, status.st_size)
    elif stat.S_ISDIR(status.st_mode):
        yield from _folder(path, shown)
    else:
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "special file")
        raise UsageError(f"{safe_text(str(path))} is a {kind}; a delivery is a file or a folder")


def _folder(folder: Path, shown: str) -> Iterator[Child | Link | Refused]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Refused(shown, f"folder cannot be listed: {error.strerror}")
        return
    for entry in entries:
        path = f"{shown}/{_component(entry.name)}"
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            yield Refused(path, f"cannot be examined: {error.strerror}")
            continue
        yield from _entry(Path(entry.path), path, status)


def _entry(file: Path, path: str, status: os.stat_result) -> Iterator[Child | Link | Refused]:
    mode = status.st_mode
    if stat.S_ISLNK(mode):
        yield Link(path, safe_text(str(file.readlink())))
    elif stat.S_ISDIR(mode):
        yield from _folder(file, path)
    elif stat.S_ISREG(mode):
        yield _root(file, path, status.st_size)
    else:
        yield Link(path, "", _KINDS.get(stat.S_IFMT(mode), "special file"))


def _component(name: str) -> str:
    """A name that cannot be mistaken for the sign between a container and its content."""
    text = safe_text(name)
    return text[:-1] + "\\x21" if text.endswith("!") else text


def _root(file: Path, path: str, size: int) -> Child:
    return Child(Node(path, None, size), Artefact(str(file), 0, size))
