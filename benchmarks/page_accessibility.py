"""The end of ``docs/accessibility.md``: what axe-core says of every kind of page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from benchmarks.axe import COLOURS, TAGS, WIDTHS
from benchmarks.places import DOCS
from benchmarks.results import kept
from benchmarks.tables import Row, table
from scanner.text import size_text

PAGE = DOCS / "accessibility.md"
HEAD = "## Measured with axe-core\n"


def write() -> None:
    """Replace everything from :data:`HEAD` on."""
    text = PAGE.read_text(encoding="utf-8").partition(HEAD)[0].rstrip()
    PAGE.write_text(f"{text}\n\n{HEAD}\n" + "\n".join(_lines()) + "\n", encoding="utf-8")


def _lines() -> Iterator[str]:
    result = kept("axe")
    if result is None:
        yield "Not measured yet: `python -m benchmarks.axe`."
        return
    rows: list[Row] = result["rows"]
    yield (
        f"`python -m benchmarks.axe`, {result['date']}, facescreen {result['version']}; this section is written by "
        f"`python -m benchmarks.page`. axe-core {rows[0]['version']} with the rules {', '.join(TAGS)}, in Debian's "
        f"Chromium, at {' and '.join(map(str, WIDTHS))} pixels, {' and '.join(COLOURS)}. What is folded was opened "
        "first, except on the two largest pages, which were opened twice instead of four times. *to look at* are "
        "elements that axe-core cannot decide on, the most of all looks. *contrast* is the lowest among those whose "
        "contrast it leaves open, against the nearest ground that is painted behind them in the tree. *wider* are "
        "pixels by which the page is wider than its window."
    )
    yield ""
    heads = ("page", "language", "size", "violations", "to look at", "contrast", "wider")
    yield from table(heads, (_row(row) for row in rows))
    yield ""
    yield "What axe-core leaves open, over all pages:"
    yield ""
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(row["incomplete"])
    yield from table(("rule and reason", "elements"), ((reason, f"{n:,}") for reason, n in reasons.most_common()))


def _row(row: Row) -> tuple[object, ...]:
    return (
        row["page"],
        row["language"],
        size_text(row["bytes"]),
        sum(row["violations"].values()),
        sum(row["incomplete"].values()),
        "–" if row["lowest"] is None else f"{row['lowest']}:1",
        row["wider"],
    )
