"""The sections of ``docs/accuracy.md`` on constants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.constants_compiled import COUNTED, MORE
from benchmarks.constants_silence import rate
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text

_MEANING: dict[str, str] = {
    "static_array": "`static const float[10]`, passed on",
    "vector_of_float": "`std::vector<float>` with ten numbers",
    "local_double": "`double[10]` in a function",
    "unrolled_loop": "static array, loop unrolled",
    "mean_taken_off": "`float[5][2]`, mean taken off",
    "eight_added": "8 added to the narrow template",
    "global_points": "global `std::vector` of points",
    "pushed_points": "points pushed one by one",
    "arguments_float": "filled by commas, `float`",
    "arguments_double": "filled by commas, `double`",
}


def _matrix(rows: Rows) -> Iterator[str]:
    counted = [sum(map(bool, row["found"].values())) for row in rows]
    yield (
        "Five points to which a face is moved (the template of 112 by 112) in ten ways to write them in C++ "
        "(`benchmarks/sources/constants`), compiled for 15 kinds of machine. The columns from `win64` on are "
        f"clang -O2. **Found in at least {min(counted)} of {len(COUNTED)} for every way (target 13).** A cell says how "
        "many of the ten numbers stood together as data, *code*: inside instructions; *narrow*: the narrow template "
        "was found, before 8 is added; *without mean*: of nine results that the compiler left. `-` is not found."
    )
    yield ""
    yield from table(("written as", *COUNTED, "found"), (_cells(row, "found") for row in rows))
    yield ""
    yield "Other machines, beyond the 15:"
    yield ""
    yield from table(("written as", *MORE, "found"), (_cells(row, "more") for row in rows))


def _cells(row: dict[str, Any], part: str) -> Sequence[object]:
    cells = row[part]
    return _MEANING.get(row["idiom"], row["idiom"]), *(cell or "-" for cell in cells.values()), _of(cells)


def _of(cells: dict[str, str]) -> str:
    return f"{sum(map(bool, cells.values()))} of {len(cells)}"


def _others(rows: Rows) -> Iterator[str]:
    yield "The same points outside of compiled C++. By hand: bytes written after the format's specification."
    yield ""
    yield from table(("form", "made by", "found"), ((r["form"], r["how"], r["found"] or "-") for r in rows))


def _real(rows: Rows) -> Iterator[str]:
    met = sum({*row["expected"]} <= {*row["found"]} for row in rows)
    yield (
        f"Packages of which it is known what they hold: {met} of {len(rows)} as expected. The detector sees the files "
        "as they are, no name of one. OpenCV holds its points with the mean taken off by the compiler; on arm64 they "
        "are in no data, only in pairs of `movz` and `movk`. MediaPipe has points of its own, none of which is a fact."
    )
    yield ""
    heads = ("package", "for", "expected", "found")
    yield from table(heads, (_package(row) for row in rows))


def _package(row: dict[str, Any]) -> Sequence[object]:
    found = "; ".join(f"{name} ({where})" for name, where in row["found"].items())
    return row["package"], row["platform"], ", ".join(row["expected"]) or "none", found or "none"


def _silence(rows: Rows) -> Iterator[str]:
    files, size = (sum(row[key] for row in rows) for key in ("files", "bytes"))
    wrong = [hit for row in rows for hit in row["hits"] if not hit["true"]]
    yield (
        f"The detector of constants by itself over {files:,} files, {size_text(size)}: **{len(wrong)} wrong hits "
        f"(target 0)**, {rate(rows):.0f} MB a second over real files on one of two busy cores, with opening each "
        "file and telling its format (target 150). Tables made by chance hold every number of every set somewhere, so "
        "that each set is looked for twice. In a screening its strings run in the one pass over all bytes that there "
        "is anyway, which takes about 1.2 ms a megabyte longer with them (6 % of a screening of libraries); only code "
        "of ARM, MIPS, PowerPC and RISC-V is searched once more."
    )
    yield ""
    yield from table(("files", "number", "size", "rate", "hits"), (_group(row) for row in rows))


def _group(row: dict[str, Any]) -> Sequence[object]:
    hits = "; ".join(f"{hit['value']} in {hit['path'].rpartition('/')[2]}" for hit in row["hits"]) or "none"
    rate = f"{row['bytes'] / row['cpu'] / 1e6:.0f} MB/s"
    return row["group"], f"{row['files']:,}", size_text(row["bytes"]), rate, hits


SECTIONS: tuple[Section, ...] = (
    ("constants-matrix", "Constants in compiled code", "python -m benchmarks.constants matrix", _matrix),
    ("constants-others", "Constants in other forms", "python -m benchmarks.constants others", _others),
    ("constants-real", "Constants in real packages", "python -m benchmarks.constants real", _real),
    ("constants-silence", "Silence of constants", "python -m benchmarks.constants silence", _silence),
)
