"""The end of ``docs/fingerprints.md``: from what each record was learned, and how well it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.fingerprints.lists import Source, Target, targets
from benchmarks.fingerprints.looking import records
from benchmarks.fingerprints.recall import HIDDEN
from benchmarks.page_fingerprints import current
from benchmarks.places import DOCS
from benchmarks.results import kept
from benchmarks.tables import table
from scanner.catalogue.fingerprints import CERTAIN, LIKELY, Record

PAGE = DOCS / "fingerprints.md"
HEAD = "## Records\n"
_KINDS = {"face": "Faces", "engine": "Engines that run networks", "search": "Vector search"}


def write() -> None:
    """Replace everything from :data:`HEAD` on."""
    text = PAGE.read_text(encoding="utf-8").partition(HEAD)[0].rstrip()
    PAGE.write_text(f"{text}\n\n{HEAD}\n" + "\n".join(_lines()) + "\n", encoding="utf-8")


def _lines() -> Iterator[str]:
    rows = current((kept("fingerprints-recall") or {"rows": []})["rows"])
    listed = {target.id: target for target in targets()}
    yield (
        "Written by `python -m benchmarks.page` from `signatures/fingerprints`, `benchmarks/lists/fingerprints` "
        "and the last measurement. *Certain* and *likely*: of files with the target that nothing was learned from, "
        "texts not hidden; *another version*: those of them whose version no sample had; *wrong*: files of the "
        "same project without the target that are certain."
    )
    for kind, title in _KINDS.items():
        of_kind = [record for record in records() if record.kind == kind]
        if of_kind:
            yield from ("", f"### {title}", "")
            heads = (
                "record",
                "recognises",
                "learned from",
                "features",
                "certain",
                "another version",
                "likely",
                "wrong",
            )
            yield from table(heads, (_row(record, listed.get(record.id), rows) for record in of_kind))


def _row(record: Record, target: Target | None, rows: list[dict[str, Any]]) -> Sequence[object]:
    mine = [row for row in rows if target and row["target"] == target.name]
    asked = [row for row in mine if row["role"] == "positives" and row["changed"] not in HIDDEN]
    absent = [row for row in mine if row["role"] == "absent"]
    samples = target.files["samples"] if target else ()
    means = f" ({', '.join(record.capabilities)})" if record.capabilities else ""
    return (
        f"`{record.id}`", record.target + means, "; ".join(map(_sample, samples)),
        ", ".join(f"{part.total} {part.kind}" for part in record.parts), _of(asked, CERTAIN),
        _of([row for row in asked if row["new_version"]], CERTAIN), sum(row["word"] == LIKELY for row in asked),
        _of(absent, CERTAIN),
    )  # fmt: skip


def _of(rows: list[dict[str, Any]], word: str) -> str:
    return f"{sum(row['word'] == word for row in rows)} of {len(rows)}" if rows else "not tried"


def _sample(source: Source) -> str:
    """A sample in few words: the package or the build, and its version."""
    name = source.where.rpartition("/")[2] if source.form in {"deb", "local"} else source.where.replace("==", " ")
    version = source.version if source.version and source.version not in name else ""
    wheel = source.pick.partition(".whl!")[0].strip("*").replace("*", " ") if source.form == "pypi" else ""
    cpu = " ".join(source.where.split("/")[:2]) if source.form == "deb" else ""
    build = source.build if source.form in {"built", "local"} else ""
    return " ".join(part for part in (name, version, wheel, cpu, build) if part)
