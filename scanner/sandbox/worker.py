"""The worker's side: take batches, run the handler, send what it emits."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from multiprocessing.connection import Connection

from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Handler, TaskT

PARTS_PER_MESSAGE = 64
"""Parts sent together: what a dying worker can lose beyond its current task's last words."""


def serve(
    connection: Connection, others: Iterable[Connection], handler: Handler[TaskT], fence: Fence, supervisor: int
) -> None:
    """Work on batches from ``connection`` until it closes.

    Messages sent: ``("ready", sentences)``, then per task ``("parts", index, [...])`` any number of times and
    ``("done", index)`` or ``("lost", index, reason, is a limit)``.
    """
    for other in others:
        other.close()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the supervisor is gone: so are we
        connection.send(("ready", fence.close_in(supervisor)))
        while (batch := connection.recv()) is not None:
            for index, task in enumerate(batch):
                _work(connection, handler, index, task)


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
    except MemoryError:
        flush()
        connection.send(("lost", index, "the worker ran out of memory", True))
    except (OSError, ValueError, TypeError, LookupError, RuntimeError, ArithmeticError, AttributeError) as error:
        # The handler answers for hostile input itself: this is a bug of ours, and it costs this task only.
        flush()
        connection.send(("lost", index, f"internal error {type(error).__name__}", False))
    else:
        flush()
        connection.send(("done", index))
