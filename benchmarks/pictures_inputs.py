"""From what the pictures are made: a digest for each input, kept beside them, so that stale pictures are noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.places import DOCS, ROOT

PICTURES = DOCS / "pictures"
INPUTS = PICTURES / "INPUTS.sha256"
"""One line for each input: SHA-256 and name; of a folder over the names and digests of its files."""
SAMPLES = "vendor_samples/prebuilt"
USED = ("camera-update-encrypted.tar", "camera-update-opencv.bin", "camera-update-plain.bin", "camera-update-sdk.bin")
"""Samples that are in a picture."""
ROOMS = ("scanner/report", "scanner/compare")
"""What makes the outputs that are in the pictures: code, templates, words, catalogues."""
COMMANDS = ("screen", "compare", "console", "running")
"""Modules of scanner/cli whose output is in a picture."""
_LEFT_OUT = {"__pycache__", "messages"}
_SOURCES = {".po"}
"""Folders without a word of their own in any output, and what the catalogues that are used (.mo) are made from."""


def inputs() -> str:
    """The record as it should be now."""
    from scanner.catalogue.load import load

    lines = [f"{_digest(path)}  {path.relative_to(ROOT).as_posix()}" for path in _single()]
    lines += [f"{_digest_of(_files(ROOT / room))}  {room}" for room in ROOMS]
    lines.append(f"{load().digest}  signatures")
    return "".join(f"{line}\n" for line in lines)


def stale() -> list[str]:
    """The names of inputs that have changed since the pictures were made, or that no record has."""
    kept = INPUTS.read_text(encoding="utf-8").splitlines() if INPUTS.exists() else []
    return sorted({line.partition("  ")[2] for line in {*kept} ^ {*inputs().splitlines()}})


def _single() -> Iterator[Path]:
    yield from (ROOT / SAMPLES / name for name in USED)
    yield from (ROOT / "scanner" / "cli" / f"{name}.py" for name in COMMANDS)
    yield from sorted((ROOT / "benchmarks").glob("pictures*.py"))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and path.suffix not in _SOURCES
            and not _LEFT_OUT.intersection(path.relative_to(folder).parts)
        ):
            yield path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest_of(files: Iterable[Path]) -> str:
    listing = "".join(f"{_digest(path)}  {path.relative_to(ROOT).as_posix()}\n" for path in files)
    return hashlib.sha256(listing.encode()).hexdigest()
