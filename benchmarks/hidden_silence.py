"""Programs in which nobody hides a text: of this machine, of the silence lists, and wheels for macOS and Windows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.constants_silence import BY_CHANCE, GROUPS
from benchmarks.hidden_look import format_of, look
from scanner.formats.ids import NATIVE, UNKNOWN

FEWEST = 3000
"""Programs that silence must be measured on."""


def silence() -> list[dict[str, Any]]:
    """One row for each group: files by format, bytes, those looked at, CPU seconds and every hit."""
    return [_row(name, files()) for name, files in GROUPS if name != BY_CHANCE]


def _row(group: str, files: Iterable[Path]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    size, looked_at, cpu = 0, 0, 0.0
    hits: list[dict[str, Any]] = []
    for path in files:
        try:
            kind = format_of(path)
        except OSError:
            continue
        if kind not in NATIVE | {UNKNOWN}:
            continue
        seen, length, seconds = look(path, kind)
        counts[kind] += 1
        size, looked_at, cpu = size + path.stat().st_size, looked_at + length, cpu + seconds
        hits += [{"path": str(path), "value": one.value, "detail": one.detail} for one in seen]
    return {"group": group, "files": dict(counts), "bytes": size, "looked_at": looked_at, "cpu": cpu, "hits": hits}


def programs(rows: list[dict[str, Any]]) -> int:
    """How many ELF, PE and Mach-O files were looked at."""
    return sum(row["files"].get(kind, 0) for row in rows for kind in NATIVE)
