"""The supervisor's side: a pool of processes in which a crash, a hang or lost memory costs one task, not the run.

Pebble and the standard executors were tried first; ``docs/dependencies.md`` says what they lack.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, cast

from scanner.sandbox.fence import Fence
from scanner.sandbox.inbox import Inbox
from scanner.sandbox.interface import Done, Event, Handler, Lost, Part, TaskT
from scanner.sandbox.words import read, words
from scanner.sandbox.worker import serve

BATCH_TASKS = 32
BATCH_BYTES = 4 << 20
"""Small tasks travel together: one message costs about as much as hashing 60 kB."""
_NONSENSE = (pickle.UnpicklingError, TypeError, ValueError, LookupError, AttributeError, MemoryError)
"""What reading a message raises that no worker of ours has written."""


@dataclass(slots=True)
class _Worker(Generic[TaskT]):
    process: BaseProcess
    connection: Connection
    inbox: Inbox
    batch: list[TaskT] = field(default_factory=list)
    current: int = 0
    since: float = 0.0

    @property
    def idle(self) -> bool:
        return self.current >= len(self.batch)


def _process_type() -> type[BaseProcess]:
    """Forked where that exists: what is compiled and imported is shared, and a worker starts in milliseconds."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn").Process
    return multiprocessing.get_context("fork").Process


class Pool(Generic[TaskT]):
    """Worker processes for ``handler``. Use as a context manager; leaving it kills whatever still runs.

    ``deadline`` is the longest time in seconds that one task may take. Where the system can fork, what was imported and
    compiled before the pool was made is shared by the workers; elsewhere ``handler`` must be picklable. Besides plain
    values, workers may emit objects of ``kinds`` only, for one that a delivery took over says what it likes.
    """

    def __init__(
        self, handler: Handler[TaskT], size: int, fence: Fence, deadline: float, kinds: Iterable[type] = ()
    ) -> None:
        self._handler = handler
        self._size = max(1, size)
        self._fence = fence
        self._deadline = deadline
        self._words = words(kinds)
        self._process: type[BaseProcess] = _process_type()
        self._queue: deque[tuple[TaskT, int]] = deque()
        self._workers: list[_Worker[TaskT]] = []
        self.isolation: tuple[str, ...] = ()
        """What the workers say fences them in; known after the first event."""

    def __enter__(self) -> Pool[TaskT]:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def submit(self, task: TaskT, size: int) -> None:
        """Queue ``task`` that reads about ``size`` bytes."""
        self._queue.append((task, size))

    @property
    def busy(self) -> bool:
        """Whether a task is queued or being worked on."""
        return bool(self._queue) or any(not worker.idle for worker in self._workers)

    def events(self, timeout: float) -> list[Event[TaskT]]:
        """What happened, waiting at most ``timeout`` seconds; also starts, feeds and buries workers."""
        self._feed()
        ready = wait([worker.connection for worker in self._workers], timeout) if self._workers else []
        found: list[Event[TaskT]] = []
        for worker in list(self._workers):
            if worker.connection in ready:
                found += self._receive(worker)
        found += self._overdue()
        self._feed()
        return found

    def kill(self) -> None:
        """Kill every worker with all that it started."""
        self._queue.clear()
        for worker in list(self._workers):
            self._bury(worker)

    # -- feeding

    def _feed(self) -> None:
        while self._queue and len(self._workers) < self._size and all(not worker.idle for worker in self._workers):
            self._start()
            self._give(self._workers[-1])
        for worker in [w for w in self._workers if w.idle]:
            if self._queue:
                self._give(worker)

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        others = [worker.connection for worker in self._workers] + [ours]
        arguments = (theirs, others, self._handler, self._fence, os.getpid())
        process = self._process(target=serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, Inbox(ours)))

    def _give(self, worker: _Worker[TaskT]) -> None:
        fair = max(1, len(self._queue) // (2 * self._size))
        batch: list[TaskT] = []
        size = 0
        while self._queue and len(batch) < min(BATCH_TASKS, fair) and size < BATCH_BYTES:
            task, weight = self._queue.popleft()
            batch.append(task)
            size += weight
        worker.batch, worker.current, worker.since = batch, 0, time.monotonic()
        try:
            worker.connection.send(batch)
        except (BrokenPipeError, ConnectionResetError, BlockingIOError):
            # It died while idle, or does not listen: its end is seen on the next read, or the deadline brings it.
            return

    # -- listening

    def _receive(self, worker: _Worker[TaskT]) -> list[Event[TaskT]]:
        found: list[Event[TaskT]] = []
        try:
            for message in worker.inbox.messages():
                found += self._translate(worker, cast("tuple[object, ...]", read(message, self._words)))
        except (EOFError, OSError):
            found += self._died(worker)
        except _NONSENSE:
            self._bury(worker)
            found += self._give_up(worker, "the worker that read it sent what none of ours sends", limit=False)
        return found

    def _translate(self, worker: _Worker[TaskT], message: tuple[object, ...]) -> list[Event[TaskT]]:
        kind = message[0]
        if kind == "ready":
            self.isolation = cast("tuple[str, ...]", message[1])
            return []
        if message[1] != worker.current:
            raise ValueError("not the task that it works on")
        task = worker.batch[worker.current]
        if kind == "parts":
            return [Part(task, value) for value in cast("list[object]", message[2])]
        worker.current, worker.since = worker.current + 1, time.monotonic()
        if kind == "done":
            return [Done(task)]
        return [Lost(task, str(message[2]), bool(message[3]))]

    def _died(self, worker: _Worker[TaskT]) -> list[Event[TaskT]]:
        self._bury(worker)
        code = worker.process.exitcode or 0
        why = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        return self._give_up(worker, f"the worker that read it died ({why})", limit=False)

    def _overdue(self) -> list[Event[TaskT]]:
        found: list[Event[TaskT]] = []
        now = time.monotonic()
        for worker in [w for w in self._workers if not w.idle and now - w.since > self._deadline]:
            self._bury(worker)
            found += self._give_up(
                worker, f"took longer than {self._deadline:,g} seconds (--max-node-seconds)", limit=True
            )
        return found

    def _give_up(self, worker: _Worker[TaskT], reason: str, *, limit: bool) -> list[Event[TaskT]]:
        """The task at hand is lost; those behind it in the batch go back to the front of the queue."""
        if worker.idle:
            return []
        self._queue.extendleft((task, BATCH_BYTES) for task in reversed(worker.batch[worker.current + 1 :]))
        return [Lost(worker.batch[worker.current], reason, limit)]

    def _bury(self, worker: _Worker[TaskT]) -> None:
        process_id = worker.process.pid
        if process_id is not None and hasattr(os, "killpg"):
            try:
                os.killpg(process_id, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                # It has not become the leader of its group yet, or is gone; kill() below settles the first case.
                worker.process.kill()
        else:
            worker.process.kill()
        worker.process.join()
        worker.inbox.close()
        self._workers.remove(worker)
