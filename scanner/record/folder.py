"""Looking into a folder that somebody else may have made: names, kinds and hashes; no link is followed."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from scanner.text import safe_text
from scanner.types import UsageError

_PIECE = 1 << 20
MOST_NAMES = 1_000
"""Names in a folder that are looked at; a record has a dozen."""


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in a folder: the names of its plain files, and of everything else (links, folders, devices)."""

    files: frozenset[str]
    others: frozenset[str]


def content(folder: Path) -> Content:
    """What is in ``folder``.

    :raises UsageError: when it is missing, a link, no folder, cannot be read, or holds too much for a record.
    """
    shown = safe_text(str(folder))
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise UsageError(f"{shown} is not a folder" + (" but a link" if folder.is_symlink() else ""))
        files: set[str] = set()
        others: set[str] = set()
        with os.scandir(folder) as entries:
            for entry in entries:
                (files if entry.is_file(follow_symlinks=False) else others).add(entry.name)
                if len(files) + len(others) > MOST_NAMES:
                    raise UsageError(f"{shown} is not a record: it holds more than {MOST_NAMES:,} files")
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}") from error
    return Content(frozenset(files), frozenset(others))


def read(path: Path, limit: int) -> bytes:
    """The plain file ``path`` of at most ``limit`` bytes.

    :raises UsageError: when it is no plain file, larger, or cannot be read.
    """
    try:
        with _opened(path) as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{safe_text(str(path))} cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise UsageError(f"{safe_text(str(path))} has more than {limit:,} bytes")
    return data


def sha256(path: Path) -> str:
    """SHA-256 of the plain file ``path``.

    :raises UsageError: when it is no plain file, or cannot be read.
    """
    hashed = hashlib.sha256()
    try:
        with _opened(path) as stream:
            while piece := stream.read(_PIECE):
                hashed.update(piece)
    except OSError as error:
        raise UsageError(f"{safe_text(str(path))} cannot be read: {error.strerror}") from error
    return hashed.hexdigest()


def _opened(path: Path) -> BinaryIO:
    """The file, opened so that no link is followed and no pipe is waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UsageError(f"{safe_text(str(path))} is not a plain file")
    return os.fdopen(descriptor, "rb")
