"""One archive and the ways in which 7-Zip is run on it; what it complains about, member by member."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scanner.text import safe_text
from scanner.types import ByteState, ToolMissing
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.listing7z import Listed, entries
from scanner.unpack.tools import TAIL, Run, run_tool

OUT = "out"
"""Folder below the node's own into which is extracted."""
_LIST = ".list"
_APART = ".archive"
_NOT_BUILT_IN = "Unsupported archive type"
_ENCRYPTED = ("Wrong password", "encrypted archive", "encrypted file")
_COMPLAINT = re.compile(r"^ERROR: (?P<what>.*?) : (?P<path>.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the container is not fully unpacked, as a ledger state with its reason."""

    state: ByteState
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one run: ``trouble`` of the whole (None: none), and complaints about members by their path."""

    trouble: Trouble | None
    members: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    """Not all complaints are about members, or there were too many to see all of them."""


@dataclass(frozen=True, slots=True)
class Job:
    """Runs on ``archive``, of 7-Zip's type ``kind``. An empty ``password`` means none: 7-Zip must not ask for one.

    A password goes through standard input: an argument could be read by every user of the machine.
    """

    archive: Path
    kind: str
    outlet: Outlet
    password: str = field(default="", repr=False)

    def listing(self) -> tuple[tuple[Listed, ...], Trouble | None]:
        """All entries, and what is wrong with the archive as a whole."""
        args = ["l", "-slt", "-ba", "-spd", f"-t{self.kind}", *self._secret(), "--", str(self.archive.absolute())]
        run = run_tool("7zz", args, self.outlet.folder, self.outlet.limits.node_seconds, 0, self._told())
        members = tuple(entries(run.output))
        run.output.unlink()
        return members, told(run).trouble

    def extract(self, chosen: Sequence[Listed] | None) -> Told:
        """Write the ``chosen`` members (None: all) below the folder :data:`OUT`."""
        run = self._run(["x", "-y", "-aou", "-snl-", "-bso0", f"-o{OUT}"], chosen)
        run.output.unlink()
        return told(run)

    def test(self, chosen: Sequence[Listed]) -> Told:
        """Unpack the ``chosen`` members without writing them."""
        run = self._run(["t", "-bso0"], chosen)
        run.output.unlink()
        return told(run)

    def content(self, chosen: Sequence[Listed]) -> bytes:
        """The ``chosen`` members one behind the other; for small ones."""
        run = self._run(["x", "-so", "-bso0"], chosen)
        raw = run.output.read_bytes()
        run.output.unlink()
        return raw

    def stream(self) -> Run:
        """All entries one behind the other, in the order of the listing; the output stays on disk."""
        return self._run(["x", "-so", "-bso0"], None)

    def _run(self, args: Iterable[str], chosen: Sequence[Listed] | None) -> Run:
        """Names go through a file, without wildcards: they may look like options."""
        words = [*args, *self._secret(), "-mmt1", "-bd", "-spd", f"-t{self.kind}"]
        names = self.outlet.folder / _LIST
        if chosen is not None:
            names.write_text("".join(f"{m.path}\n" for m in chosen), encoding="utf-8")
            words.append(f"-i@{_LIST}")
        size = min(self.outlet.room(), self.outlet.limits.node_bytes)
        seconds = self.outlet.limits.node_seconds
        try:
            words += ["--", str(self.archive.absolute())]
            room = self.outlet.room()
            return run_tool("7zz", words, self.outlet.folder, seconds, size, self._told(), room=room)
        finally:
            names.unlink(missing_ok=True)

    def _secret(self) -> list[str]:
        return [] if self.password else ["-p"]

    def _told(self) -> str | None:
        return f"{self.password}\n" if self.password else None


def apart(archive: Path, folder: Path, suffix: str = "") -> Path:
    """``archive`` under a name of our own in ``folder``: 7-Zip would read volumes that lie beside it by their names,
    and those need not belong to the delivery."""
    link = folder / f"{_APART}{suffix}"
    try:
        link.symlink_to(archive.absolute())
    except OSError:  # Windows, without the right to make links
        shutil.copyfile(archive, link)
    return link


def told(run: Run) -> Told:
    """The meaning of a run's exit code and messages.

    :raises ToolMissing: where this 7-Zip was built without the format.
    """
    if not run.code:
        return Told(None)
    if _NOT_BUILT_IN in run.errors:
        raise ToolMissing("the 7zz that is installed was built without this format")
    members = {match["path"]: match["what"] for match in _COMPLAINT.finditer(run.errors)}
    lines = [line.strip() for line in run.errors.splitlines() if line.strip() and line.strip() != "ERRORS:"]
    whole = not members or len(run.errors) >= TAIL - 4 or any(not line.startswith("ERROR: ") for line in lines)
    said = safe_text("; ".join(lines[:3]) or f"exit code {run.code}", 300)
    if any(mark in run.errors for mark in _ENCRYPTED):
        return Told(Trouble(ByteState.ENCRYPTED, "encrypted"), members, whole)
    return Told(Trouble(ByteState.FAILED, f"7-Zip reports: {said}"), members, whole)
