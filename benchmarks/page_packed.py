"""The sections of ``docs/accuracy.md`` on packed programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.packed_recall import TAMPERED, summed
from benchmarks.packed_silence import programs
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text


def _recall(rows: Rows) -> Iterator[str]:
    total = dict(summed(rows))
    seconds = sum(row["cpu"] for row in rows if row["kind"] != TAMPERED)
    yield (
        "Real programs (Debian 12: busybox, dropbear, libcurl, SQLite; wheels for Windows; own ones for the machines "
        "of which there is no package) packed by Debian 13's UPX 4.2.4 with its methods, four of them with every "
        f"level. **{total['recognised']} of {total['files']} are called packed (target: all), "
        f"{total['identical']} come out byte for byte**, at {total['bytes'] / max(0.01, seconds) / 1e6:.1f} MB of "
        "program a CPU second. Of Windows programs that means: equal to what UPX itself unpacks. *Texts*: every text "
        "of 8 characters or more stands in what came out, or openly in the packed file (icons, version and manifest of "
        "Windows programs stay there)."
    )
    yield ""
    whole = [row for row in rows if row["kind"] != TAMPERED]
    yield from table(("what", "for", "packed", "called packed", "byte for byte", "all texts"), map(_whole, whole))
    yield ""
    yield (
        "The same, tampered with. *Said*: ledger or attributes say that something is missing or cannot be proven. An "
        "unknown packer: told by what it measures, without a name."
    )
    yield ""
    changed = [row for row in rows if row["kind"] == TAMPERED]
    heads = ("what was done", "files", "called packed", "by name", "byte for byte", "all texts", "said")
    yield from table(heads, map(_changed, changed))


def _whole(row: dict[str, Any]) -> Sequence[object]:
    return row["kind"], row["machine"], row["files"], row["recognised"], row["identical"], row["texts"]


def _changed(row: dict[str, Any]) -> Sequence[object]:
    counts = ("files", "recognised", "by_name", "identical", "texts", "said")
    return row["machine"], *(row[count] for count in counts)


def _silence(rows: Rows) -> Iterator[str]:
    number = programs(rows)
    hits = sum(len(row["hits"]) for row in rows)
    size, cpu = (sum(row[key] for row in rows) for key in ("bytes", "cpu"))
    yield (
        f"{number:,} ELF, PE and Mach-O files that nobody packed, {size_text(size)}: **{hits} called packed "
        f"(target 0)**; with none in {number:,}, the true share is below {300 / max(1, number):.2f} % with 95 % "
        f"certainty. {size / max(0.01, cpu) / 1e6:.0f} MB a CPU second, the measure of all blocks included, which is "
        "taken anyway."
    )
    yield ""
    yield from table(("files", "ELF", "PE", "Mach-O", "size", "called packed"), map(_group, rows))


def _group(row: dict[str, Any]) -> Sequence[object]:
    counts = (f"{row['files'].get(kind, 0):,}" for kind in ("elf", "pe", "macho"))
    hits = "; ".join(f"{hit['path'].rpartition('/')[2]} ({hit['said']})" for hit in row["hits"]) or "none"
    return row["group"], *counts, size_text(row["bytes"]), hits


SECTIONS: tuple[Section, ...] = (
    ("packed-recall", "Packed programs", "python -m benchmarks.packed recall", _recall),
    ("packed-silence", "Programs that nobody packed", "python -m benchmarks.packed silence", _silence),
)
