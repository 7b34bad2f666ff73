"""What fences a worker in, set before it reads the first hostile byte."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.sandbox.landlock import confine_writes

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
OPEN_FILES = 512


@dataclass(frozen=True, slots=True)
class Fence:
    """Bounds of one worker: the only folder it may write to, and its memory and largest file in bytes."""

    folder: Path
    memory: int
    file_size: int

    def close_in(self, supervisor: int) -> tuple[str, ...]:
        """Fence this process in; returns sentences that say what holds and what this system cannot do.

        ``supervisor`` is the parent's process id: when it is gone already, this process ends.
        """
        if sys.platform == "win32":
            return ("Workers are separate processes; this system offers no further isolation here.",)
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _silence()
        self._limit()
        held = ["Each worker is a process group of its own with limits on memory, file size and open files."]
        if sys.platform == "linux":
            held += _on_linux(self.folder, supervisor)
        return tuple(held)

    def _limit(self) -> None:
        import resource

        _lower(resource.RLIMIT_AS, self.memory)
        _lower(resource.RLIMIT_FSIZE, self.file_size)
        _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
        _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (bound, bound))


def _silence() -> None:
    """Point the standard streams nowhere: parsers print hostile text, and none may read the terminal."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


def _on_linux(folder: Path, supervisor: int) -> Iterator[str]:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != supervisor:  # it died before the line above could say so
        os._exit(1)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    without = _no_network(libc)
    yield "Workers have no network." if not without else f"Workers could not be cut off from the network: {without}."
    without = confine_writes([folder], [Path(os.devnull)])
    yield (
        "Workers can change files in the work folder only."
        if not without
        else (f"Workers are not kept to the work folder by the kernel: {without}.")
    )


def _no_network(libc: ctypes.CDLL) -> str:
    """An own, empty network namespace; as an ordinary user through an own user namespace."""
    attempts: tuple[Callable[[], int], ...] = (
        lambda: int(libc.unshare(CLONE_NEWNET)),
        lambda: int(libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)),
    )
    for attempt in attempts:
        if attempt() == 0:
            return ""
    return os.strerror(ctypes.get_errno())
