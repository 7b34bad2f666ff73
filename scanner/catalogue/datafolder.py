"""The user's data folder: packs that were imported, and the keys that the operator trusts."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from scanner.catalogue.errors import CatalogueError

VARIABLE = "FACESCREEN_DATA_DIR"


def data_folder() -> Path:
    """Where this user's data lie: ``FACESCREEN_DATA_DIR``, else by the custom of the system (XDG base directories)."""
    asked = os.environ.get(VARIABLE)
    if asked:
        return Path(asked)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "facescreen"


def check_owner(folder: Path) -> None:
    """Keys and packs decide verdicts: a folder in which others can write is not believed.

    Root's own folders are believed: an administrator may keep packs for all users.

    :raises CatalogueError: when ``folder`` belongs to, or can be written by, somebody else.
    """
    if not hasattr(os, "getuid"):
        return
    status = folder.stat()
    if status.st_uid not in {0, os.getuid()} or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise CatalogueError(str(folder), "", "belongs to, or can be written by, somebody else: not used")
