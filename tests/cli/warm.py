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

from scanner.cli.main import _COMMANDS, main
from tests.cli.program import SCRIPT
from tests.packs_once import packs_once

LONGEST = 1 << 18


def serve(control: socket.socket) -> None:
    """Run what is asked for until the other end is closed. In a child it returns too, as that program."""
    while True:
        message, handles, _, _ = socket.recv_fds(control, LONGEST, 3)
        if not message:
            return
        child = os.fork()
        if not child:
            control.close()
            _become(*json.loads(message), handles)
            return
        for handle in handles:
            os.close(handle)
        _, status = os.waitpid(child, 0)
        control.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(words: list[str], folder: str, environment: dict[str, str], handles: list[int]) -> None:
    for number, handle in enumerate(handles):
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    entry, *sys.argv[1:] = words
    sys.argv[0] = entry
    sys.path[0] = folder
    if entry == SCRIPT:
        sys.exit(main())
    runpy.run_module("scanner", run_name="__main__", alter_sys=True)


def _warm() -> None:
    from scanner.catalogue import compile as compiling
    from scanner.catalogue import packs
    from scanner.detect.registry import warm
    from scanner.report.registry import formats

    for module, _ in _COMMANDS.values():
        importlib.import_module(module)
    for module in ("scanner.cli.signatures.explaining", "scanner.document.validate", "rich.progress", "jinja2"):
        importlib.import_module(module)
    warm()
    formats("ci", "1.7")
    compiling.compile_pack(packs.load())
    gc.freeze()


if __name__ == "__main__":
    with packs_once():
        _warm()
        serve(socket.socket(fileno=int(sys.argv[1])))
