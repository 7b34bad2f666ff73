"""The sections of ``docs/speed.md`` about configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from benchmarks.config_bombs import MEMORY
from benchmarks.config_speed import TARGET
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text


def _speed(rows: Rows) -> Iterator[str]:
    yield (
        "Megabytes per CPU second on one core of a shared machine. *real* are the configuration files of a fixed list "
        "of packages (`benchmarks/lists/config/silence.yaml`, the half to look at), *with a switch* the same with one "
        "switch added, *generated* recorders of cameras with 50 settings each. *through* is the look for the words "
        "of keys, after which most files need no parser; *read* is the whole detector, from the file to its "
        f"observations, with the views upon values (target for JSON and XML with a switch: {TARGET:.0f} MB/s). *with* "
        "are the files in which something was observed."
    )
    yield ""
    heads = ("files", "format", "number", "size", "with", "through", "read")
    cells = (
        (
            row["what"], row["format"].removeprefix("text:"), row["files"], size_text(row["bytes"]), row["with"],
            f"{row['through']:.0f} MB/s", f"{row['read']:.1f} MB/s",
        )
        for row in rows
    )  # fmt: skip
    yield from table(heads, cells)


def _bombs(rows: Rows) -> Iterator[str]:
    yield (
        "Files made to exhaust a reader, each read by the detector in a process of its own. *memory* is the highest "
        "resident size of the process, with the vocabulary and the mapped file in it (target "
        f"{size_text(MEMORY)}; of a database without its mapped pages, which the system takes back when it likes; in "
        "the row *together* it is that of all processes of a screening). *said* is what the ledger says; nothing where "
        "the file was read to its end."
    )
    yield ""
    heads = ("file", "size", "CPU time", "memory", "said")
    cells = (
        (row["name"], size_text(row["size"]), f"{row['cpu']:.1f} s", size_text(row["memory"]), row["said"])
        for row in rows
    )
    yield from table(heads, cells)


def _mutants(rows: Rows) -> Iterator[str]:
    (row,) = rows
    totals: Counter[str] = Counter()
    for counts in row["formats"].values():
        totals.update(counts)
    wrong = ", ".join(f"{what} ({count})" for what, count in row["bad"].items()) or "none"
    yield (
        f"{row['mutants']:,} damaged files of {len(row['formats'])} formats, from {row['seeds']} seeds, each read by "
        f"the reader of its seed's format: {totals['read']:,} were read to the end, {totals['ParseFailure']:,} are "
        f"told as broken, {totals['LimitReached']:,} met a limit. The slowest took {row['slowest']:.2f} s. Crashes "
        f"and hangs: {wrong}."
    )


SECTIONS: tuple[Section, ...] = (
    ("config-speed", "Reading configuration", "python -m benchmarks.config speed", _speed),
    ("config-bombs", "Configuration made to exhaust a reader", "python -m benchmarks.config bombs", _bombs),
    ("config-mutants", "Damaged configuration", "python -m benchmarks.config mutants", _mutants),
)
