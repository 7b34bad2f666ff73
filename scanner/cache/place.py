"""Where the result cache lies, and whether it may be trusted there."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def default_folder() -> Path:
    """The user's cache folder by the custom of the system (XDG base directories on Linux)."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "facescreen"


def prepare(folder: Path) -> str:
    """Make ``folder`` for this user alone; a sentence says why it cannot be used, empty where it can.

    Results decide verdicts: a folder in which others can write is not believed.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError as error:
        return f"the cache folder cannot be made: {error.strerror}"
    if not stat.S_ISDIR(status.st_mode):
        return "the cache folder is no folder"
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return "the cache folder belongs to, or can be written by, somebody else"
    return ""
