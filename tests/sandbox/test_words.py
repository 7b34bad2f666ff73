"""A worker that a delivery took over says what it likes: nothing of it runs, and nobody waits for it."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path

import pytest

from scanner.examine import Examined
from scanner.sandbox.fence import Fence
from scanner.sandbox.interface import Done, Emit, Lost, Part
from scanner.sandbox.pool import Pool
from scanner.sandbox.words import read, words
from scanner.survey.testimony import SAID
from scanner.types import ByteState, LedgerEntry, Node, Span
from scanner.unpack.outlet import Artefact, Child

KNOWN = words(SAID)
NODE = Node("a!/b", "a", 3, "00" * 32, "elf", Span(1, 3), 1, (("mode", "0644"),))


@pytest.mark.parametrize(
    "said",
    [
        ("parts", 0, [Child(NODE, Artefact("/w/1/2", 0, 3), 3)]),
        ("parts", 3, [Examined(NODE, (LedgerEntry("a!/b", 0, 3, ByteState.RAW),), (), ("bytes",))]),
        ("lost", 1, "a reason", True),
    ],
)
def test_what_workers_say_arrives(said: object) -> None:
    assert read(pickle.dumps(said), KNOWN) == said


class Runs:
    """Runs a command where it is read in pickle's own way."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("false",)


@pytest.mark.parametrize(
    "said",
    [
        Runs(),
        print,
        Path("/etc"),
        Node("a", None, "3"),  # type: ignore[arg-type]
        Node("a", None, 3, attributes=(("mode", 1),)),  # type: ignore[arg-type]
        Examined(NODE, ("no entry",), (), ()),  # type: ignore[arg-type]
        Child(NODE, ("/w/1", 0, 3), 3),  # type: ignore[arg-type]
    ],
)
def test_nothing_else_is_made(said: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        read(pickle.dumps(said), KNOWN)


@pytest.mark.parametrize("kind", [ByteState, Node])
def test_types_cannot_be_changed(kind: type) -> None:
    changed = b"\x80\x02c" + f"{kind.__module__}\n{kind.__qualname__}\n".encode() + b"N}X\x01\x00\x00\x00aK\x01s\x86b."
    with pytest.raises((pickle.UnpicklingError, AttributeError, TypeError)):
        read(changed, KNOWN)
    assert not hasattr(kind, "a")


def _line() -> int:
    """The descriptor of the connection: all others were closed."""
    return next(number for number in range(3, 256) if _is_socket(number))


def _is_socket(number: int) -> bool:
    link = Path(f"/proc/self/fd/{number}")
    return link.is_symlink() and os.fspath(link.readlink()).startswith("socket:")


def lies(task: str, emit: Emit) -> None:
    if task == "code":
        emit(Runs())
    elif task == "noise":
        os.write(_line(), b"\x00\x00\x00\x04oops")
    elif task == "long":
        os.write(_line(), b"\xff\xff\xff\xff" + b"\x7f" * 8)
    elif task == "other":
        message = pickle.dumps(("done", 7))
        os.write(_line(), len(message).to_bytes(4, "big") + message)
    elif task == "half":
        os.write(_line(), b"\x00\x00\x10\x00half")
        time.sleep(600)
    emit("said")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="finds its connection in /proc")
@pytest.mark.parametrize("lie", ["code", "noise", "long", "other", "half"])
def test_a_lie_costs_its_own_task(tmp_path: Path, lie: str) -> None:
    events = []
    with Pool(lies, 2, Fence(tmp_path, 1 << 30, 1 << 20), 3.0) as pool:
        for task in ["first", lie, "second", "third"]:
            pool.submit(task, 1 << 30)
        while pool.busy:
            events += pool.events(0.1)
    assert [e.task for e in events if isinstance(e, Lost)] == [lie]
    assert sorted(e.task for e in events if isinstance(e, Done)) == ["first", "second", "third"]
    assert [e.value for e in events if isinstance(e, Part) and e.task != lie] == ["said"] * 3
