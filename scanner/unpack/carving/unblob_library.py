"""unblob as a library: its handlers, loaded once per worker and only where a pattern of theirs stands.

Nothing of unblob's own process is used: no pool, no recursion, no lists of content to skip, no libmagic.
"""

from __future__ import annotations

import functools
import logging
import mmap
import os
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.formats.source import Source


class TookTooLong(Exception):
    """A handler did not come to an end in its time. Not one of the errors that handlers catch themselves."""


@dataclass(frozen=True, slots=True)
class Window:
    """A node, or the end of one, as the file that handlers read; byte 0 of the node would stand at ``shift``."""

    file: Any
    shift: int


@functools.cache
def handlers() -> dict[tuple[str, int], Any]:
    """Every handler of unblob by its name and the distance of its chunks' start from their pattern."""
    import structlog

    # Its log is lines of hostile text for every place that is tried; what comes of them stands in the ledger.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its packages say about themselves is not about the delivery
        from unblob.handlers import BUILTIN_HANDLERS

    return {(handler.NAME, handler.PATTERN_MATCH_OFFSET): handler() for handler in BUILTIN_HANDLERS}


@contextmanager
def window(source: Source) -> Iterator[Window]:
    """``source``, mapped once more as unblob's kind of file, which ends where the node ends.

    :raises OSError, ValueError: where it cannot be mapped (address space).
    """
    from unblob.file_utils import File

    begin = source.offset // mmap.ALLOCATIONGRANULARITY * mmap.ALLOCATIONGRANULARITY
    shift = source.offset - begin
    descriptor = os.open(source.file, os.O_RDONLY)
    try:
        file = File(descriptor, source.size + shift, access=mmap.ACCESS_READ, offset=begin)
    finally:
        os.close(descriptor)
    file.access = mmap.ACCESS_READ
    with _closing(file):
        yield Window(file, shift)


@contextmanager
def copied(source: Source, start: int, most: int) -> Iterator[Window]:
    """At most ``most`` bytes of ``source`` from ``start`` on, as a file whose first byte is that one."""
    from unblob.file_utils import File

    file = File.from_bytes(bytes(source.data[start : start + most]))
    with _closing(file):
        yield Window(file, -start)


@contextmanager
def _closing(file: Any) -> Iterator[None]:
    try:
        yield
    finally:
        try:
            file.close()
        except BufferError:
            # A handler's exception still holds a view; the map goes when that reference does.
            del file


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Interrupt the body after ``seconds``, where the system has interval timers and this is the main thread.

    :raises TookTooLong: out of the body.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_: int, __: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    # Again every second: a handler may swallow the first one with an error of its own.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
