"""Putting a finished folder into its place: a reader, and a power cut, sees the old record or the new one.

The folder is written beside its place under a hidden name and then renamed. Where one is there already, Linux exchanges
both at once (renameat2); elsewhere the old one is set aside first, and :func:`recover` puts it back after a power cut
between the two renames.
"""

from __future__ import annotations

import ctypes
import errno
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from scanner.text import safe_text
from scanner.types import UsageError
from scanner.workdir import remove_tree

_ASIDE = ".{}.facescreen-aside"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""What a kernel or file system answers that has no exchange."""


def put(files: Mapping[str, bytes], target: Path, check: Callable[[], None] = lambda: None) -> None:
    """Make the folder ``target`` hold ``files`` and nothing else; ``check`` is asked at the last moment and may raise.

    :raises UsageError: when it cannot be written; ``target`` is as it was.
    """
    fresh: Path | None = None
    try:
        fresh = Path(tempfile.mkdtemp(prefix=".facescreen-record-", dir=target.parent))
        for name, data in files.items():
            _write(fresh / name, data)
        fresh.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o777 & ~_umask())
        _flush(fresh)
        check()
        _replace(fresh, target)
        _flush(target.parent)
    except OSError as error:
        raise UsageError(f"{safe_text(str(target))} cannot be written: {error.strerror}") from error
    finally:
        if fresh is not None and fresh.exists():
            remove_tree(fresh)


def recover(target: Path) -> None:
    """Put back the old folder where a writing was interrupted between its two renames.

    :raises UsageError: when it cannot be put back.
    """
    aside = _aside(target)
    if os.path.lexists(target) or not os.path.lexists(aside):
        return
    try:
        aside.rename(target)
    except OSError as error:
        raise UsageError(f"{safe_text(str(aside))} cannot be put back: {error.strerror}") from error


def _replace(fresh: Path, target: Path) -> None:
    if not os.path.lexists(target):
        fresh.rename(target)
    elif not _exchange(fresh, target):
        aside = _aside(target)
        if os.path.lexists(aside):
            raise UsageError(
                f"{safe_text(str(aside))} is left of an earlier writing; look at it and take it away first"
            )
        target.rename(aside)
        try:
            fresh.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        remove_tree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names at once; False where this system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code))


def _aside(target: Path) -> Path:
    return target.with_name(_ASIDE.format(target.name))


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _flush(folder: Path) -> None:
    """Names reach the disk too, where folders can be opened for that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
