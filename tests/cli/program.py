"""Running the program as a person or a CI job would."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "vendor_samples" / "prebuilt"
MODULE, SCRIPT = "python -m scanner", "facescreen"
ENTRY = (sys.executable, "-m", "scanner")
ENTRIES = {
    MODULE: ENTRY,
    # What pip writes for the entry point of setup.cfg.
    SCRIPT: (sys.executable, "-c", "import sys; from scanner.cli.main import main; sys.exit(main())"),
}
_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
"""Beginnings of variables that an interpreter reads when it starts."""
_IN_A_PIPE = 32_000
"""Bytes that a pipe holds before anybody reads it."""


def run(
    *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, entry: str = MODULE, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The finished program with its output: a process of its own, forked from one that has started before."""
    given = environment(**env)
    if sys.platform != "linux" or len(stdin) > _IN_A_PIPE:
        return run_anew(*args, stdin=stdin, cwd=cwd, entry=entry, **env)
    if _Warm.running is None:
        _Warm.running = _Warm()
    if _Warm.running.start != _at_start(given):
        return run_anew(*args, stdin=stdin, cwd=cwd, entry=entry, **env)
    try:
        return _Warm.running.run([entry, *map(str, args)], stdin, cwd or Path.cwd(), given)
    except ConnectionError:  # it could not start: so that the program says why
        stop()
        return run_anew(*args, stdin=stdin, cwd=cwd, entry=entry, **env)


def run_anew(
    *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, entry: str = MODULE, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The same with a start of its own."""
    command = [*ENTRIES[entry], *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment(**env), check=False)


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: the package is found from any folder, no setting of the caller's leaks in."""
    fixed = {"FACESCREEN_AS_OF", "FACESCREEN_DATA_DIR"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FACESCREEN_") or key in fixed}
    return {**kept, "PYTHONPATH": str(ROOT), "FACESCREEN_NO_CACHE": "1", **more}


def stop() -> None:
    """End what :func:`run` has started."""
    if _Warm.running:
        _Warm.running.stop()
    _Warm.running = None


def _at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in env.items() if key.startswith(_AT_START)}


class _Warm:
    """The process of :mod:`tests.cli.warm`."""

    running: _Warm | None = None

    def __init__(self) -> None:
        env = environment()
        self.start = _at_start(env)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.warm", str(theirs.fileno())],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def run(
        self, words: list[str], stdin: bytes, cwd: Path, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        reader, writer = os.pipe()
        with TemporaryFile() as out, TemporaryFile() as err:
            os.write(writer, stdin)
            os.close(writer)
            message = json.dumps([words, str(cwd), dict(env)]).encode()
            socket.send_fds(self._control, [message], [reader, out.fileno(), err.fileno()])
            os.close(reader)
            answer = self._control.recv(64)
            if not answer:
                raise ConnectionResetError("it ended")
            return subprocess.CompletedProcess(words, int(answer), _read(out), _read(err))

    def stop(self) -> None:
        self._control.close()
        self._process.wait()


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
