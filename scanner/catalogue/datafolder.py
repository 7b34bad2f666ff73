"""The user's data folder: packs that were imported, and the keys that the operator trusts."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from scanner.catalogue.errors import CatalogueError
from scanner.types import UsageError

VARIABLE = "FACESCREEN_DATA_DIR"
_CUSTOMS = {
    "win32": ("LOCALAPPDATA", "AppData/Local"),
    "darwin": ("", "Library/Application Support"),
    "linux": ("XDG_DATA_HOME", ".local/share"),
}
"""System → the variable that names the folder for data, and where it is below the home folder."""


def data_folder() -> Path | None:
    """Where this user's data lie: ``FACESCREEN_DATA_DIR``, else by the custom of the system (XDG base directories).

    None for a user without a home folder, as in some containers.
    """
    asked = os.environ.get(VARIABLE)
    if asked:
        return Path(asked)
    given, custom = _CUSTOMS.get(sys.platform, _CUSTOMS["linux"])
    base = os.environ.get(given) if given else None
    try:
        return (Path(base) if base else Path.home() / custom) / "facescreen"
    except RuntimeError:
        return None


def needed_data_folder() -> Path:
    """Where this user's data lie.

    :raises UsageError: for a user without a home folder.
    """
    data = data_folder()
    if data is None:
        raise UsageError("this user has no home folder: say in FACESCREEN_DATA_DIR where imported packs are kept")
    return data


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
