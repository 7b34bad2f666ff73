"""Keeps an external program within what it may write: time, bytes below its folder, and the disk's last reserve."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from scanner.types import LimitReached

RESERVE = 256 << 20
"""Bytes of the work folder's disk that are never used: other programs need them, and our own report does."""
SMALL_DISK = 20
"""Of a small disk one part in so many is kept instead."""
SHORTEST, LONGEST = 0.05, 2.0
"""Seconds between two looks at the folder."""
SHARE = 20
"""A look may take one part in so many of the time: a folder of 200,000 files takes a while to count."""


def wait(process: subprocess.Popen[bytes], folder: Path, seconds: float, room: int) -> int:
    """The exit code of ``process``, which may add ``room`` bytes below ``folder``.

    The caller ends the process where this raises.

    :raises subprocess.TimeoutExpired: after ``seconds``.
    :raises LimitReached: where it wrote more, or where the disk is nearly full.
    """
    until, pause = time.monotonic() + seconds, SHORTEST
    while True:
        began = time.monotonic()
        try:
            return process.wait(max(0.0, min(pause, until - began)))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= until:
                raise
        began = time.monotonic()
        if written(folder, room) > room:
            raise LimitReached(f"a program wrote more than the {room:,} bytes that may still be unpacked")
        check_free(folder)
        pause = min(LONGEST, max(2 * pause, SHARE * (time.monotonic() - began)))


def written(folder: Path, most: int) -> int:
    """Bytes of disk that the files below ``folder`` take; counting ends above ``most``. Links are not followed."""
    total, pending = 0, [os.fspath(folder)]
    while pending and total <= most:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        total += _on_disk(entry.stat(follow_symlinks=False))
        except OSError:
            continue  # a folder that the program has just removed, or made unreadable: its limit per file still holds
    return total


def _on_disk(status: os.stat_result) -> int:
    """Holes take no space (st_blocks counts 512 bytes; Windows has none)."""
    blocks = getattr(status, "st_blocks", None)
    return status.st_size if blocks is None else min(status.st_size, blocks * 512)


def free_and_kept(folder: Path) -> tuple[int, int]:
    """Bytes that the disk of ``folder`` has free, and how many of them are kept in reserve."""
    usage = shutil.disk_usage(folder)
    return usage.free, min(RESERVE, usage.total // SMALL_DISK)


def check_free(folder: Path) -> None:
    """Ask whether the disk of ``folder`` has more than the reserve.

    :raises LimitReached: where it has not.
    """
    free, kept = free_and_kept(folder)
    if free < kept:
        raise LimitReached(f"the disk of the work folder is nearly full: {free:,} bytes free (--work-dir)")
