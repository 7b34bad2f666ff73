"""The sections of ``docs/speed.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.against import CHANGED
from benchmarks.against import TARGET as SHARE
from benchmarks.compare import TARGET
from benchmarks.formats import FINDINGS, MEMORY, NODES, SECONDS, UNREAD
from benchmarks.packs import LOAD, SCAN
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text

_INTRODUCTION = """\
# Speed

Written by `python -m benchmarks.page` from the measurements named below; nothing is edited by hand. Times are CPU
seconds on a shared machine, the best of several; rely on what they are relative to the targets.
"""


def introduction() -> str:
    """The head of the page."""
    return _INTRODUCTION


def _packs(rows: Rows) -> Iterator[str]:
    yield (
        "*load* reads and checks the YAML files, *compile* makes YARA rules and indexes of them, *both, cached* does "
        f"the same from the user's cache folder (target {LOAD} s). *scan* is YARA with all byte facts over large "
        f"shared libraries of the machine, on one core (target {SCAN:.0f} MB/s); the cached rules give the same "
        "patterns, or the measurement fails."
    )
    yield ""
    heads = ("pack", "signatures", "facts", "load", "compile", "both, cached", "scan", "libraries")
    yield from table(heads, (_row(row) for row in rows))


def _row(row: dict[str, Any]) -> Sequence[object]:
    return (
        row["pack"],
        row["signatures"],
        f"{row['facts']:,}",
        f"{row['load']:.3f} s",
        f"{row['compile']:.3f} s",
        f"{row['cached']:.3f} s",
        f"{row['rate']:.0f} MB/s",
        f"{row['files']}, {size_text(row['bytes'])}",
    )


def _compare(rows: Rows) -> Iterator[str]:
    yield (
        "Two reports of the same delivery in two versions: every folder has another version number, 5 % of the files "
        "are changed, 1 % moved, 1 % new, 1 % no longer readable. *compare* is from two documents in memory to the "
        "change document, both digests included. *command* is the whole of `facescreen compare OLD.json NEW.json "
        f"-f json=…`, with reading and checking the two files (target {TARGET:.0f} s)."
    )
    yield ""
    heads = ("nodes each", "findings", "files", "compare", "command", "peak memory")
    yield from table(heads, (_change(row) for row in rows))


def _change(row: dict[str, Any]) -> Sequence[object]:
    return (
        f"{row['nodes']:,}",
        f"{row['findings']:,}",
        size_text(row["bytes"]),
        f"{row['compare']:.2f} s",
        f"{row['command']:.1f} s",
        size_text(row["memory"]),
    )


def _against(rows: Rows) -> Iterator[str]:
    yield (
        f"A firmware image and its next version: files with {CHANGED:.0%} of the bytes are changed. *alone* is "
        "the screening of the next version without a cache; *against* the same with the cache that the first version's "
        "screening left, and with what it changes, OLD being the report or the delivery. *share* is what is left of "
        "*against* without start-up and unpacking, of what is left of *alone* without both (target "
        f"{SHARE:.0%} for the report). Start-up is faster with a cache and is taken off as it is in each."
    )
    yield ""
    heads = ("files", "start-up", "with a cache", "unpacking", "alone", "OLD is the", "against", "share")
    yield from table(heads, (_share(row, kind) for row in rows for kind in ("report", "delivery")))


def _share(row: dict[str, Any], kind: str) -> Sequence[object]:
    return (
        f"{row['changed'] + row['same']:,}, {size_text(row['bytes'])}",
        f"{row['start']:.2f} s",
        f"{row['start_cached']:.2f} s",
        f"{row['unpacking']:.2f} s",
        f"{row['cold']:.2f} s",
        kind,
        f"{row[f'{kind}_cpu']:.2f} s",
        f"{100 * row[f'{kind}_share']:.1f} %",
    )


def _formats(rows: Rows) -> Iterator[str]:
    yield (
        f"A report of {FINDINGS:,} findings in {NODES:,} nodes with {UNREAD:,} more unread regions, measured once. "
        "*all* renders every format one after the other in one process. *together* is the verdict engine with the "
        "questions, the making of the document and every format, under the default laws (target "
        f"{SECONDS:.0f} s and {size_text(MEMORY)}) and under all laws. Memory is the peak of the process with the "
        f"report in it; reading the report alone takes {size_text(max(row['before'] for row in rows))}."
    )
    yield ""
    cells = ((r["format"], f"{r['seconds']:.2f} s", size_text(r["memory"]), size_text(r["bytes"])) for r in rows)
    yield from table(("format", "CPU time", "memory", "size"), cells)


SECTIONS: tuple[Section, ...] = (
    ("packs", "Signature packs", "python -m benchmarks.packs", _packs),
    ("formats", "Verdict and report formats", "python -m benchmarks.formats", _formats),
    ("compare", "What an update changes", "python -m benchmarks.compare", _compare),
    ("against", "A screening against the version in use", "python -m benchmarks.against", _against),
)
