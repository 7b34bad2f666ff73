"""Seccomp: system calls that no parser needs and an attacker would like. After :func:`refuse_calls` they fail.

Classic BPF over struct seccomp_data (include/uapi/linux/seccomp.h, filter.h, audit.h). Reached through libc because
Python has no binding. On CPUs that are not in the table nothing is refused, and the answer says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

PR_SET_SECCOMP, MODE_FILTER = 22, 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER_AT, ARCH_AT = 0, 4
ALLOW, ERRNO, KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
X32 = 0x4000_0000

_ARCH = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_CALLS: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41, "ptrace": 101, "setsid": 112, "setpgid": 109, "process_vm_readv": 310, "process_vm_writev": 311,
        "mknod": 133, "mknodat": 259, "open_by_handle_at": 304, "io_uring_setup": 425, "mount": 165, "bpf": 321,
        "perf_event_open": 298, "keyctl": 250, "userfaultfd": 323,
    },
    "aarch64": {
        "socket": 198, "ptrace": 117, "setsid": 157, "setpgid": 154, "process_vm_readv": 270, "process_vm_writev": 271,
        "mknodat": 33, "open_by_handle_at": 265, "io_uring_setup": 425, "mount": 40, "bpf": 280,
        "perf_event_open": 241, "keyctl": 219, "userfaultfd": 282,
    },
}  # fmt: skip
"""CPU → call → number (arch/x86/entry/syscalls/syscall_64.tbl; include/uapi/asm-generic/unistd.h).

Sockets would reach services of this machine that a network namespace does not hide (a container daemon's, for one);
``io_uring`` makes them past this filter; a new session would get away from the deadline's kill of the group; file
handles would open files by number, past the folder they are in.
"""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def refuse_calls() -> str:
    """Refuse the calls of the table from now on, here and in what this process starts; ``""`` or why it cannot.

    The caller must have set ``PR_SET_NO_NEW_PRIVS`` before. Programs for another CPU mode are killed.
    """
    machine = platform.machine()
    if machine not in _CALLS or struct.calcsize("P") != 8:
        return f"no filter of system calls for {machine}"
    code = _program(_ARCH[machine], sorted(_CALLS[machine].values()), x32=machine == "x86_64")
    if not _tried(code):
        return "no filter of system calls, for this processor is emulated or the kernel has none"
    error = _install(code)
    return f"no filter of system calls ({os.strerror(error)})" if error else ""


def _tried(code: bytes) -> bool:
    """Whether a process lives on with the filter: where another processor is emulated, every call would kill it."""
    child = os.fork()
    if not child:
        error = 1
        try:
            error = _install(code)
            os.stat("/")  # noqa: PTH116 - any call
        finally:
            os._exit(1 if error else 0)
    return os.waitpid(child, 0)[1] == 0


def _install(code: bytes) -> int:
    """Filter this process for good; 0 or the error number."""
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    failed = libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) != 0
    return ctypes.get_errno() if failed else 0


def _program(arch: int, calls: list[int], *, x32: bool) -> bytes:
    """The filter: another architecture is killed, a listed number fails with EPERM, everything else may pass."""
    tests = [(JUMP_AT_LEAST, X32)] if x32 else []
    tests += [(JUMP_EQUAL, number) for number in calls]
    steps = [(LOAD, 0, 0, ARCH_AT), (JUMP_EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER_AT)]
    # From each test to the refusal, which stands behind the permission.
    steps += [(kind, len(tests) - index, 0, value) for index, (kind, value) in enumerate(tests)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
