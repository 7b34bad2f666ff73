"""The small protocol between the flow and whatever runs its tasks: processes here, a cluster elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

TaskT = TypeVar("TaskT")

Emit = Callable[[object], None]
Handler = Callable[[TaskT, Emit], None]
"""Works on one task in a worker and emits its results, one by one: what was emitted survives the worker's death."""


@dataclass(frozen=True, slots=True)
class Part(Generic[TaskT]):
    """Something that the handler emitted for ``task``."""

    task: TaskT
    value: object


@dataclass(frozen=True, slots=True)
class Done(Generic[TaskT]):
    """The handler finished ``task``; all its parts have been delivered before."""

    task: TaskT


@dataclass(frozen=True, slots=True)
class Lost(Generic[TaskT]):
    """The worker did not finish ``task``: it crashed, or ran into a ``limit`` of time or memory."""

    task: TaskT
    reason: str
    limit: bool


Event = Part[TaskT] | Done[TaskT] | Lost[TaskT]


class Backend(Protocol[TaskT]):
    """Runs tasks somewhere; every submitted task ends in exactly one :class:`Done` or :class:`Lost`, unless killed."""

    def submit(self, task: TaskT, size: int) -> None:
        """Queue ``task``; ``size`` (bytes it will read) decides what is sent together."""

    def events(self, timeout: float) -> list[Event[TaskT]]:
        """What happened, waiting at most ``timeout`` seconds for something to happen."""

    @property
    def busy(self) -> bool:
        """Whether a task is queued or being worked on."""

    def kill(self) -> None:
        """Stop everything at once; nothing is left running. No event comes afterwards."""
