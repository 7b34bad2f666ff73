"""A report that was edited by hand contradicts itself, and is refused before it becomes a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.consistency import contradictions
from scanner.document.report import Report
from scanner.types import UsageError
from tests.document import sample

Screening = dict[str, Any]
Edit = Callable[[Screening], object]

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile, sample.crowded)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_report_as_it_was_written_agrees_with_itself(make: Callable[[], Any]) -> None:
    assert list(contradictions(build(make()).document["screening"])) == []


def _law(screening: Screening) -> dict[str, Any]:
    law: dict[str, Any] = screening["verdicts"][0]
    return law


def _everywhere(screening: Screening, verdict: str) -> None:
    screening["verdict"] = _law(screening)["verdict"] = verdict


def _milder(screening: Screening) -> None:
    """Verdicts, outcomes and clauses in step: only the finding is still there, and what each law says of it is not."""
    _everywhere(screening, "nothing-found")
    _law(screening)["outcomes"].clear()
    for clause in _law(screening)["clauses"]:
        clause.update(findings=[], outcome="not_reached")


def _all_read(screening: Screening) -> None:
    """Every number of the ledger in step, but for the region that is still listed."""
    ledger = screening["ledger"]
    states = {"parsed": ledger["total"]}
    ledger.update(read=ledger["total"], unread=0, percent=100, states=states)
    _everywhere(screening, "nothing-found")


def _regions_gone(screening: Screening) -> None:
    screening["ledger"]["regions"].clear()


def _moved(screening: Screening) -> None:
    """The unread bytes are said to be of a file that is not there."""
    screening["ledger"]["regions"][0]["path"] = "elsewhere"


def _read_in_the_file(screening: Screening) -> None:
    """A file without unread bytes, of which a region is listed."""
    path = screening["ledger"]["regions"][0]["path"]
    node = next(node for node in screening["nodes"] if node["path"] == path)
    node["states"] = {"parsed": node["size"]}


def _in_itself(screening: Screening) -> None:
    """Two files that lie in each other: who follows them never comes to an end."""
    first, second, *_ = [node for node in screening["nodes"] if node["parent"] is not None]
    first["parent"], second["parent"] = second["path"], first["path"]


def _listed_twice(screening: Screening) -> None:
    screening["nodes"].append(next(node for node in screening["nodes"] if node["parent"] is not None))


def _less_than_allowed(screening: Screening) -> None:
    _everywhere(screening, "nothing-found")


FOUND: dict[str, Edit] = {
    "the verdict alone": lambda s: s.update(verdict="nothing-found"),
    "the verdict under the law alone": lambda s: _law(s).update(verdict="nothing-found"),
    "both verdicts": lambda s: _everywhere(s, "nothing-found"),
    "both verdicts, for review": lambda s: _everywhere(s, "review"),
    "everything but the findings": _milder,
    "the outcomes": lambda s: [said.update(outcome="note") for said in _law(s)["outcomes"]],
    "an outcome taken away": lambda s: _law(s)["outcomes"].pop(),
    "an outcome twice": lambda s: _law(s)["outcomes"].append(_law(s)["outcomes"][0]),
    "a finding taken away": lambda s: s["findings"].pop(),
    "the law taken away": lambda s: s["verdicts"].clear(),
    "a clause that nothing reaches": lambda s: _law(s)["clauses"][0].update(findings=[]),
    "a clause that says nothing": lambda s: _law(s)["clauses"][0].update(outcome="not_reached"),
    "a class": lambda s: s["findings"][0].update({"class": "detection"}),
    "files in each other": _in_itself,
    "a file twice": _listed_twice,
    "a file in one that is not there": lambda s: s["nodes"][-1].update(parent="x"),
    "a state of evidence": lambda s: s["findings"][0]["evidence"][0].update(state="mentioned"),
    "no reason": lambda s: _law(s)["reasons"].clear(),
}
INCONCLUSIVE: dict[str, Edit] = {
    "both verdicts": _less_than_allowed,
    "the share": lambda s: s["ledger"].update(percent=100),
    "the sums": lambda s: s["ledger"].update(read=s["ledger"]["total"], unread=0),
    "the states": lambda s: s["ledger"]["states"].pop("encrypted"),
    "all numbers but the regions": _all_read,
    "the regions": _regions_gone,
    "the file of a region": _moved,
    "the states of a file": _read_in_the_file,
    "the state of a region": lambda s: s["ledger"]["regions"][0].update(state="opaque"),
    "the size of the delivery": lambda s: s["delivery"].update(size=1),
    "the byte states of the delivery": lambda s: s["ledger"]["delivery"].popitem(),
    "the number of files": lambda s: s["delivery"].update(files=2),
    "the balance": lambda s: s["ledger"].update(balanced=False),
}
REVIEW: dict[str, Edit] = {
    "a doubt taken away": lambda s: _everywhere(s, "nothing-found"),
    "an accusation": lambda s: _everywhere(s, "found"),
}
NOTHING: dict[str, Edit] = {
    "an accusation": lambda s: _everywhere(s, "found"),
    "a doubt": lambda s: _everywhere(s, "review"),
    "old signatures": lambda s: (_law(s)["policy"].update(max_pack_age_days=30), s["pack"].update(age_days=31)),
    "no signatures": lambda s: s["pack"].update(facts=0),
    "a ledger that does not add up": lambda s: s["ledger"].update(balanced=False, unbalanced=["a"]),
    "floors that are not met": lambda s: _law(s)["policy"].update(region_floor=1),
}
EDITS = [
    *((sample.found, name, edit) for name, edit in FOUND.items()),
    *((sample.inconclusive, name, edit) for name, edit in INCONCLUSIVE.items()),
    *((sample.review, name, edit) for name, edit in REVIEW.items()),
    *((sample.nothing_found, name, edit) for name, edit in NOTHING.items()),
]


@pytest.mark.parametrize(("make", "name", "edit"), EDITS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_edit_in_one_place_is_refused(make: Callable[[], Any], name: str, edit: Edit) -> None:
    document = json.loads(build(make()).to_json())
    edit(document["screening"])
    assert list(contradictions(document["screening"]))
    with pytest.raises(UsageError, match="is not a report as facescreen writes it"):
        Report.parse(json.dumps(document).encode())


def test_no_law_at_all_is_inconclusive() -> None:
    document = json.loads(build(sample.nothing_found()).to_json())
    document["screening"].update(verdicts=[], verdict="inconclusive")
    assert Report.parse(json.dumps(document).encode()).exit_code == 3
