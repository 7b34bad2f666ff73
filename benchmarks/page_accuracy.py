"""The sections of ``docs/accuracy.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks import page_unknown
from benchmarks.page_heldout import heldout
from benchmarks.tables import Rows, Section, table
from scanner.text import size_text

_INTRODUCTION = """\
# Accuracy

Real software of Debian 12, PyPI and npm, none of it committed. Written by `python -m benchmarks.page` from the
measurements named below; nothing is edited by hand.
"""


def introduction() -> str:
    """The head of the page."""
    return _INTRODUCTION


def _deliveries(rows: Rows) -> Iterator[str]:
    yield (
        "Deliveries made by `python -m benchmarks.deliveries`. What is expected was set before the first run, with two "
        "exceptions: the negatives were first written down as `nothing-found` and changed to the plan's own measure, "
        '"no finding", when two of them turned out to hold unread tables; botocore was added after a trial run. '
        "*Expected* and *got* are verdicts under the policy `boston`, a wrong one in bold; *state* is the highest one "
        'of a recognition finding. Of negatives "no finding" above `mentioned` is expected: their verdict is '
        "inconclusive where real libraries hold 256 KiB or more of compressed tables, which nobody reads."
    )
    yield ""
    heads = ("delivery", "size", "expected", "got", "state", "read", "evidence")
    yield from table(heads, (_delivery_row(row) for row in rows))


def _delivery_row(row: dict[str, Any]) -> Sequence[object]:
    got = row["got"] if row["right"] else f"**{row['got']}**"
    evidence = "; ".join(row["evidence"]) or "none"
    return row["what"], size_text(row["size"]), row["expected"], got, row["state"], f"{row['read']} %", evidence


def _packages(rows: Rows) -> Iterator[str]:
    yield (
        "Packages as the registries hand them out, listed with what is expected of each in "
        "`benchmarks/lists/recall.yaml` before the first run. *or more*: a higher state is as good. "
        f"**{sum(row['right'] for row in rows)} of {len(rows)} are as expected**; a wrong one is in bold."
    )
    yield ""
    heads = ("package", "platform", "expected", "got", "by the signatures", "verdict", "first evidence", "remark")
    yield from table(heads, (_package_row(row) for row in rows))


def _package_row(row: dict[str, Any]) -> Sequence[object]:
    more = " or more" if row["at_least"] else ""
    expected = ", ".join(f"{capability} {state}{more}" for capability, state in row["expected"].items())
    got = ", ".join(f"{capability} {state}" for capability, state in row["got"].items())
    names = ", ".join(row["names"])
    shown = got if row["right"] else f"**{got}**"
    remark = "; ".join(filter(None, (row["note"], row["argued"])))
    evidence = "; ".join(row["evidence"]) or "none"
    return (
        f"{row['what']} ({names})",
        row["platform"],
        expected,
        shown,
        ", ".join(row["by"]),
        row["verdict"],
        evidence,
        remark,
    )


def _silence(rows: Rows) -> Iterator[str]:
    hits = [hit for row in rows for hit in row["hits"]]
    files = Counter[str]()
    for row in rows:
        files.update(row["files"])
    high = sum(hit["state"] not in {"mentioned", "available"} for hit in hits)
    review = sum(hit["state"] == "available" and hit["class"] == "recognition" for hit in hits)
    yield (
        "Software that has nothing to do with faces, by fixed lists (`benchmarks/lists/silence-*.txt`): "
        f"{files['ELF files']:,} ELF and {files['PE files']:,} PE files, {files['class files']:,} Java classes, "
        f"{sum(row['packages'] for row in rows):,} packages, {size_text(sum(row['bytes'] for row in rows))}. "
        f"**Findings at `shipped` or above: {high} (target 0); recognition at `available`, which a person must look "
        f"at: {review} (target 3 at most).** Mentions are not listed: they change no verdict. Three packages were "
        "taken out of the lists after a run, for the hits were true: `diffusers` calls InsightFace's recogniser, "
        "`scikit-image` fetches OpenCV's cascade to find faces, `tracking` (tracking.js) finds faces."
    )
    yield ""
    heads = ("group", "packages", "size", "ELF", "PE", "classes", "other files", "hits")
    yield from table(heads, (_silence_row(row) for row in rows))
    yield ""
    yield "Every hit above `mentioned`:"
    yield ""
    heads = ("product", "capability", "state", "basis", "first evidence", "where")
    yield from table(heads, (_hit_row(hit) for hit in hits))


def _silence_row(row: dict[str, Any]) -> Sequence[object]:
    counts = row["files"]
    known = [counts.get(f"{word} files", 0) for word in ("ELF", "PE", "class")]
    others = sum(counts.values()) - sum(known)
    return (
        row["group"],
        row["packages"],
        size_text(row["bytes"]),
        *(f"{n:,}" for n in (*known, others)),
        len(row["hits"]),
    )


def _hit_row(hit: dict[str, str]) -> Sequence[object]:
    where = hit["path"].split("!/", 1)[-1]
    return hit["product"], hit["capability"], hit["state"], hit["basis"], f"`{hit['evidence']}`", where


SECTIONS: tuple[Section, ...] = (
    ("deliveries", "Whole deliveries", "python -m benchmarks.accuracy", _deliveries),
    ("packages", "Recall on packages", "python -m benchmarks.recall", _packages),
    ("heldout", "Held-out packages", "python -m benchmarks.recall heldout", heldout),
    ("silence", "Silence on unrelated software", "python -m benchmarks.silence", _silence),
    ("unknown", "Products without their signature", "python -m benchmarks.unknown carriers", page_unknown.carriers),
    (
        "unknown-packages",
        "Real packages by general words alone",
        "python -m benchmarks.unknown packages",
        page_unknown.packages,
    ),
)
