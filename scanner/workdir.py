"""The private work folder of one screening: made before, removed after, whatever a delivery put into it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "facescreen-"


@contextmanager
def work_folder(parent: Path | None) -> Iterator[Path]:
    """A fresh folder that only this user can enter, below ``parent`` or the system's temporary folder.

    Folders that an archive made unreadable are opened up and removed as well.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent)).resolve()
    try:
        yield folder
    finally:
        remove_tree(folder)


def remove_tree(folder: Path) -> bool:
    """Remove ``folder`` with all that is in it, locked folders too; whether nothing of it is left.

    Whatever a delivery made of it: folders in folders without end are moved up before they are emptied, so that neither
    the depth of calls nor the length of a path grows with them; no link is followed, not even one that a worker puts
    in the place of a folder meanwhile.
    """
    if os.rename not in os.supports_dir_fd:  # Windows
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()
    with contextlib.suppress(OSError):
        top = _enter(str(folder), None)
        try:
            _empty(top)
        finally:
            os.close(top)
        folder.rmdir()
    return not folder.exists()


def _empty(top: int) -> None:
    """Remove everything in the folder that is open as ``top``."""
    pending = _flatten(top, top)
    while pending:
        name = pending.pop()
        with contextlib.suppress(OSError):  # what cannot be removed stays, the rest goes
            folder = _enter(name, top)
            try:
                pending += _flatten(folder, top)
            finally:
                os.close(folder)
            os.rmdir(name, dir_fd=top)


def _flatten(folder: int, top: int) -> list[str]:
    """Remove the files in ``folder`` and move its folders to ``top``; their new names."""
    moved = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.name, dir_fd=folder)
                    continue
                name = f".removed-{secrets.token_hex(16)}"
                with contextlib.suppress(OSError):  # a locked folder cannot be moved
                    os.close(_enter(entry.name, folder))
                os.rename(entry.name, name, src_dir_fd=folder, dst_dir_fd=top)
                moved.append(name)
    return moved


def _enter(name: str, parent: int | None) -> int:
    """``name`` in ``parent`` as an open folder, unlocked first where it is locked."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        descriptor = os.open(name, flags, dir_fd=parent)
        if os.geteuid() == 0 or os.fstat(descriptor).st_mode & 0o700 == 0o700:
            return descriptor
        os.close(descriptor)
    except PermissionError:
        pass
    # Never done as root, who meets no lock: a worker could have put a link there.
    os.chmod(name, 0o700, dir_fd=parent)
    return os.open(name, flags, dir_fd=parent)
