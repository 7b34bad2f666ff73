"""Ordinary programs, none of which may be called packed: of this machine and of the silence lists."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.constants_silence import below, unpacked
from benchmarks.fetch import packages
from benchmarks.hidden_look import format_of
from benchmarks.packed_tools import FOLDER
from benchmarks.registries import wheels
from scanner.formats.checks import MACHO_MAGICS
from scanner.formats.ids import NATIVE
from scanner.formats.source import Source
from scanner.types import Span
from scanner.unpack.programs.executable import slices
from scanner.unpack.programs.packed import packed_runs
from scanner.unpack.programs.unpacked import MOST, looked_for

HEADS = (b"\x7fELF", b"MZ", *MACHO_MAGICS, b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
_AREA = FOLDER / "silence"
FEWEST = 2000
"""Programs that silence must be measured on."""


def silence() -> list[dict[str, Any]]:
    """One row for each group: files by format, bytes, CPU seconds and every hit."""
    return [_row(name, files()) for name, files in GROUPS]


def _row(group: str, files: Iterable[Path]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    size, cpu = 0, 0.0
    hits: list[dict[str, Any]] = []
    for path in files:
        kind = _kind(path)
        if kind not in NATIVE:
            continue
        counts[kind] += 1
        size += path.stat().st_size
        seen, seconds = _look(path, kind)
        cpu += seconds
        hits += [{"path": str(path), "said": said} for said in seen]
    print(group, dict(counts), len(hits), flush=True)
    return {"group": group, "files": dict(counts), "bytes": size, "cpu": cpu, "hits": hits}


def _kind(path: Path) -> str:
    """The format of a file that begins like a program, empty for any other."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
        return format_of(path) if head.startswith(HEADS) else ""
    except OSError:
        return ""


def _look(path: Path, kind: str) -> tuple[list[str], float]:
    """What is said of the programs in a file, and CPU seconds."""
    said = []
    with Source(path, path.name) as source:
        start = time.process_time()
        noisy = packed_runs(source.data)
        for part in slices(source.data, kind):
            packed, result = looked_for(source.data[part.offset : part.end], kind, _within(noisy, part), MOST)
            if result is not None:
                said.append(f"UPX, {result.packing}")
            elif packed is not None:
                said.append(f"{packed.packer}: {packed.because}")
        return said, time.process_time() - start


GROUPS: tuple[tuple[str, Callable[[], Iterable[Path]]], ...] = (
    ("programs and libraries of this machine", lambda: below(Path("/usr/lib"), Path("/usr/bin"), Path("/usr/sbin"))),
    ("Debian packages of the silence list", lambda: unpacked(packages("silence-debian", "amd64"), _AREA)),
    ("wheels of the silence list", lambda: unpacked(wheels("silence-wheels"), _AREA)),
)
"""(group, its files)."""


def _within(noisy: list[Span], part: Span) -> bool:
    return any(run.offset < part.end and part.offset < run.end for run in noisy)


def programs(rows: list[dict[str, Any]]) -> int:
    """How many files were looked at."""
    return sum(sum(row["files"].values()) for row in rows)
