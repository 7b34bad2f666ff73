"""Where decoded members go: large ones into a file of their own, small ones one behind the other into a shared file.

A file per member would cost more than decoding it: an archive of 250,000 small members took 86 s that way, most of it
for making, opening and removing files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

SMALL = 64 << 10
"""Bytes up to which a member goes into the shared file."""
SHARED = 64 << 20
"""Bytes of a shared file after which the next one begins."""

HOLE = 64 << 10
"""Zeros in one block from which on a hole is left in the file."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where one member's bytes went. ``error`` is what ended them early; what came before it is stored."""

    file: str
    offset: int
    size: int
    sha256: str
    error: BaseException | None


class Spool:
    """Stores the members of one container below ``folder``, which is asked for when the first one comes."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._files = 0
        self._shared = ""
        self._descriptor = -1
        self._end = SHARED

    def store(self, blocks: Iterable[bytes], grow: Callable[[int, int], None]) -> Stored:
        """Take all ``blocks``; ``grow(more, size)`` is asked before each and raises where a limit is reached."""
        digest, size, head = hashlib.sha256(), 0, bytearray()
        descriptor, file, error = -1, "", None
        try:
            for block in blocks:
                grow(len(block), size + len(block))
                digest.update(block)
                size += len(block)
                head += block
                if size > SMALL:
                    if descriptor < 0:
                        file, descriptor = self._new()
                    _write(descriptor, head)
                    head.clear()
        except BaseException as ended:  # noqa: BLE001 - handed to the caller with what came so far, who raises it
            error = ended
        if descriptor >= 0:
            os.truncate(descriptor, size)  # it may end in a hole
            os.close(descriptor)
            return Stored(file, 0, size, digest.hexdigest(), error)
        return Stored(*self._append(head), size, digest.hexdigest(), error)

    def close(self) -> None:
        """Close the shared file; its members stay where they are."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _append(self, member: bytearray) -> tuple[str, int]:
        if self._descriptor < 0 or self._end + len(member) > SHARED:
            self.close()
            self._shared, self._descriptor = self._new()
            self._end = 0
        start = self._end
        # Unbuffered: another worker may read the member before the next one comes.
        _write(self._descriptor, member)
        self._end += len(member)
        return self._shared, start

    def _new(self) -> tuple[str, int]:
        self._files += 1
        file = str(self._folder() / f"{self._files:x}")
        return file, os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def _write(descriptor: int, data: bytearray) -> None:
    """Write ``data`` at the end; a block of zeros is left out, so that a bomb of zeros takes no disk."""
    if len(data) >= HOLE and not data[0] and not data[-1] and data == bytes(len(data)):
        os.lseek(descriptor, len(data), os.SEEK_CUR)
        return
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    view.release()
