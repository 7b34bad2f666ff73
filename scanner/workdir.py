"""The private work folder of one screening: made before, removed after, whatever a delivery put into it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def work_folder(parent: Path | None) -> Iterator[Path]:
    """A fresh folder that only this user can enter, below ``parent`` or the system's temporary folder.

    Folders that an archive made unreadable are opened up before they are removed.
    """
    folder = Path(tempfile.mkdtemp(prefix="facescreen-", dir=parent)).resolve()
    try:
        yield folder
    finally:
        _open_up(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _open_up(folder: Path) -> None:
    for child in folder.iterdir():
        if child.is_dir() and not child.is_symlink():
            child.chmod(0o700)
            _open_up(child)
