"""The sections of ``docs/accuracy.md`` on configuration: files without faces, and public files of face systems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from benchmarks.config_corpus import LIST as CORPUS
from benchmarks.config_recall import GROUPS, LIST
from benchmarks.tables import Rows, Section, table
from scanner.detect.settings.registry import BY_FORMAT

_HALVES = {
    "look": "to look at: what was said wrongly was told to the authors of signatures",
    "held": "run once, when the signatures were ready",
}
_GROUPS = {
    "tuned": "what was missed was told to the authors of signatures",
    "held": "run once, when the signatures were ready",
}


def _silence(rows: Rows) -> Iterator[str]:
    notes = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))["notes"]
    files = sum(row["files"] for row in rows)
    hits = sum(len(row["hits"]) for row in rows)
    wrong = len({hit["path"] for row in rows for hit in row["hits"]})
    yield (
        f"{files:,} configuration files of {sum(row['packages'] for row in rows)} packages of PyPI, npm and Debian (at "
        "most 100 of each, those with a face word or a word that holds one first: models of cloud services, fonts, "
        "games, meshes, schemas of cameras), each judged as if it had been delivered alone. **Findings above "
        f"*mentioned*: {hits}, in {wrong} files (target 0).** The packages are split by name before the first run."
    )
    yield ""
    yield from table(
        ("half", "packages", "files", "settings read", "files with a mention", "findings above it"),
        (_half(row) for row in rows),
    )
    yield ""
    formats: Counter[str] = Counter()
    for row in rows:
        formats.update({name: count for name, count in row["formats"].items() if name in BY_FORMAT})
    yield "Formats: " + ", ".join(f"{name} {count:,}" for name, count in formats.most_common()) + "."
    yield ""
    for row in rows:
        for hit in row["hits"]:
            note = next((f" ({about})" for part, about in notes.items() if part in hit["path"]), "")
            yield f"- {row['half']}: {hit['product']}, {hit['capability']} {hit['state']}, in `{hit['path']}`{note}"


def _half(row: dict[str, Any]) -> Sequence[object]:
    about = f"{row['half']} ({_HALVES[row['half']]})"
    return about, row["packages"], row["files"], row["read as settings"], row["mentioned"], len(row["hits"])


def _recall(rows: Rows) -> Iterator[str]:
    notes = _notes()
    yield (
        "Public configuration files of face systems (and some of the same systems without faces), named by repository "
        "and commit in `benchmarks/lists/config/recall.yaml`; what is true of each was written down before the first "
        "run. A case counts as *missed* when one of its capabilities was not reported at all."
    )
    yield ""
    names = ("as expected", "higher", "lower", "missed", "nothing, as expected", "too much")
    yield from table(
        ("group", "files", *names),
        (
            (f"{row['group']} ({_GROUPS[row['group']]})", len(row["cases"]), *(row["grades"].get(n, 0) for n in names))
            for row in rows
        ),
    )
    yield ""
    for row in rows:
        for case in row["cases"]:
            if case["grade"] not in {"as expected", "nothing, as expected"}:
                said = f"{_difference(case)}{notes[_key(case)]}"
                yield f"- {row['group']}, {case['grade']}: {case['why']} (`{case['repo']}`); {said}"


def _notes() -> defaultdict[str, str]:
    """What a second look showed after the run, by case."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    cases = [case for group in GROUPS for case in listed[group] if "note" in case]
    return defaultdict(str, {_key(case): f" ({case['note']})" for case in cases})


def _key(case: dict[str, Any]) -> str:
    return f"{case['repo']} {case['paths'][0]}"


def _difference(case: dict[str, Any]) -> str:
    return f"expected {_states(case['expect'])}, said {_states(case['got'])}"


def _states(states: dict[str, str]) -> str:
    return ", ".join(f"{name} {state}" for name, state in sorted(states.items())) or "nothing"


SECTIONS: tuple[Section, ...] = (
    ("config-silence", "Configuration without faces", "python -m benchmarks.config silence look held", _silence),
    ("config-recall", "Configuration of face systems", "python -m benchmarks.config recall tuned held", _recall),
)
