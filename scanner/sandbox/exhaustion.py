"""Which errors of the system mean that a limit of the process was reached, and the option that raises it."""

from __future__ import annotations

import errno

_SAID = {
    errno.EMFILE: "too many files open at a time (--max-open-files)",
    errno.ENFILE: "the system has too many files open",
    errno.EFBIG: "a file would become larger than allowed (--max-node-bytes)",
    errno.ENOSPC: "the disk of the work folder is full (--work-dir)",
    errno.EDQUOT: "the disk quota of the work folder is used up (--work-dir)",
    errno.ENOMEM: "the worker ran out of memory (--max-worker-memory)",
}


def exhausted(error: BaseException) -> str:
    """The sentence for the ledger where ``error`` is a limit of memory, files or disk; empty where it is none."""
    if isinstance(error, MemoryError):
        return _SAID[errno.ENOMEM]
    return _SAID.get(error.errno or 0, "") if isinstance(error, OSError) else ""
