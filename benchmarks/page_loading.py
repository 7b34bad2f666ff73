"""The section of ``docs/speed.md`` on opening the web page."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.loading import ROUNDS, TARGET
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text


def _loading(rows: Rows) -> Iterator[str]:
    yield (
        "The web page of a very large report, opened from a file in headless Chromium at 1280 pixels, each time anew. "
        "*render* is CPU time of writing the page. The other times are the browser's own clock, from the start of "
        "loading: *first* until something is on the screen, *loaded* until the end of the load event, *shown* until "
        f"the second frame after it (target {TARGET:.0f} s); the middle of {ROUNDS} runs, and the *slowest* of them "
        "until shown. *work* is the CPU time of the browser's process for the page until shown, which a busy machine "
        "changes little. *load* is the load average of the machine (two cores, shared). Nothing is dropped from these "
        "pages: what is folded is in them."
    )
    yield ""
    heads = ("report", "render", "size", "elements", "first", "loaded", "shown", "slowest", "work", "load")
    cells = (
        (
            row["report"],
            f"{row['render']:.2f} s",
            size_text(row["bytes"]),
            f"{row['elements']:,}",
            *(f"{row[key]:.2f} s" for key in ("first", "loaded", "shown", "slowest", "work")),
            f"{row['load']:.1f}",
        )
        for row in rows
    )
    yield from table(heads, cells)


SECTIONS: tuple[Section, ...] = (("loading", "Opening the web page", "python -m benchmarks.loading", _loading),)
