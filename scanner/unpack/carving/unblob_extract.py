"""Runs one extractor of unblob on a file, in a process of its own that is measured while it writes."""

from __future__ import annotations

import json
import os
import signal
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from scanner.text import safe_text
from scanner.types import LimitReached
from scanner.unpack.carving.unblob_library import handlers
from scanner.unpack.outlet import Outlet

LOOK_SECONDS = 0.2
"""How often the folder is measured while it is written."""
MOST_PROBLEMS = 20


def extract(name: str, shift: int, file: Path, target: Path, outlet: Outlet) -> list[str]:
    """Unpack ``file`` into the new folder ``target``; returns what went wrong, in sentences.

    The extractors have no bound of their own, so they run in a fork: no file of it grows beyond what may still be
    unpacked, and it is killed when all files together do, or when it is slow. What it wrote until then stays.

    :raises LimitReached: by size, count or time.
    """
    handler = handlers()[name, shift]
    target.mkdir()
    report = outlet.folder / ".problems"
    room = min(outlet.room(), outlet.limits.node_bytes)
    with warnings.catch_warnings():
        # Python 3.12 warns where other threads run; a worker has none, and the fork calls nothing that waits for one.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _run(handler, file, target, report, room)
    try:
        status = _watch(child, target, outlet)
    except BaseException:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    return _problems(report, status)


def _run(handler: Any, file: Path, target: Path, report: Path, room: int) -> None:
    """The forked process: never returns."""
    problems: list[str] = ["the extractor broke"]
    try:
        _bound(room)
        warnings.simplefilter("ignore")
        problems = _extracted(handler, file, target)
    finally:
        report.write_text(json.dumps(problems[:MOST_PROBLEMS]), encoding="utf-8")
        os._exit(0)


def _extracted(handler: Any, file: Path, target: Path) -> list[str]:
    from unblob.models import ExtractError

    try:
        result = handler.EXTRACTOR.extract(file, target)
    except ExtractError as error:
        return [_sentence(report) for report in error.reports] or ["the extractor failed"]
    except Exception as error:  # noqa: BLE001 - whatever a foreign extractor raises is a failure of this node
        return [safe_text(f"{type(error).__name__}: {error}", 200)]
    return [_sentence(report) for report in result.reports] if result is not None else []


def _sentence(report: Any) -> str:
    """A problem that unblob reports, as text (``problem`` and ``path`` where it has them)."""
    parts = [getattr(report, key, "") for key in ("problem", "path")]
    return safe_text(": ".join(str(part) for part in parts if part) or type(report).__name__, 200)


def _bound(room: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    bound = room if hard == resource.RLIM_INFINITY else min(room, hard)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bound, hard))


def _watch(child: int, target: Path, outlet: Outlet) -> int:
    """Wait for the process; returns its status."""
    until = time.monotonic() + outlet.limits.node_seconds / 2
    wait = 0.005
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        size, count = _usage(target)
        if done:
            return status  # what it wrote is counted when it is handed over
        if size > outlet.room() or count > outlet.limits.files:
            raise LimitReached("unpacks to more than may still be unpacked")
        if time.monotonic() > until:
            raise LimitReached("the extractor did not end in its time")
        time.sleep(wait)
        wait = min(LOOK_SECONDS, wait * 2)


def _usage(target: Path) -> tuple[int, int]:
    """Bytes (holes of sparse files count) and number of all files below ``target``."""
    size = count = 0
    pending = [str(target)]
    while pending:
        with suppress(FileNotFoundError, PermissionError, NotADirectoryError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    size += entry.stat(follow_symlinks=False).st_size
    return size, count


def _problems(report: Path, status: int) -> list[str]:
    if status or not report.exists():
        return [f"the extractor died (status {status})"]
    problems: list[str] = json.loads(report.read_text(encoding="utf-8"))
    report.unlink()
    return problems
