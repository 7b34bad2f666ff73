"""What facescreen says of packages that nothing was tuned on, against what is true of them.

The packages stand in ``lists/heldout.yaml``, what the first run said in ``lists/heldout-first.yaml``: those numbers
stay as they are, whatever is mended later.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from benchmarks.places import LISTS
from scanner.document.report import Report
from scanner.types import Capability, State

CLASSES = ("recognition", "analysis", "detection")
FIRST = LISTS / "heldout-first.yaml"
OTHER_FUNCTION = frozenset({("auto-attendance", "analysis")})
"""(package, class) where the truth is the package's own check that a living person is there, and what is reported is
another function of the class: InsightFace's guess of age and gender. That is true, and no hit."""


def row(entry: dict[str, Any], report: Report) -> dict[str, Any]:
    """One package: its true and its reported state in every class, and what the report rests on."""
    best = _best(report.findings)
    return {
        **{key: entry.get(key, "") for key in ("what", "from", "names", "platform", "rests_on", "because")},
        "truth": _by_class(entry["truth"]),
        "open": entry.get("open", []),
        "got": {name: finding["state"] for name, finding in best.items()},
        "by": {name: f"{finding['product']['id']}: {_evidence(finding)}" for name, finding in best.items()},
        "products": sorted({finding["product"]["id"] for finding in report.findings}),
        "verdict": report.verdict.value,
        "read": report.coverage,
        "pack": report.screening["pack"]["digest"],
    }


def first() -> dict[str, Any]:
    """The first run: date, commit, pack, and for every package the states by class; why something was missed."""
    return dict(yaml.safe_load(FIRST.read_text(encoding="utf-8")))


def distance(true: str, got: str | None) -> int | None:
    """Steps of the ladder between two states, below 0 where ``got`` is too low; None where nothing was found."""
    return None if got is None else int(State.of(got)) - int(State.of(true))


def found(true: str, got: str | None) -> bool:
    """Whether a class was reported at its state or one step beside it."""
    steps = distance(true, got)
    return steps is not None and abs(steps) <= 1


def credited(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Package → the states that count for it: without a class of which another function was seen than the true one."""
    return {
        row["what"]: {name: state for name, state in row["got"].items() if (row["what"], name) not in OTHER_FUNCTION}
        for row in rows
    }


def beyond(row: dict[str, Any], got: dict[str, str]) -> list[str]:
    """Classes reported above `mentioned` of which the package has nothing."""
    reported = [name for name in CLASSES if got.get(name, "mentioned") != "mentioned"]
    return [name for name in reported if name not in row["truth"] and name not in row["open"]]


def _best(findings: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Class → the finding that gets highest."""
    best: dict[str, dict[str, Any]] = {}
    for finding in findings:
        known = best.get(finding["class"])
        if known is None or State.of(finding["state"]) > State.of(known["state"]):
            best[finding["class"]] = finding
    return {name: finding for name, finding in best.items() if name in CLASSES}


def _by_class(truth: dict[str, str]) -> dict[str, str]:
    """Class → its highest state, of capability → state."""
    highest: dict[str, State] = {}
    for capability, state in truth.items():
        name = Capability(capability).capability_class.value
        highest[name] = max(State.of(state), highest.get(name, State.of(state)))
    return {name: state.word for name, state in highest.items()}


def _evidence(finding: dict[str, Any]) -> str:
    first_one = finding["evidence"][0]
    return f"{first_one['kind']} {first_one['value']} in {first_one['places'][0]['path'].rsplit('!/', 1)[-1]}"
