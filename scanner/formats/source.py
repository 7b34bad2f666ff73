"""A read-only window on bytes of a delivery: a whole file or a range of one, without copying."""

from __future__ import annotations

import errno
import io
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner.types import LimitReached

_READING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
COPY_BLOCK = 1 << 20
SMALL = 64 << 10
"""Bytes up to which reading costs less than mapping."""
_READING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))


def open_regular(file: Path | str) -> int:
    """A descriptor for reading ``file``: a regular file and no link, or the null device, which is nothing.

    Opening a pipe does not wait.

    :raises OSError: where it cannot be opened or is anything else.
    """
    descriptor = os.open(file, _READING)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode) and file != os.devnull:
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return descriptor


class Source:
    """Bytes ``[offset, offset + size)`` of the regular file ``file``.

    ``path`` is the node's safe path and ``name`` its last component. Use as a context manager; ``data`` is a read-only
    buffer of the window (memory-mapped, so reading it costs no copy) that must not be kept after the exit.

    :raises OSError: where ``file`` cannot be opened, or is a link, a device or a pipe.
    """

    def __init__(self, file: Path | str, path: str, offset: int = 0, size: int | None = None) -> None:
        self._file = file
        self.path = path
        self.name = path.rpartition("/")[2]
        self.offset = offset
        self._descriptor = open_regular(file)
        total = os.fstat(self._descriptor).st_size
        self.size = total - offset if size is None else size
        self.whole = offset == 0 and self.size == total
        self._map: mmap.mmap | None = None
        self.data: memoryview = memoryview(b"")
        if 0 < self.size <= SMALL:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            self.data = memoryview(os.read(self._descriptor, self.size))
        elif self.size > 0 and offset < total:
            # Only the window is mapped: address space is limited, and a disk image may be larger than the limit.
            lead = offset % mmap.ALLOCATIONGRANULARITY
            length = min(self.size, total - offset) + lead
            self._map = mmap.mmap(self._descriptor, length, access=mmap.ACCESS_READ, offset=offset - lead)
            self.data = memoryview(self._map)[lead:]

    @property
    def file(self) -> Path:
        """The file in which the window lies."""
        return Path(self._file)

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.data.release()
        if self._map is not None:
            try:
                self._map.close()
            except BufferError:
                # A parser still holds a view (it may sit in a traceback); the map goes when that reference does.
                self._map = None
        os.close(self._descriptor)

    def read(self, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes from ``offset``; shorter only at the end."""
        return bytes(self.data[offset : offset + length])

    def own_map(self) -> mmap.mmap:
        """The whole file mapped once more, for a parser that wants a map of its own; the caller closes it."""
        return mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)

    def open(self) -> io.BufferedReader:
        """A seekable binary stream of the window, for parsers that want a file."""
        return io.BufferedReader(_Window(self.data))

    @contextmanager
    def as_file(self, folder: Path, limit: int) -> Iterator[Path]:
        """The window as a file of its own, for external tools: the file itself, or a temporary copy in ``folder``.

        :raises LimitReached: where the copy would exceed ``limit`` bytes.
        """
        if self.whole:
            yield self.file
            return
        if self.size > limit:
            raise LimitReached(f"a copy of {self.size:,} bytes for an external tool is above the limit of {limit:,}")
        copy = folder / ".window"
        with copy.open("wb") as out:
            for start in range(0, self.size, COPY_BLOCK):
                out.write(self.data[start : start + COPY_BLOCK])
        try:
            yield copy
        finally:
            copy.unlink(missing_ok=True)


class _Window(io.RawIOBase):
    """A raw stream over a buffer, for :meth:`Source.open`."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: len(self._data)}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._data[self._position : self._position + len(buffer)]
        buffer[: len(chunk)] = chunk
        self._position += len(chunk)
        return len(chunk)
