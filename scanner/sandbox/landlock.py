"""Landlock: after :func:`confine` this process and its children can change files below given folders only.

Linux system calls 444 to 446 (one number on every CPU; include/uapi/linux/landlock.h), called through libc because
Python has no binding. Reading stays allowed: a worker needs its interpreter, its libraries and the delivery. Newer
kernels also refuse TCP (from ABI 4), and sockets and signals to processes that are not fenced in (from ABI 6).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
PATH_BENEATH = 1

WRITE_FILE = 1 << 1
# Removing, making and (from ABI 2 and 3) moving and truncating: everything that changes the file system.
CHANGES_BY_ABI = {1: WRITE_FILE | sum(1 << bit for bit in range(4, 13)), 2: 1 << 13, 3: 1 << 14}
TCP_FROM, SCOPES_FROM = 4, 6
BIND_AND_CONNECT, SOCKETS_AND_SIGNALS = 3, 3


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def confine(folders: Iterable[Path], files: Iterable[Path]) -> str:
    """Allow changes below ``folders`` and writing to ``files`` only; returns ``""`` or why it is not available.

    The caller must have set ``PR_SET_NO_NEW_PRIVS`` before.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    abi = libc.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)
    if abi < 1:
        return f"Landlock is not available ({os.strerror(ctypes.get_errno())})"
    handled = sum(bits for version, bits in CHANGES_BY_ABI.items() if version <= abi)
    tcp, scopes = (BIND_AND_CONNECT if abi >= TCP_FROM else 0), (SOCKETS_AND_SIGNALS if abi >= SCOPES_FROM else 0)
    attributes = _Ruleset(handled, tcp, scopes)  # an older kernel takes a longer structure when the rest is zero
    ruleset = libc.syscall(CREATE_RULESET, ctypes.byref(attributes), ctypes.sizeof(attributes), 0)
    if ruleset < 0:
        return f"Landlock refused ({os.strerror(ctypes.get_errno())})"
    try:
        file_bits = handled & (WRITE_FILE | 1 << 14)
        rules = [(folder, handled) for folder in folders] + [(file, file_bits) for file in files if file.exists()]
        for path, access in rules:
            if not _allow(libc, ruleset, path, access):
                return f"Landlock refused a rule ({os.strerror(ctypes.get_errno())})"
        if libc.syscall(RESTRICT_SELF, ruleset, 0) != 0:
            return f"Landlock refused ({os.strerror(ctypes.get_errno())})"
    finally:
        os.close(ruleset)
    return ""


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> bool:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(access, descriptor)
        return int(libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0)) == 0
    finally:
        os.close(descriptor)
