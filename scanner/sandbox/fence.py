"""What fences a worker in, set before it reads the first hostile byte. External programs inherit all of it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.sandbox.landlock import confine
from scanner.sandbox.privileges import give_up
from scanner.sandbox.seccomp import refuse_calls

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
OPEN_FILES = 512


@dataclass(frozen=True, slots=True)
class Fence:
    """Bounds of one worker: the only folder it may write to, its memory and largest file in bytes, its open files."""

    folder: Path
    memory: int
    file_size: int
    open_files: int = OPEN_FILES
    programs: tuple[str, ...] = ()
    """Programs that it must be able to start: where another user may not, a worker of root stays root."""

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
        held = [
            "Each worker is a process group of its own without input and core dumps, with limits on memory, file size "
            "and open files."
        ]
        if sys.platform == "linux":
            held += _on_linux(self, supervisor)
        return tuple(held)

    def _limit(self) -> None:
        import resource

        # What is mapped from files takes no memory of its own, and a file may be larger than all the memory allowed.
        _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, self.memory)
        _lower(resource.RLIMIT_FSIZE, self.file_size)
        _lower(resource.RLIMIT_NOFILE, self.open_files)
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


def _on_linux(fence: Fence, supervisor: int) -> Iterator[str]:
    """In this order: an own network needs privileges, and a change of user forgets the signal at the parent's end."""
    libc = ctypes.CDLL(None, use_errno=True)
    shared = _no_network(libc)
    yield give_up(fence.folder, fence.programs)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != supervisor:  # it died before the line above could say so
        os._exit(1)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    without = confine([fence.folder], [Path(os.devnull)])
    yield (
        f"Workers are not kept to the work folder by the kernel: {without}."
        if without
        else "Workers can change files in the work folder only."
    )
    unfiltered = refuse_calls()
    yield (
        f"Workers could not be cut off from the network: {shared}; {unfiltered}."
        if shared and unfiltered
        else "Workers have no network."
    )
    if unfiltered:
        yield f"No system calls are refused to workers: {unfiltered}."


def _no_network(libc: ctypes.CDLL) -> str:
    """An own, empty network namespace; as an ordinary user through an own user namespace. ``""`` or why not.

    Root does without the latter: inside it, root could no longer read files of others.
    """
    wanted = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    return "" if libc.unshare(wanted) == 0 else os.strerror(ctypes.get_errno())
