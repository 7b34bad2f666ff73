"""The sections of ``docs/accuracy.md`` on hidden texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.hidden_recall import WAYS
from benchmarks.hidden_silence import programs
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text

_ABOUT = (
    "*Whole section*: the key runs through it. *Zeros stay*: the same, but zeros are left as they are; *no zero made*: "
    "so is what would become one. *Each text*: the key begins anew with every text, its end included. *Keys of its "
    "own*: every text has another random key of that length; then texts below 20 to 27 bytes cannot be read."
)


def _recall(rows: Rows) -> Iterator[str]:
    cells = [row[way] for row in rows for way in WAYS]
    found, there = (sum(cell[index] for cell in cells) for index in (0, 1))
    others = sorted({value for row in rows for way in WAYS for value in row[f"{way}: others"]})
    libraries = rows[0]["libraries"]
    yield (
        f"The data section of {len(libraries)} real libraries (Debian's OpenCV for four processors, wheels of dlib, "
        "InspireFace, OpenCV and MediaPipe for Linux, Windows and macOS) with texts of the pack, put under a random "
        f"key of each length in five ways. **In {found:,} of {there:,} hidden libraries something is found.** A cell "
        "says in how many libraries, and how many of the texts that stood there openly before (8 bytes or more). "
        f"Values that were not there before: {', '.join(others) or 'none'}."
    )
    yield ""
    yield _ABOUT
    yield ""
    yield from table(("bytes of the key", *WAYS), (_lengths(row) for row in rows))


def _lengths(row: dict[str, Any]) -> Sequence[object]:
    return row["length"], *(_cell(row, way) for way in WAYS)


def _cell(row: dict[str, Any], way: str) -> str:
    seen, there = row[f"{way}: texts"]
    return f"{row[way][0]} of {row[way][1]}; texts {seen} of {there}"


def _silence(rows: Rows) -> Iterator[str]:
    number = programs(rows)
    hits = sum(len(row["hits"]) for row in rows)
    size, looked, cpu = (sum(row[key] for row in rows) for key in ("bytes", "looked_at", "cpu"))
    yield (
        f"The detector by itself over {number:,} ELF, PE and Mach-O files and the files of unknown kind beside them, "
        f"{size_text(size)}: **{hits} hits (target 0)**; with none in {number:,}, the true share is below "
        f"{300 / max(1, number):.2f} % with 95 % certainty. Of them {size_text(looked)} are data sections or unknown "
        f"content, looked at with {looked / cpu / 1e6:.0f} MB a second on one of two busy cores."
    )
    yield ""
    yield from table(("files", "ELF", "PE", "Mach-O", "unknown", "size", "hits"), (_group(row) for row in rows))


def _group(row: dict[str, Any]) -> Sequence[object]:
    counts = (f"{row['files'].get(kind, 0):,}" for kind in ("elf", "pe", "macho", "unknown"))
    hits = "; ".join(f"{hit['value']} in {hit['path'].rpartition('/')[2]}" for hit in row["hits"]) or "none"
    return row["group"], *counts, size_text(row["bytes"]), hits


def _cost(rows: Rows) -> Iterator[str]:
    search, rest = (sum(row[key] for row in rows) for key in ("search", "else"))
    yield (
        "CPU seconds that the search takes of a whole screening, with loading numpy once: "
        f"**{100 * search / rest:.0f} % on top of all else (target 10 %)**. Measured inside one run, on a busy machine."
    )
    yield ""
    yield from table(("delivery", "size", "search", "all else", "on top"), (_delivery(row) for row in rows))


def _delivery(row: dict[str, Any]) -> Sequence[object]:
    more = f"{100 * row['search'] / row['else']:.0f} %"
    return row["delivery"], size_text(row["size"]), f"{row['search']:.2f} s", f"{row['else']:.2f} s", more


SECTIONS: tuple[Section, ...] = (
    ("hidden-recall", "Texts under a repeating XOR key", "python -m benchmarks.hidden recall", _recall),
    ("hidden-silence", "Silence of hidden texts", "python -m benchmarks.hidden silence", _silence),
    ("hidden-cost", "Cost of the search for hidden texts", "python -m benchmarks.hidden cost", _cost),
)
