"""Giving up privileges: a worker that root has started keeps the right to read what it is told to read, nothing else.

Capability numbers and structures: include/uapi/linux/capability.h; the rules of who keeps what over a change of user
and over execve: capabilities(7). Called through libc because Python has no binding.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from collections.abc import Sequence
from pathlib import Path

PR_CAPBSET_DROP, PR_SET_KEEPCAPS, PR_CAP_AMBIENT = 24, 8, 47
PR_CAP_AMBIENT_RAISE, PR_CAP_AMBIENT_CLEAR_ALL = 2, 4
CAPABILITY_VERSION_3 = 0x2008_0522
LAST = 63
DAC_READ_SEARCH = 2
"""Read any file and enter any folder: root was told to screen files that need not belong to it."""
_NEEDED = (0, 1, 5, 6, 7, 8)
"""To become another user that the supervisor still masters: chown, dac_override, kill, setgid, setuid, setpcap."""

STRANGER = 65_533
"""Nobody's number: systemd's list of users (UIDS-GIDS) leaves 65520 to 65533 unused. ``nobody`` itself would share
the work folder with other services that run as nobody."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def let_in(path: Path) -> None:
    """Let workers of root, who are another user, read ``path`` or enter it, but not change it; nobody else may."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        with contextlib.suppress(OSError):  # where there is no such user, workers stay root
            os.chown(path, -1, STRANGER)
            path.chmod(0o750 if path.is_dir() else 0o640)


def give_up(folder: Path, programs: Sequence[str]) -> str:
    """Become a user without rights where root started this process, then drop every capability but reading.

    ``folder`` is the work folder, which the new user comes to own; ``programs`` must stay executable. What this process
    starts inherits the state. Returns a sentence for the report.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    held = _permitted(libc)
    was_root = os.geteuid() == 0
    able = was_root and all(held >> number & 1 for number in _NEEDED) and _for_everybody(programs)
    wanted = held & (1 << DAC_READ_SEARCH) if was_root else 0
    _never_again(libc, wanted)
    stranger = able and _become_stranger(libc, folder)
    if not _drop(libc, wanted):
        return "Workers could not give up their privileges."
    if stranger:
        return f"Workers run as user {STRANGER}, who owns nothing, and may read files of others."
    if was_root:
        return "Workers run as root without its privileges but for reading: another user could not do their work here."
    return "Workers run as the user who started the program, without any privilege."


def _for_everybody(programs: Sequence[str]) -> bool:
    """Whether every user may start ``programs``: the right to read what others may not is none to execute it."""
    try:
        return all(Path(program).stat().st_mode & stat.S_IXOTH for program in programs)
    except OSError:
        return False


def _become_stranger(libc: ctypes.CDLL, folder: Path) -> bool:
    """Whether this process is another user now; it is unchanged where the system does not allow it."""
    before = folder.stat()
    try:
        os.chown(folder, STRANGER, STRANGER)
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setresgid(STRANGER, STRANGER, STRANGER)
        os.setresuid(STRANGER, STRANGER, STRANGER)
    except OSError:  # in a container that has no such user, or on a file system that has no owners
        with contextlib.suppress(OSError):
            os.chown(folder, before.st_uid, before.st_gid)
        return False
    return True


def _permitted(libc: ctypes.CDLL) -> int:
    data = (_Data * 2)()
    header = _Header(CAPABILITY_VERSION_3, 0)
    if libc.capget(ctypes.byref(header), ctypes.byref(data)) != 0:
        return 0
    return int(data[0].permitted) | int(data[1].permitted) << 32


def _never_again(libc: ctypes.CDLL, wanted: int) -> None:
    """No program started from here on can gain more than ``wanted``; needs setpcap, so it goes first."""
    for number in range(LAST + 1):
        if not wanted >> number & 1:
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)  # fails above the kernel's last, which is no loss


def _drop(libc: ctypes.CDLL, wanted: int) -> bool:
    """Keep the capabilities ``wanted`` only, for this process and for what it starts."""
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    data = (_Data * 2)()
    for half in (0, 1):
        bits = wanted >> 32 * half & 0xFFFF_FFFF
        data[half] = _Data(bits, bits, bits)
    if libc.capset(ctypes.byref(_Header(CAPABILITY_VERSION_3, 0)), ctypes.byref(data)) != 0:
        return False
    for number in range(LAST + 1):
        if wanted >> number & 1:
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0)
    return True
