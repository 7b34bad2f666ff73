"""A program that has been started already: it has read code and signatures, and forks itself for every run.

``python -m tests.cli.warm HANDLE``: HANDLE is a socket. A message on it is one run: entry point, arguments, folder and
environment as JSON, with standard input, output and error as handles. The child does what the program does that is
started anew, and its exit code is the answer. A start takes two seconds of processor time, and hundreds of tests run
the program.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import socket
import sys
import traceback

from scanner.cli.main import _COMMANDS, main
from tests.cli.program import SCRIPT
from tests.packs_once import packs_once

LONGEST = 1 << 18


def serve(control: socket.socket) -> None:
    """Run what is asked for until the other end is closed."""
    while True:
        message, handles, _, _ = socket.recv_fds(control, LONGEST, 3)
        if not message:
            return
        child = os.fork()
        if not child:
            control.close()
            os._exit(_become(*json.loads(message), handles))
        for handle in handles:
            os.close(handle)
        _, status = os.waitpid(child, 0)
        control.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(words: list[str], folder: str, environment: dict[str, str], handles: list[int]) -> int:
    """Be that program; its exit code. An interpreter's own end is left out: it would look through all that is here."""
    for number, handle in enumerate(handles):
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    entry, *sys.argv[1:] = words
    sys.argv[0] = entry
    sys.path[0] = folder
    try:
        if entry == SCRIPT:
            sys.exit(main())
        runpy.run_module("scanner", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return _code(end)
    except BaseException:  # noqa: BLE001 - as the interpreter does with what nobody has caught
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _code(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


def _warm() -> None:
    from scanner.catalogue import compile as compiling
    from scanner.catalogue import packs
    from scanner.detect.registry import warm
    from scanner.document.build import build
    from scanner.report.registry import FORMATS
    from tests.document import sample

    for module, _ in _COMMANDS.values():
        importlib.import_module(module)
    for module in ("scanner.cli.signatures.explaining", "scanner.document.validate", "rich.progress", "jinja2"):
        importlib.import_module(module)
    warm()
    report = build(sample.found())
    for form in FORMATS:
        if form.NAME != "pdf":  # another program sets it
            form.render(report)
    compiling.compile_pack(packs.load())
    gc.freeze()  # no fork looks through what is here


if __name__ == "__main__":
    with packs_once():
        _warm()
        serve(socket.socket(fileno=int(sys.argv[1])))
        gc.unfreeze()  # else lief complains of what is left
