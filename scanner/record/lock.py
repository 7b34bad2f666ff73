"""One writer at a time: two entries that are added at once must not lose one of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner.text import safe_text
from scanner.types import UsageError

if sys.platform != "win32":
    import fcntl


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this process.

    :raises UsageError: when another process writes it, or has replaced it meanwhile.
    """
    if sys.platform == "win32":  # a folder whose files another program has open cannot be renamed there
        yield
        return
    busy = f"{safe_text(str(folder))} is being written by another run; try again"
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise UsageError(f"{safe_text(str(folder))} cannot be read: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(busy) from error
        except OSError:  # a file system without locks
            yield
            return
        if not os.path.samestat(os.fstat(descriptor), folder.lstat()):
            raise UsageError(busy)
        yield
    finally:
        os.close(descriptor)
