"""One change of the data folder at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner.catalogue.datafolder import check_owner
from scanner.catalogue.errors import CatalogueError


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """One change at a time, where the system has file locks; the folder is made for this user alone."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_owner(data)
        handle = os.open(data / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CatalogueError(str(data), "", f"cannot be used: {error.strerror}") from error
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        # Windows: two imports at once may both be refused or both done; the record is replaced whole in any case.
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
