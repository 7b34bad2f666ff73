"""Where reports are written to: what could not be written is refused before the work, not after it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from scanner.text import safe_text, visible_in

_NEVER_ON_A_TERMINAL = {"html": "a page", "pdf": "a document"}
"""Formats that nobody can read where they are written out."""
_WRITTEN_OUT = {"text", "markdown"}
"""Formats that people read where they are written out."""


@dataclass(frozen=True, slots=True)
class Output:
    """One ``-f`` option; ``target`` None is standard output. ``folder``: it was written as one, ``reports/``."""

    format: str
    target: Path | None
    folder: bool = False

    @classmethod
    def named(cls, form: str, target: str) -> Output:
        """The output for ``FORMAT=TARGET``; an empty target, or ``-``, is standard output."""
        return cls(form, Path(target) if target not in {"", "-"} else None, target.endswith(("/", os.sep)))

    def file(self, name: str, *, always: bool = False) -> Path:
        """The file to write: the target, or ``name`` in it where that is a folder, or ``always``.

        :raises ValueError: for standard output.
        """
        if self.target is None:
            raise ValueError("standard output is no file")
        return self.target / name if always or self.folder or self.target.is_dir() else self.target


def check_targets(outputs: Sequence[Output], deliveries: Iterable[Path] = ()) -> None:
    """Refuse what could not be written, would be written twice, over what is screened, or unreadable to a terminal.

    :raises click.UsageError: with what to do instead.
    """
    if sum(output.target is None for output in outputs) > 1:
        raise click.UsageError("only one format can go to standard output; give the others a file: -f html=report.html")
    screened = {delivery.resolve() for delivery in deliveries}
    seen: set[Path] = set()
    for output in outputs:
        if output.target is None:
            _check_terminal(output.format)
        elif not (output.folder or output.target.is_dir()):
            _check_file(output.target, seen, screened)
        _check_place(output)


def to_stdout(content: bytes, form: str) -> None:
    """Write ``content`` to standard output as it is; a terminal that lacks some of its characters gets others."""
    encoding = sys.stdout.encoding or "utf-8"
    if form in _WRITTEN_OUT and sys.stdout.isatty() and encoding.lower().replace("-", "") != "utf8":
        content = visible_in(content.decode("utf-8"), encoding).encode(encoding)
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_file(target: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the whole new one. A device or pipe is written to, not replaced.

    :raises click.ClickException: where it cannot be written, with exit code 2.
    """
    try:
        if _special(target):
            target.write_bytes(content)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
    except OSError as error:
        raise click.UsageError(f"cannot write {safe_text(str(target))}: {error.strerror}") from error


def _replace(target: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".facescreen-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(target)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _check_terminal(form: str) -> None:
    if form in _NEVER_ON_A_TERMINAL and sys.stdout.isatty():
        what = f"{form} is {_NEVER_ON_A_TERMINAL[form]} and no text for a terminal"
        raise click.UsageError(f"{what}; give it a file: -f {form}=report.{form}")


def _check_file(target: Path, seen: set[Path], screened: set[Path]) -> None:
    resolved = target.resolve()
    if resolved in screened:
        raise click.UsageError(f"{safe_text(str(target))} is what is screened; a report must not be written over it")
    if resolved in seen and not _special(target):
        raise click.UsageError(
            f"{safe_text(str(target))} is named twice; each format needs a file of its own, or a folder"
        )
    seen.add(resolved)


def _check_place(output: Output) -> None:
    """The folder that is to hold the file, or the nearest one above that is there, must let it be made."""
    if output.target is None or _special(output.target):
        return
    folder = output.target if output.folder or output.target.is_dir() else output.target.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    shown = f"cannot write {safe_text(str(output.target))}"
    if not folder.is_dir():
        raise click.UsageError(f"{shown}: {safe_text(str(folder))} is no folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.UsageError(f"{shown}: no permission to write in the folder {safe_text(str(folder))}")


def _special(target: Path) -> bool:
    """Whether ``target`` is no file to put in place. Through a link only below /dev, where /dev/stdout is one."""
    if target.parent == Path("/dev"):
        return target.exists()
    return not target.is_symlink() and target.exists() and not target.is_file() and not target.is_dir()
