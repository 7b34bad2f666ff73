"""The worker's side: take batches, run the handler, send what it emits."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterable
from multiprocessing.connection import Connection

from scanner.sandbox.exhaustion import exhausted
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Handler, TaskT

PARTS_PER_MESSAGE = 64
"""Parts sent together: what a dying worker can lose beyond its current task's last words."""

_OURS = (MemoryError, OSError, ValueError, TypeError, LookupError, RuntimeError, ArithmeticError, AttributeError)
"""What a handler may raise: it answers for hostile input itself, so this is a limit or a bug of ours."""


def serve(
    connection: Connection, others: Iterable[Connection], handler: Handler[TaskT], fence: Fence, supervisor: int
) -> None:
    """Work on batches from ``connection`` until it closes.

    Messages sent: ``("ready", sentences)``, then per task ``("parts", index, [...])`` any number of times and
    ``("done", index)`` or ``("lost", index, reason, is a limit)``.
    """
    gc.freeze()  # what was inherited lives as long as the worker: looking through it again and again gains nothing
    gc.enable()
    for other in others:
        other.close()
    _close_inherited(connection.fileno())
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the supervisor is gone: so are we
        connection.send(("ready", fence.close_in(supervisor)))
        while (batch := connection.recv()) is not None:
            for index, task in enumerate(batch):
                _work(connection, handler, index, task)


def _close_inherited(keep: int) -> None:
    """Close every other file of the supervisor, the result cache above all: no hostile byte may reach it from here."""
    os.closerange(3, keep)
    os.closerange(keep + 1, _most_files())


def _most_files() -> int:
    try:
        return int(os.sysconf("SC_OPEN_MAX"))
    except (AttributeError, ValueError, OSError):
        return 1 << 16


def _work(connection: Connection, handler: Handler[TaskT], index: int, task: TaskT) -> None:
    buffer: list[object] = []

    def emit(part: object) -> None:
        buffer.append(part)
        if len(buffer) >= PARTS_PER_MESSAGE:
            flush()

    def flush() -> None:
        if buffer:
            connection.send(("parts", index, buffer[:]))
            buffer.clear()

    try:
        handler(task, emit)
    except _OURS as error:
        flush()
        limit = exhausted(error)
        connection.send(("lost", index, limit or f"internal error {type(error).__name__}", bool(limit)))
    else:
        flush()
        connection.send(("done", index))
