"""Which deliveries a command line means: paths, a NUL-separated list, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from scanner.text import safe_text
from scanner.workdir import work_folder

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One delivery of the command line. ``name`` replaces the file name."""

    path: Path
    name: str | None = None


@contextmanager
def deliveries(
    paths: Sequence[str], files_from: str | None, name: str | None, work_dir: Path | None, largest: int
) -> Iterator[list[Asked]]:
    """The deliveries to screen; standard input is kept in a private folder until the context ends.

    :raises click.UsageError: when there is none, or standard input is asked for twice or exceeds ``largest`` bytes.
    """
    words = [*paths, *_listed(files_from)]
    if not words:
        raise click.UsageError("no delivery was named; give a file, a folder, or - for standard input")
    if words.count("-") + (files_from == "-") > 1:
        raise click.UsageError("standard input can be read once only")
    if name is not None and len(words) > 1:
        raise click.UsageError("--name goes with one delivery")
    _check_there(words)
    if "-" not in words:
        yield [Asked(Path(word), name) for word in words]
        return
    with work_folder(work_dir) as folder:
        spooled = folder / "delivery"
        _spool(spooled, largest)
        shown = name or "standard-input"
        yield [Asked(spooled, shown) if word == "-" else Asked(Path(word)) for word in words]


def _check_there(words: Sequence[str]) -> None:
    """A name that is mistyped is told before the first delivery is screened, which may take an hour."""
    for word in words:
        if word == "-" or Path(word).exists():
            continue
        form, equals, _ = word.partition("=")
        hint = f"; a report is asked for with -f {safe_text(word)}" if equals and form.isalpha() else ""
        raise click.UsageError(f"{safe_text(word)}: there is no such file or folder{hint}")


def _listed(files_from: str | None) -> list[str]:
    if files_from is None:
        return []
    try:
        content = sys.stdin.buffer.read() if files_from == "-" else Path(files_from).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{files_from}: {error.strerror}") from error
    return [os.fsdecode(word) for word in content.split(b"\0") if word]


def _spool(target: Path, largest: int) -> None:
    size = 0
    with target.open("wb") as out:
        while block := sys.stdin.buffer.read(BLOCK):
            size += len(block)
            if size > largest:
                raise click.UsageError(f"standard input is larger than {largest:,} bytes (--max-node-bytes)")
            out.write(block)
